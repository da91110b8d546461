using Murdoch.Grains.Interfaces.Feedback;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Grains.Feedback;

/// <summary>
/// Takes out of what layer 1 has found what the guild's moderators have allowed. What is allowed may stand before something that is not, so everything
/// is looked through again without it.
/// </summary>
internal sealed class Leniency(GuildId guild, FilterConfig config, GuildPatterns patterns, GuildAllowances allowances)
{
    /// <summary>Allowed findings that one text is looked through behind; what is found after that counts.</summary>
    private const int MaxRounds = 8;

    /// <param name="found">The worst of what was found.</param>
    /// <param name="flood">What was found about its author's pace, which cannot be asked twice.</param>
    /// <returns>The worst that is not allowed; null when all of it is.</returns>
    public Suspicion? Weigh(MessagePosted message, FilterMatch found, FilterMatch? flood, PatternLists lists)
    {
        if (allowances.IsEmpty) return new(found, Print(TextOf(message, found, flood, lists), found));
        var facts = new MessageFacts(message);
        Suspicion? worst = null;
        if (flood is not null) Offer(ref worst, flood, message.Content);
        if (ShapeFilter.Check(in facts, config) is { } shape) Offer(ref worst, shape, message.Content);
        OfferText(ref worst, message.Content, lists);
        foreach (var text in facts.Texts[..Math.Min(facts.Texts.Length, MessageFilter.MaxTexts)]) OfferText(ref worst, text?.Text, lists);
        return worst;
    }

    /// <summary>The same for a text that stands alone, such as a name.</summary>
    public Suspicion? Weigh(string text, FilterMatch found, PatternLists lists)
    {
        if (allowances.IsEmpty) return new(found, Print(text, found));
        Suspicion? worst = null;
        OfferText(ref worst, text, lists);
        return worst;
    }

    private void OfferText(ref Suspicion? worst, string? text, PatternLists lists)
    {
        var (filter, own) = (config, patterns);
        for (var round = 0; MessageFilter.CheckText(MessageFacts.Bounded(text), lists, own, filter) is { } match; round++)
        {
            if (round < MaxRounds && Spares(match, text!))
            {
                (filter, own) = Without(match, filter, own);
                continue;
            }
            Take(ref worst, new(match, Print(text!, match)));
            return;
        }
    }

    private void Offer(ref Suspicion? worst, FilterMatch match, string text)
    {
        if (!Spares(match, text)) Take(ref worst, new(match, Print(text, match)));
    }

    private bool Spares(FilterMatch match, string text) => allowances.Spare(Print(text, match), match.Rule, match.Category, match.Severity);

    private TextPrint Print(string text, FilterMatch match) => TextPrints.Of(guild, text, match.Matched);

    private static void Take(ref Suspicion? worst, Suspicion suspicion)
    {
        if (worst is null || suspicion.Match.Severity > worst.Value.Match.Severity) worst = suspicion;
    }

    private static (FilterConfig Filter, GuildPatterns Patterns) Without(FilterMatch match, FilterConfig filter, GuildPatterns patterns) => match.Category switch
    {
        ViolationCategory.Phishing => (filter with { ScanLinks = false }, patterns),
        ViolationCategory.Invite => (filter with { ScanInvites = false }, patterns),
        _ => (filter, patterns.Allowing(match.Matched)),
    };

    /// <summary>The text of a message in which something was found: an embed or a file's name has violations of its own.</summary>
    private string TextOf(MessagePosted message, FilterMatch found, FilterMatch? flood, PatternLists lists)
    {
        if (message.Texts.Length == 0 || ReferenceEquals(found, flood)) return message.Content;
        foreach (var text in message.Texts.AsSpan(0, Math.Min(message.Texts.Length, MessageFilter.MaxTexts)))
        {
            if (MessageFilter.CheckText(MessageFacts.Bounded(text?.Text), lists, patterns, config) == found
                && MessageFilter.CheckText(MessageFacts.Bounded(message.Content), lists, patterns, config) != found)
            {
                return text!.Text;
            }
        }
        return message.Content;
    }
}

/// <summary>Something found, and the print of the text in which it was.</summary>
internal readonly record struct Suspicion(FilterMatch Match, TextPrint Print);
