using System.Text.Json;
using System.Text.Json.Serialization;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>The patterns of the settings, taken apart but not compiled.</summary>
internal sealed partial record PatternSet(
    [property: JsonPropertyName("slurs")] string[] Slurs,
    [property: JsonPropertyName("invite_links")] string[] InviteLinks,
    [property: JsonPropertyName("phishing_urls")] string[] PhishingUrls)
{
    /// <summary>Bytes of the JSON file.</summary>
    public const int MaxFileBytes = 16 * 1024 * 1024;

    public static readonly PatternSet Empty = new([], [], []);

    /// <returns>Why the settings cannot be read, in a sentence, or null.</returns>
    public static string? Read(PatternOptions options, out PatternSet set)
    {
        if (string.IsNullOrWhiteSpace(options.PatternsPath))
        {
            set = new(Split(options.Slurs), Split(options.InviteLinks), Split(options.PhishingUrls));
            return null;
        }

        set = Empty;
        try
        {
            var file = new FileInfo(options.PatternsPath);
            if (file.Exists && file.Length > MaxFileBytes)
            {
                return $"REGEX_PATTERNS_PATH: {options.PatternsPath} is larger than {MaxFileBytes} bytes.";
            }

            return Parse(File.ReadAllBytes(options.PatternsPath), out set) is { } problem ? $"REGEX_PATTERNS_PATH: {options.PatternsPath} {problem}." : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return $"REGEX_PATTERNS_PATH: {options.PatternsPath} cannot be read: {exception.Message}";
        }
    }

    /// <returns>What is wrong with a file, in words that go on from its name; null when all is well.</returns>
    public static string? Parse(ReadOnlySpan<byte> json, out PatternSet set)
    {
        set = Empty;
        try
        {
            var read = JsonSerializer.Deserialize(json.TrimStart("\uFEFF"u8), JsonContext.Default.PatternSet) ?? Empty;
            var patterns = new PatternSet(read.Slurs ?? [], read.InviteLinks ?? [], read.PhishingUrls ?? []);
            if (patterns.All.Any(pattern => pattern is null))
            {
                return "has null for a pattern";
            }

            set = patterns;
            return null;
        }
        catch (JsonException exception)
        {
            return $"is not the expected JSON: line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}";
        }
    }

    /// <summary>Splits at commas, but not within counts and character classes or after a backslash.</summary>
    internal static string[] Split(string? patterns)
    {
        if (string.IsNullOrWhiteSpace(patterns))
        {
            return [];
        }

        var parts = new List<string>();
        var (start, inClass, inCount) = (0, false, false);
        for (var at = 0; at < patterns.Length; at++)
        {
            switch (patterns[at])
            {
                case '\\':
                    at++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '{' when !inClass:
                    inCount = true;
                    break;
                case '}':
                    inCount = false;
                    break;
                case ',' when !inClass && !inCount:
                    parts.Add(patterns[start..at]);
                    start = at + 1;
                    break;
            }
        }

        parts.Add(patterns[start..]);
        return [.. parts.Select(part => part.Trim()).Where(part => part.Length > 0)];
    }

    /// <summary>Over all three lists.</summary>
    public int Count => Slurs.Length + InviteLinks.Length + PhishingUrls.Length;

    private IEnumerable<string?> All => Slurs.Concat(InviteLinks).Concat(PhishingUrls);

    [JsonSourceGenerationOptions(ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)]
    [JsonSerializable(typeof(PatternSet))]
    private sealed partial class JsonContext : JsonSerializerContext;
}
