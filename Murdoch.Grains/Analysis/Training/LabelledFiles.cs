using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Murdoch.Grains.Analysis.Training;

/// <summary>Reads labelled rows from JSONL files: <c>text</c> and <c>label</c> are needed, the rest may be missing.</summary>
public static class LabelledFiles
{
    private static readonly string[] Labels = ["none", "toxic", "hate", "threat", "spam", "scam", "invite"];

    /// <param name="paths">Files, or folders whose <c>*.jsonl</c> files are read (not those of folders below).</param>
    /// <exception cref="IOException">A path does not exist or cannot be read.</exception>
    /// <exception cref="FormatException">A line is not a row; the message names file and line.</exception>
    public static List<LabelledText> Read(IEnumerable<string> paths) => Read(paths, []);

    /// <param name="extra">Files of labels that guilds exported. A row of <paramref name="paths"/> that reads the same gives way to them.</param>
    public static List<LabelledText> Read(IEnumerable<string> paths, IEnumerable<string> extra)
    {
        var rows = new List<LabelledText>();
        foreach (var path in paths.SelectMany(Expand))
        {
            rows.AddRange(ReadFile(path));
        }

        rows = GroupByOrigin(rows);
        var exported = extra.SelectMany(Expand).SelectMany(ReadFile).Select(row => row with { Source = LabelledText.Exported }).ToArray();
        if (exported.Length > 0)
        {
            var known = exported.Select(row => row.Group).ToHashSet();
            rows.RemoveAll(row => known.Contains(row.Group));
            rows.AddRange(exported);
        }

        return rows;
    }

    private static IEnumerable<string> Expand(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*.jsonl").Order(StringComparer.Ordinal)
        : File.Exists(path) ? [path] : throw new FileNotFoundException($"{path} is neither a file nor a folder.", path);

    private static IEnumerable<LabelledText> ReadFile(string path)
    {
        var source = Path.GetFileNameWithoutExtension(path);
        var line = 0;
        foreach (var json in File.ReadLines(path))
        {
            line++;
            if (string.IsNullOrWhiteSpace(json))
            {
                continue;
            }

            Row? row;
            try
            {
                row = JsonSerializer.Deserialize(json, RowJson.Default.Row);
            }
            catch (JsonException exception)
            {
                throw new FormatException($"{path}, line {line}: {exception.Message}", exception);
            }

            if (row is not { Text.Length: > 0, Label.Length: > 0 })
            {
                throw new FormatException($"{path}, line {line}: text or label is missing.");
            }

            if (!Labels.Contains(row.Label))
            {
                throw new FormatException($"{path}, line {line}: the label '{row.Label}' is none of {string.Join(", ", Labels)}.");
            }

            yield return new(
                row.Id ?? $"{source}-{line}", row.Text, source, row.Label, row.Tag ?? "", row.Scope ?? "", row.Licence ?? "", row.Split == "dev", KeyOf(row.Text));
        }
    }

    /// <summary>Equal for near-copies: case, punctuation, digits, links and handles do not count.</summary>
    private static ulong KeyOf(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (word[0] != '@' && !word.Contains("://", StringComparison.Ordinal) && !word.StartsWith("www.", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var letter in word)
                {
                    if (!char.IsAscii(letter) || char.IsAsciiLetter(letter))
                    {
                        letters.Append(char.ToLowerInvariant(letter));
                    }
                }
            }
        }

        var key = letters.Length > 0 ? letters.ToString() : text;
        return XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(key));
    }

    /// <summary>A row made from another one (<c>obf-davidson-0-976-leet</c> from <c>davidson-0-976</c>) belongs to the group of that one.</summary>
    private static List<LabelledText> GroupByOrigin(List<LabelledText> rows)
    {
        var groups = new Dictionary<string, ulong>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            groups.TryAdd(row.Id, row.Group);
        }

        for (var at = 0; at < rows.Count; at++)
        {
            var id = rows[at].Id;
            var (from, to) = (id.IndexOf('-', StringComparison.Ordinal), id.LastIndexOf('-'));
            if (from < 0 || to <= from || rows[at].Source != "obfuscated")
            {
                continue;
            }

            var origin = id[(from + 1)..to];
            rows[at] = rows[at] with { Group = groups.TryGetValue(origin, out var group) ? group : XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(origin)) };
        }

        return rows;
    }
}

internal sealed record Row(string? Id, string Text, string Label, string? Tag, string? Scope, string? Licence, string? Split);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Row))]
internal sealed partial class RowJson : JsonSerializerContext;
