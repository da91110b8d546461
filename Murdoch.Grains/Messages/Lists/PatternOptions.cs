using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>Patterns that an operator adds for all guilds.</summary>
public sealed class PatternOptions : IValidateOptions<PatternOptions>
{
    /// <summary>Regular expressions, separated by commas; a plain word means the whole word.</summary>
    [ConfigurationKeyName("REGEX_SLURS")] public string Slurs { get; set; } = "";
    [ConfigurationKeyName("REGEX_INVITE_LINKS")] public string InviteLinks { get; set; } = "";
    [ConfigurationKeyName("REGEX_PHISHING_URLS")] public string PhishingUrls { get; set; } = "";

    /// <summary>A JSON file <c>{"slurs":[],"invite_links":[],"phishing_urls":[]}</c>; wins over the three settings.</summary>
    [ConfigurationKeyName("REGEX_PATTERNS_PATH")] public string PatternsPath { get; set; } = "";

    public ValidateOptionsResult Validate(string? name, PatternOptions options)
    {
        var problems = new List<string>();
        PatternLists.Build(options.Read(problems), problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    internal PatternSources Read(List<string> problems)
    {
        if (PatternsPath.Length == 0) return new(Split(Slurs), Split(InviteLinks), Split(PhishingUrls));
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllBytes(PatternsPath));
            if (file.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("the file is no object");
            return new(List(file.RootElement, "slurs"), List(file.RootElement, "invite_links"), List(file.RootElement, "phishing_urls"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            problems.Add($"REGEX_PATTERNS_PATH: {PatternsPath} cannot be used: {exception.Message}");
            return PatternSources.None;
        }
    }

    /// <summary>Splits at commas, but not at those that belong to an expression: in braces, in brackets, after a backslash.</summary>
    internal static string[] Split(string patterns)
    {
        var (parts, start, braces, brackets) = (new List<string>(), 0, false, false);
        for (var i = 0; i < patterns.Length; i++)
        {
            switch (patterns[i])
            {
                case '\\': i++; break;
                case '[': brackets = true; break;
                case ']': brackets = false; break;
                case '{' when !brackets: braces = true; break;
                case '}' when !brackets: braces = false; break;
                case ',' when !braces && !brackets:
                    parts.Add(patterns[start..i]);
                    start = i + 1;
                    break;
                default: break;
            }
        }
        parts.Add(patterns[start..]);
        return [.. parts.Select(part => part.Trim()).Where(part => part.Length > 0)];
    }

    private static string[] List(JsonElement file, string property)
    {
        if (!file.TryGetProperty(property, out var list)) return [];
        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(pattern => pattern.ValueKind != JsonValueKind.String)) throw new JsonException($"'{property}' is no list of texts");
        return [.. list.EnumerateArray().Select(pattern => pattern.GetString()!).Where(pattern => pattern.Length > 0)];
    }
}
