using System.Buffers;
using System.Text;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Lists;
using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>Layer 1: every filter over every text of a message. The most severe finding wins; a message is one violation at most.</summary>
internal static class MessageFilter
{
    private const double WordSeverity = 0.9;
    private const double CustomSeverity = 0.6;
    private const double ScamSeverity = 0.8;
    private const int StackChars = 512;

    /// <summary>Wordings that come with a link only to lure.</summary>
    private static readonly SearchValues<string> ScamPhrases = SearchValues.Create(
        ["free nitro", "nitro for free", "nitro gift", "free discord nitro", "claim your", "claim now", "steam gift", "gift card", "free skins", "crypto airdrop", "first 100", "limited giveaway"],
        StringComparison.Ordinal);

    public static FilterMatch? Check(in MessageFacts facts, PatternLists lists, GuildPatterns guild, FilterConfig config)
    {
        var match = CheckText(in facts, facts.Content, lists, guild, config, isContent: true);
        foreach (var text in facts.Message.Texts)
        {
            match = Worse(match, CheckText(in facts, text.Text, lists, guild, config, isContent: false));
        }
        return match;
    }

    /// <summary>A name or a title: whatever a message could not say, it cannot say either.</summary>
    public static FilterMatch? Check(string name, MessagePosted shownWith, PatternLists lists, GuildPatterns guild, FilterConfig config)
    {
        var facts = new MessageFacts(shownWith);
        return CheckText(in facts, name, lists, guild, config, isContent: false);
    }

    private static FilterMatch? CheckText(in MessageFacts facts, ReadOnlySpan<char> text, PatternLists lists, GuildPatterns guild, FilterConfig config, bool isContent)
    {
        if (text.IsEmpty) return isContent ? MentionFilter.Check(in facts, config, hasStrangeLink: false, text) : null;
        using var folded = new FoldedText(text, stackalloc char[StackChars]);
        var (match, hasStrangeLink) = CheckLinks(text, folded.Text, lists, guild, config);
        match = Worse(match, CheckWords(folded.Text, lists, guild, config));
        if (!isContent) return match;
        match = Worse(match, MentionFilter.Check(in facts, config, hasStrangeLink, folded.Text));
        return Worse(match, TextFloodFilter.Check(text, in folded, config));
    }

    private static FilterMatch? CheckWords(ReadOnlySpan<char> folded, PatternLists lists, GuildPatterns guild, FilterConfig config)
    {
        if (!config.ScanWords) return null;
        var word = lists.Words.Find(folded) ?? lists.Slurs.Find(folded);
        if (word is not null && !guild.AllowedWords.Contains(word)) return new("listed-word", ViolationCategory.Slur, WordSeverity, "A listed word.", word);
        return guild.Words.Find(folded) is { } custom && !guild.AllowedWords.Contains(custom)
            ? new("guild-word", ViolationCategory.Custom, CustomSeverity, "A word that this guild does not allow.", custom)
            : null;
    }

    private static (FilterMatch? Match, bool HasStrangeLink) CheckLinks(ReadOnlySpan<char> text, ReadOnlySpan<char> folded, PatternLists lists, GuildPatterns guild, FilterConfig config)
    {
        FilterMatch? match = null;
        var hasStrangeLink = false;
        // Folding keeps the length of ASCII, and invite codes know upper and lower case.
        var written = text.Length == folded.Length && Ascii.IsValid(text) ? text : folded;
        var links = new LinkReader(folded);
        while (links.MoveNext())
        {
            var link = links.Current;
            if (config.ScanInvites) match = Worse(match, InviteFilter.Check(in link, written, guild));
            if (!config.ScanLinks) continue;
            match = Worse(match, PhishingFilter.Check(link.Host, lists, guild));
            hasStrangeLink |= !PhishingFilter.IsGenuine(link.Host) && !guild.AllowedHosts.Contains(link.Host);
        }
        if (config.ScanInvites && match?.Rule != InviteFilter.Rule && folded.Contains("discord", StringComparison.Ordinal)) match = Worse(match, InviteFilter.CheckObfuscated(folded, guild));
        if (config.ScanInvites) match = Worse(match, Custom(lists.Invites.Find(folded) ?? guild.Invites.Find(folded), InviteFilter.Rule, ViolationCategory.Invite, "An invite that is not allowed."));
        if (!config.ScanLinks) return (match, hasStrangeLink);
        match = Worse(match, Custom(lists.Phishing.Find(folded) ?? guild.Phishing.Find(folded), PhishingFilter.Rule, ViolationCategory.Phishing, "A link that is not allowed."));
        if (hasStrangeLink && folded.ContainsAny(ScamPhrases)) match = Worse(match, new("scam-lure", ViolationCategory.Phishing, ScamSeverity, "A lure with a link.", ""));
        return (match, hasStrangeLink);
    }

    private static FilterMatch? Custom(string? found, string rule, ViolationCategory category, string reason) =>
        found is null ? null : new(rule, category, CustomSeverity, reason, found);

    private static FilterMatch? Worse(FilterMatch? one, FilterMatch? other) => other is not null && (one is null || other.Severity > one.Severity) ? other : one;
}
