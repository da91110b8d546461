using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Murdoch.Grains.Actions;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Analysis;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Grains.Guilds;

/// <summary>What a guild's rules say of a message, and what is to be done about it. No clock, no I/O: a message goes in, a verdict comes out.</summary>
internal sealed class GuildModeration(GuildId guild, GuildConfig config, KeptLayout layout, GuildPatterns patterns, RoleId? moderatorRole)
{
    private GuildStanding? _standing;

    /// <summary>Of the layout as it was when a rule first found something.</summary>
    private GuildStanding Standing => _standing ??= new(guild, layout.Current, config, moderatorRole);

    /// <summary>Whether the guild wants this message judged at all, by any layer: not one of a program, and not while moderation is off.</summary>
    public bool Concerns(MessagePosted message) => config.Enabled && (message.Traits & (MessageTraits.ByBot | MessageTraits.ByWebhook)) == 0;

    /// <summary>Layer 1. Runs for every message, so it looks at who wrote it only when a rule has found something.</summary>
    /// <returns>Null for nearly every message.</returns>
    public Verdict? Judge(MessagePosted message, PatternLists lists, FloodWatch floods, JudgedMessages judged) =>
        Concerns(message) && Match(message, lists, floods) is { } match && !judged.Contains(message.Message.Value)
            ? Decide(message, DetectionLayer.Patterns, match.Category, match.Rule, match.Severity, match.Reason)
            : null;

    /// <summary>Whether it matters who wrote a message: a rule has found something, or a later layer may. For messages that come without that.</summary>
    public bool NeedsAuthor(MessagePosted message, PatternLists lists, FloodWatch floods, JudgedMessages judged, bool isAnalysed) =>
        Concerns(message) && (Match(message, lists, floods) is not null || isAnalysed) && !judged.Contains(message.Message.Value);

    private FilterMatch? Match(MessagePosted message, PatternLists lists, FloodWatch floods)
    {
        var facts = new MessageFacts(message);
        var match = MessageFilter.Check(in facts, lists, patterns, config.Filter);
        // An edit says something new, but it is no new message.
        var flood = (message.Traits & MessageTraits.Edited) == 0 ? floods.Check(in facts, config.Filter) : null;
        return flood is not null && (match is null || flood.Severity > match.Severity) ? flood : match;
    }

    /// <summary>Layer 3.</summary>
    public Verdict? Judge(MessagePosted message, AnalysisFinding finding, JudgedMessages judged)
    {
        if (finding.Severity < config.SanctionThreshold || judged.Contains(message.Message.Value)) return null;
        var reason = finding.RuleCited is { } rule ? $"{finding.Reason} (rule: {rule})" : finding.Reason;
        return Decide(message, DetectionLayer.Analysis, finding.Category, "analysis", finding.Severity, reason);
    }

    private Verdict? Decide(MessagePosted message, DetectionLayer layer, ViolationCategory category, string rule, double severity, string reason)
    {
        if (Standing.ExemptionOf(message.Author, message.AuthorRoles, message.Channel) is not null) return null;
        var id = ViolationId.Of(guild, message.Message, rule);
        var obstacle = severity >= config.SanctionThreshold ? Standing.SanctionObstacle(message.Author, message.AuthorRoles) : null;
        var deletion = config.DryRun ? ActionOutcome.DryRun : ActionOutcome.Pending;
        var outcome = obstacle is null ? deletion : ActionOutcome.Refused;
        var violation = new Violation(
            id, guild, message.Channel, message.Message, message.Author, message.Message.At, layer, category, rule, severity, reason,
            ActionKind.Delete, 0, outcome, deletion, obstacle, HashOf(message.Content),
            config.KeepContent ? message.Content : null, (message.Traits & MessageTraits.Late) != 0);
        if (config.DryRun) return new(violation, []);
        var deletes = Intent(message, id, reason, sanction: false);
        return severity >= config.SanctionThreshold && obstacle is null
            ? new(violation, [deletes, Intent(message, id, reason, sanction: true)])
            : new(violation, [deletes]);
    }

    private ActionIntent Intent(MessagePosted message, ViolationId id, string reason, bool sanction) =>
        new(id, sanction, guild, message.Channel, message.Message, message.Author, reason, config.Ladder, message.ReceivedTicks, layout.Current?.Name ?? guild.ToString());

    private static string HashOf(string content) =>
        XxHash128.HashToUInt128(MemoryMarshal.AsBytes(content.AsSpan())).ToString("x32", CultureInfo.InvariantCulture);
}

/// <summary>A violation, and what has to be done in Discord about it.</summary>
internal sealed record Verdict(Violation Violation, ActionIntent[] Intents);
