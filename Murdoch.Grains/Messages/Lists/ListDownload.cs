using System.Net;
using System.Net.Http.Headers;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>A list on a web server, asked for only when it has changed, as far as the server can tell.</summary>
internal sealed class ListDownload(string name, Uri address, HttpClient http, int maxBytes, TimeSpan deadline, TimeProvider time) : IListSource
{
    private EntityTagHeaderValue? _tag;
    private DateTimeOffset? _modified;
    private bool _hasContent;

    /// <summary>The host alone: an address may carry a key.</summary>
    public string Name => $"{name} ({address.Host})";

    public async Task<ListAnswer> Read(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (_tag is not null) request.Headers.IfNoneMatch.Add(_tag);
            request.Headers.IfModifiedSince = _modified;
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await Take(response, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ListAnswer.Failed($"did not come within {deadline.TotalSeconds:0} seconds");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            return ListAnswer.Failed($"cannot be read: {exception.Message.TrimEnd('.')}");
        }
    }

    /// <summary>For whoever reads lists: follows a few redirects, never from https to http, and keeps nothing between two requests.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        AutomaticDecompression = DecompressionMethods.All,
        MaxAutomaticRedirections = 5,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // Each request has a deadline of its own.
        DefaultRequestHeaders = { { "User-Agent", "Murdoch" } },
    };

    private async Task<ListAnswer> Take(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.NotModified && _hasContent) return ListAnswer.Unchanged;
        if (response.StatusCode != HttpStatusCode.OK) return ListAnswer.Failed($"cannot be read: the server answers {(int)response.StatusCode}");
        if (response.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml") return ListAnswer.Failed("is a page for people (HTML), not a list");
        if (await ReadBounded(response.Content, cancellationToken) is not { } content) return ListAnswer.Failed($"is larger than {maxBytes} bytes");
        (_tag, _modified, _hasContent) = (response.Headers.ETag, response.Content.Headers.LastModified, true);
        return new(content, null);
    }

    /// <returns>Null when there is more than is allowed, however little was announced.</returns>
    private async Task<byte[]?> ReadBounded(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxBytes) return null;
        using var read = new MemoryStream();
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[16_384];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (read.Length + count > maxBytes) return null;
            read.Write(buffer, 0, count);
        }
        return read.ToArray();
    }
}
