using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Messages.Lists;
using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>Layer 1: what a single message gives away by itself.</summary>
/// <remarks>Time grows with the length of the text alone; nothing is allocated unless something is found. Any thread.</remarks>
internal static class MessageFilter
{
    /// <summary>Letters for which a thread has room from its first text on: 4 KiB.</summary>
    private const int FirstUnits = 512;

    /// <summary>Texts beside the content that are looked at: embeds have at most 25 fields each, and a message ten embeds.</summary>
    public const int MaxTexts = 300;

    /// <summary>Written anew for each text; at most 64 KiB for a thread, which clearing as much stack for every message would be dearer than.</summary>
    [ThreadStatic]
    private static TextUnit[]? _units;

    /// <param name="trace">Null but for an explanation.</param>
    /// <returns>The most severe match, the first one found among equals, or null.</returns>
    public static FilterMatch? Check(in MessageFacts facts, PatternLists lists, GuildPatterns guild, FilterConfig config, FilterTrace? trace = null)
    {
        var worst = ShapeFilter.Check(facts, config);
        worst = Worse(worst, CheckText(facts.Content, lists, guild, config, trace));
        var number = 0;
        foreach (var text in facts.Texts[..Math.Min(facts.Texts.Length, MaxTexts)])
        {
            trace?.Begin(++number);
            worst = Worse(worst, CheckText(MessageFacts.Bounded(text?.Text), lists, guild, config, trace));
        }

        return worst;
    }

    /// <summary>Looks at a single text, such as a thread's or a member's name.</summary>
    public static FilterMatch? CheckText(ReadOnlySpan<char> text, PatternLists lists, GuildPatterns guild, FilterConfig config, FilterTrace? trace = null)
    {
        if (text.Length < 2)
        {
            return null;
        }

        var units = _units;
        if (units is null || units.Length < text.Length)
        {
            _units = units = new TextUnit[Math.Max(FirstUnits, text.Length)];
        }

        return new TextCheck(text, units, lists, guild, config, trace).Run();
    }

    internal static FilterMatch? Worse(FilterMatch? first, FilterMatch? second) =>
        second is null || (first is not null && first.Severity >= second.Severity) ? first : second;
}
