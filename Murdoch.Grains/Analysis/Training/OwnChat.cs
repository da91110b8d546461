using System.Reflection;

namespace Murdoch.Grains.Analysis.Training;

/// <summary>The rows of <c>chat.txt</c>: they come with the product, and every training uses them.</summary>
internal static class OwnChat
{
    public const string Source = "own_chat";

    /// <summary>Rows that one line makes at most; the combinations are taken evenly.</summary>
    private const int MaxPerLine = 60;

    public static List<LabelledText> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Murdoch.Grains.Analysis.Training.chat.txt")
            ?? throw new InvalidOperationException("The chat rows are not part of the assembly.");
        using var reader = new StreamReader(stream);
        var rows = new List<LabelledText>();
        for (ulong line = 1; reader.ReadLine() is { } text; line++)
        {
            if (text.Length == 0 || text[0] == '#' || text.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var colon))
            {
                continue;
            }

            var all = Expand(text[(colon + 1)..].Trim()).ToArray();
            var step = Math.Max(1.0, (double)all.Length / MaxPerLine);
            for (var at = 0.0; (int)at < all.Length; at += step)
            {
                // One line is one group: its rows are near-copies of each other.
                rows.Add(new($"{Source}-{line}-{(int)at}", all[(int)at], Source, text[..colon], "", "", "own", IsDevelopment: false, line));
            }
        }

        return rows;
    }

    private static IEnumerable<string> Expand(string template)
    {
        var open = template.IndexOf('{', StringComparison.Ordinal);
        if (open < 0)
        {
            return [template.Trim()];
        }

        var close = template.IndexOf('}', open);
        return
            from choice in template[(open + 1)..close].Split('|')
            from rest in Expand(template[(close + 1)..])
            select (template[..open] + choice + Lead(template, close) + rest).Trim();
    }

    /// <summary>Trimming the rest loses the space that parts it from the choice.</summary>
    private static string Lead(string template, int close) => close + 1 < template.Length && template[close + 1] == ' ' ? " " : "";
}
