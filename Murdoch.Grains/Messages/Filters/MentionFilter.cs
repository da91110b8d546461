using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>Many pings in one message, and calls to everyone that come with a link.</summary>
internal static class MentionFilter
{
    public const string Rule = "mass-mention";
    private const double Many = 0.7;
    private const double Lure = 0.6;

    public static FilterMatch? Check(in MessageFacts facts, FilterConfig config, bool hasStrangeLink, ReadOnlySpan<char> folded)
    {
        // Discord's own counts: text in backticks pings nobody, and a user who is named twice is pinged once.
        var mentions = facts.Message.MentionedUsers + facts.Message.MentionedRoles;
        if (config.MentionLimit > 0 && mentions > config.MentionLimit)
            return new(Rule, ViolationCategory.MentionSpam, Many, $"{mentions} mentions in one message.", "");
        if (!hasStrangeLink || !(facts.MentionsEveryone || folded.Contains("@everyone", StringComparison.Ordinal) || folded.Contains("@here", StringComparison.Ordinal))) return null;
        return new(Rule, ViolationCategory.MentionSpam, Lure, "A call to everyone with a link.", "");
    }
}
