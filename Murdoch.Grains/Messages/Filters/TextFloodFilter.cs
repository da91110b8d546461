using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>Texts that flood by themselves: emoji, stacked marks, capitals, blank lines.</summary>
internal static class TextFloodFilter
{
    private const double Severity = 0.3;
    private const int ZalgoLetters = 3;
    private const int ShoutedLetters = 20;
    private const int BlankLines = 25;

    public static FilterMatch? Check(ReadOnlySpan<char> content, in FoldedText folded, FilterConfig config)
    {
        if (config.CombiningMarksLimit > 0 && folded.Overloaded >= ZalgoLetters) return Found("zalgo", "Letters buried under marks.");
        if (config.EmojiLimit > 0 && folded.Emoji + CustomEmoji(content) > config.EmojiLimit) return Found("emoji-flood", "A flood of emoji.");
        if (content.Length > BlankLines && content.Count('\n') > BlankLines) return Found("line-flood", "A wall of lines.");
        return config.CapsPercent > 0 && Shouts(content, config.CapsPercent) ? Found("caps-flood", "Nearly all in capitals.") : null;
    }

    /// <summary>https://docs.discord.com/developers/reference#message-formatting</summary>
    private static int CustomEmoji(ReadOnlySpan<char> content)
    {
        if (content.IndexOf('<') < 0) return 0;
        return content.Count("<:") + content.Count("<a:");
    }

    private static bool Shouts(ReadOnlySpan<char> content, int percent)
    {
        var (letters, capitals) = (0, 0);
        foreach (var character in content)
        {
            if (!char.IsLetter(character)) continue;
            letters++;
            if (char.IsUpper(character)) capitals++;
        }
        return letters >= ShoutedLetters && capitals * 100 >= letters * percent;
    }

    private static FilterMatch Found(string rule, string reason) => new(rule, ViolationCategory.Flood, Severity, reason, "");
}
