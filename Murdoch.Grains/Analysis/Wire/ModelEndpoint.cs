namespace Murdoch.Grains.Analysis.Wire;

/// <summary>Where a language model is asked.</summary>
/// <param name="Url">The API's base address, such as <c>https://api.openai.com/v1</c>, or that of the method itself.</param>
/// <param name="Key">Sent as a header; null where the server wants none.</param>
public sealed record ModelEndpoint(Uri Url, string? Key, string Model)
{
    /// <summary>Without the key: a record that prints itself would print it.</summary>
    public override string ToString() => $"{Model} at {Url.GetLeftPart(UriPartial.Path)}";

    /// <param name="version">The API's version, for a base address without any path.</param>
    /// <param name="method">The path of the method below the base address.</param>
    internal Uri Method(string version, string method)
    {
        var path = Url.AbsolutePath.TrimEnd('/');
        if (path.EndsWith(method, StringComparison.Ordinal)) return Url;
        return new UriBuilder(Url) { Path = (path.Length == 0 ? $"/{version}" : path) + method }.Uri;
    }
}
