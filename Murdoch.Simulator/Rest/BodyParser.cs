using System.Text.Json;
using System.Text.Json.Nodes;

namespace Murdoch.Simulator.Rest;

/// <summary>Bodies in the three forms that Discord reads. https://docs.discord.com/developers/reference#http-api</summary>
internal static class BodyParser
{
    /// <returns>Null when there is no body.</returns>
    public static async Task<JsonDocument?> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentLength is null or 0 && request.Headers.TransferEncoding.Count == 0) return null;
        var type = (request.ContentType ?? "").Split(';')[0].Trim();
        switch (type.ToLowerInvariant())
        {
            case "application/json":
                return await ParseAsync(request.Body, context.RequestAborted);
            case "application/x-www-form-urlencoded":
                var fields = new JsonObject();
                foreach (var (name, value) in await request.ReadFormAsync(context.RequestAborted)) fields[name] = value.ToString();
                return JsonSerializer.SerializeToDocument(fields);
            case "multipart/form-data":
                var form = await request.ReadFormAsync(context.RequestAborted);
                using (var payload = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(form.TryGetValue("payload_json", out var json) ? json.ToString() : "{}")))
                    return AddFiles(await ParseAsync(payload, context.RequestAborted), form.Files);
            default:
                throw RestError.InvalidForm("", "CONTENT_TYPE_INVALID",
                    "Expected \"Content-Type\" header to be one of {'application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'}.");
        }
    }

    private static async Task<JsonDocument> ParseAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
        }
        catch (JsonException)
        {
            throw new RestError(400, 50109, "The request body contains invalid JSON.");
        }
    }

    // Files become attachments whose content is not kept.
    private static JsonDocument AddFiles(JsonDocument payload, IFormFileCollection files)
    {
        var body = JsonObject.Create(payload.RootElement.Clone()) ?? [];
        payload.Dispose();
        var attachments = new JsonArray();
        foreach (var file in files)
            attachments.Add(new JsonObject
            {
                ["id"] = (1_000_000_000_000_000_000 + attachments.Count).ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["filename"] = file.FileName,
                ["size"] = file.Length,
                ["content_type"] = file.ContentType,
                ["url"] = $"https://cdn.discordapp.com/attachments/0/0/{file.FileName}",
                ["proxy_url"] = $"https://media.discordapp.net/attachments/0/0/{file.FileName}",
            });
        if (attachments.Count > 0) body["attachments"] = attachments;
        return JsonSerializer.SerializeToDocument(body);
    }
}
