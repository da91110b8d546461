using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>Reads lists of hosts as they are published: a host a line, a JSON array, or an object with <c>domains</c>.</summary>
internal static partial class HostList
{
    /// <returns>What is wrong, in words that go on from the list's name; null when all is well.</returns>
    public static string? Read(ReadOnlySpan<byte> content, out string[] hosts)
    {
        hosts = [];
        try
        {
            var start = content.TrimStart("\uFEFF \t\r\n"u8);
            hosts = start.StartsWith("["u8) ? JsonSerializer.Deserialize(start, HostListJson.Default.StringArray) ?? []
                : start.StartsWith("{"u8) ? JsonSerializer.Deserialize(start, HostListJson.Default.DomainList)?.Domains ?? []
                : [.. Lines(Encoding.UTF8.GetString(start))];
        }
        catch (JsonException exception)
        {
            return $"is not the expected JSON: line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}";
        }
        for (var at = 0; at < hosts.Length; at++)
        {
            if (Problem(hosts[at]) is { } problem) return $"has an entry {at + 1} that {problem}";
        }
        return null;
    }

    private static string? Problem(string? host) =>
        host is null || !host.Contains('.', StringComparison.Ordinal) || Uri.CheckHostName(host) != UriHostNameType.Dns ? "is no host name"
        // Whoever gets this onto a list has all links to it removed, everywhere.
        : Brands.Own.Set.Contains(host.ToLowerInvariant()) ? $"is {host}, a host of its own brand that imitators are told by"
        : null;

    /// <summary>Comments begin with #, and the address in front of a name in a hosts file is left out.</summary>
    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.Split('#')[0].Trim())
        .Where(line => line.Length > 0).Select(line => line.StartsWith("0.0.0.0 ", StringComparison.Ordinal) ? line[8..].Trim() : line);

    private sealed record DomainList([property: JsonPropertyName("domains")] string[]? Domains);

    [JsonSerializable(typeof(string[]))]
    [JsonSerializable(typeof(DomainList))]
    private sealed partial class HostListJson : JsonSerializerContext;
}
