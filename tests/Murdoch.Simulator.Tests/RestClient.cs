using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Murdoch.Simulator.Tests;

internal sealed record Reply(int Status, JsonElement Body, HttpResponseHeaders Headers)
{
    public int Code => Body.GetProperty("code").GetInt32();
}

/// <summary>Bare HTTP against the simulator, as the bot unless told otherwise.</summary>
internal sealed class RestClient : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly SimulatorServer _server;

    public RestClient(SimulatorServer server)
    {
        _server = server;
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("DiscordBot (https://example.org, 1.0)");
    }

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);
    public Task<Reply> DeleteAsync(string path, string? reason = null) => SendAsync(HttpMethod.Delete, path, null, reason);
    public Task<Reply> PostAsync(string path, object body, string? reason = null) => SendAsync(HttpMethod.Post, path, body, reason);
    public Task<Reply> PutAsync(string path, object? body = null, string? reason = null) => SendAsync(HttpMethod.Put, path, body, reason);
    public Task<Reply> PatchAsync(string path, object body, string? reason = null) => SendAsync(HttpMethod.Patch, path, body, reason);

    public Task<Reply> SendAsync(HttpMethod method, string path, object? body = null, string? reason = null, string? authorization = null)
    {
        var request = new HttpRequestMessage(method, path.StartsWith("/control", StringComparison.Ordinal) ? new Uri(_server.Origin, path) : new Uri(_server.ApiUrl + path));
        request.Headers.TryAddWithoutValidation("Authorization", authorization ?? $"Bot {_server.Options.Token}");
        if (reason is not null) request.Headers.Add("X-Audit-Log-Reason", Uri.EscapeDataString(reason));
        if (body is not null) request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        return SendAsync(request);
    }

    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _http.SendAsync(request);
            var bytes = await response.Content.ReadAsByteArrayAsync();
            var json = bytes.Length > 0 && response.Content.Headers.ContentType?.MediaType == "application/json" ? JsonDocument.Parse(bytes).RootElement.Clone() : default;
            return new Reply((int)response.StatusCode, json, response.Headers);
        }
    }

    public void Dispose() => _http.Dispose();
}
