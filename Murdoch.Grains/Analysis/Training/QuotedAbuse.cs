using System.Reflection;

namespace Murdoch.Grains.Analysis.Training;

/// <summary>Puts abusive texts into sentences that report or condemn them: those are harmless, whatever words they hold.</summary>
internal static class QuotedAbuse
{
    /// <summary>Longer texts are seldom quoted whole.</summary>
    private const int Longest = 60;

    private static readonly string[] Frames = Read();

    /// <returns>Null when the text is no abuse, or too long.</returns>
    public static LabelledText? Quote(LabelledText row, Random random) => row.IsAbuse && row.Text.Length <= Longest
        ? row with { Text = Frames[random.Next(Frames.Length)].Replace("%", row.Text, StringComparison.Ordinal), Label = "none", Scope = "", Source = OwnChat.Source }
        : null;

    private static string[] Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Murdoch.Grains.Analysis.Training.frames.txt")
            ?? throw new InvalidOperationException("The frames are not part of the assembly.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#')];
    }
}
