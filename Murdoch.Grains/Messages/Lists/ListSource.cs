namespace Murdoch.Grains.Messages.Lists;

/// <summary>Where a list comes from.</summary>
internal interface IListSource
{
    /// <summary>As operators know it, without anything that may be secret.</summary>
    string Name { get; }

    /// <summary>What goes wrong outside of Murdoch is an answer, not an exception.</summary>
    Task<ListAnswer> Read(CancellationToken cancellationToken);
}

/// <summary>What a look at a list brought: its bytes; or that it is what it was; or why it cannot be read, in words that go on from its name.</summary>
internal readonly record struct ListAnswer(byte[]? Content, string? Problem)
{
    public static ListAnswer Unchanged => default;

    public static ListAnswer Failed(string problem) => new(null, problem);
}

/// <summary>A file of this machine.</summary>
internal sealed class ListFile(string name, string path, int maxBytes) : IListSource
{
    public string Name => $"{name} ({path})";

    public async Task<ListAnswer> Read(CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length > maxBytes
                ? ListAnswer.Failed($"is larger than {maxBytes} bytes")
                : new(await File.ReadAllBytesAsync(path, cancellationToken), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ListAnswer.Failed($"cannot be read: {exception.Message.TrimEnd('.')}");
        }
    }
}
