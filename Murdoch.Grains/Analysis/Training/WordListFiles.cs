using System.Text.Json;
using System.Text.Json.Serialization;

namespace Murdoch.Grains.Analysis.Training;

/// <summary>Reads lists of offensive terms: JSONL with <c>term</c> and, where a list knows it, <c>severity</c> (1 to 4), <c>sureness</c> (0 to 2), <c>tags</c> or <c>category</c>.</summary>
public static class WordListFiles
{
    private static readonly string[] Groups = ["racial", "lgbtq", "religious", "racial / ethnic slurs", "sexual orientation / gender"];

    /// <param name="folder">Files whose name begins with <c>profanity</c> are read. Terms of several words are left out.</param>
    /// <exception cref="IOException">The folder does not exist or cannot be read.</exception>
    /// <exception cref="FormatException">A line is not an entry; the message names file and line.</exception>
    public static List<ListedTerm> Read(string folder)
    {
        var found = new SortedDictionary<string, List<Entry>>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "profanity*.jsonl").Order(StringComparer.Ordinal))
        {
            foreach (var entry in ReadFile(path))
            {
                // A star of these lists is a letter that people leave out or blot out.
                var term = entry.Term!.Replace("*", "", StringComparison.Ordinal).ToLowerInvariant().Trim();
                if (term.Length > 1 && !term.Contains(' ', StringComparison.Ordinal))
                {
                    (found.TryGetValue(term, out var known) ? known : found[term] = []).Add(entry);
                }
            }
        }

        return [.. from term in found let strength = StrengthOf(term.Value) where strength is not null select new ListedTerm(term.Key, strength.Value)];
    }

    private static TermStrength? StrengthOf(List<Entry> entries)
    {
        var judged = entries.Where(entry => entry.Sureness is null).ToArray();
        if (judged.Length == 0)
        {
            return entries.Max(entry => entry.Sureness) >= 2 ? TermStrength.Doubtful : null;
        }

        var worst = judged.Max(entry => entry.Severity ?? 3);
        return worst < 3 ? TermStrength.Mild
            : worst >= 3 && judged.Any(entry => (entry.Tags ?? entry.Category ?? []).Any(Groups.Contains)) && judged.Any(entry => entry.Severity >= 3) ? TermStrength.Slur
            : entries.Count > 1 ? TermStrength.Strong
            : TermStrength.Listed;
    }

    private static IEnumerable<Entry> ReadFile(string path)
    {
        var line = 0;
        foreach (var json in File.ReadLines(path))
        {
            line++;
            Entry? entry;
            try
            {
                entry = JsonSerializer.Deserialize(json, EntryJson.Default.Entry);
            }
            catch (JsonException exception)
            {
                throw new FormatException($"{path}, line {line}: {exception.Message}", exception);
            }

            yield return entry is { Term.Length: > 0 } ? entry : throw new FormatException($"{path}, line {line}: the term is missing.");
        }
    }

    internal sealed record Entry(string? Term, int? Severity, int? Sureness, string[]? Tags, string[]? Category);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WordListFiles.Entry))]
internal sealed partial class EntryJson : JsonSerializerContext;
