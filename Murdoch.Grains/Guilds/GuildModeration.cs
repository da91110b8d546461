using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Murdoch.Grains.Actions;
using Murdoch.Grains.Explanations;
using Murdoch.Grains.Feedback;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Analysis;
using Murdoch.Grains.Interfaces.Feedback;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Messages.Lists;
using Murdoch.Grains.Raids;

namespace Murdoch.Grains.Guilds;

/// <summary>What a guild's rules say of a message, and what is to be done about it. No clock, no I/O: a message goes in, a verdict comes out.</summary>
internal sealed class GuildModeration(GuildId guild, GuildConfig config, KeptLayout layout, GuildPatterns patterns, RoleId? moderatorRole, GuildAllowances allowances)
{
    private const double RaidSeverity = 0.8;
    private GuildStanding? _standing;
    private NameModeration? _names;
    private Leniency? _leniency;

    /// <summary>Of the layout as it was when a rule first found something.</summary>
    private GuildStanding Standing => _standing ??= new(guild, layout.Current, config, moderatorRole);
    private Leniency Leniency => _leniency ??= new(guild, config.Filter, patterns, allowances);
    private string Name => layout.Current?.Name ?? guild.ToString();

    /// <summary>The same for the names of members and threads.</summary>
    public NameModeration Names => _names ??= new(guild, config, layout.Current, patterns, Standing, Leniency, Name);

    /// <summary>What it judges by, for whoever tries or explains something beside the guild's turns.</summary>
    public GuildRules Rules => new(patterns, config, Standing);

    /// <summary>Whether the guild wants this message judged at all, by any layer: not one of a program or of Discord itself, and not while moderation is off.</summary>
    public bool Concerns(MessagePosted message) =>
        config.Enabled && (message.Traits & (MessageTraits.ByBot | MessageTraits.ByWebhook | MessageTraits.System | MessageTraits.ThreadNotice)) == 0;

    public MemberStanding StandingOf(UserId member, ulong[] roles, ChannelId channel) =>
        new(Standing.ExemptionOf(member, roles, channel), Standing.SanctionObstacle(member, roles));

    public string? ModerationObstacle(UserId moderator, ulong[] moderatorRoles, UserId member, ulong[]? memberRoles) =>
        Standing.ModerationObstacle(moderator, moderatorRoles, member, memberRoles);

    /// <summary>Layer 1. Runs for every message, so it looks at who wrote it only when a rule has found something.</summary>
    /// <returns>Null for nearly every message.</returns>
    public Verdict? Judge(MessagePosted message, PatternLists lists, FloodWatch floods, JudgedMessages judged)
    {
        if (!Concerns(message)) return (message.Traits & MessageTraits.ThreadNotice) == 0 ? null : JudgeNotice(message, lists);
        if (Match(message, lists, floods, out var flood) is not { } match || judged.Contains(message.Message.Value) || IsExempt(message)) return null;
        return Leniency.Weigh(message, match, flood, lists) is { } suspicion ? Decide(message, suspicion) : null;
    }

    /// <summary>Whether it matters who wrote a message: a rule has found something, or a later layer may. For messages that come without that.</summary>
    public bool NeedsAuthor(MessagePosted message, PatternLists lists, FloodWatch floods, JudgedMessages judged, bool isAnalysed) =>
        Concerns(message) && (Match(message, lists, floods, out _) is not null || isAnalysed) && !judged.Contains(message.Message.Value);

    private FilterMatch? Match(MessagePosted message, PatternLists lists, FloodWatch floods, out FilterMatch? flood)
    {
        var facts = new MessageFacts(message);
        var match = MessageFilter.Check(in facts, lists, patterns, config.Filter);
        // An edit says something new, but it is no new message.
        flood = (message.Traits & MessageTraits.Edited) == 0 ? floods.Check(in facts, config.Filter) : null;
        return flood is not null && (match is null || flood.Severity > match.Severity) ? flood : match;
    }

    /// <summary>Discord repeats a new thread's name where the thread was made. The name is the thread's violation; here it only has to go.</summary>
    private Verdict? JudgeNotice(MessagePosted message, PatternLists lists)
    {
        // A late one comes without its author's roles, and the thread it tells of was not judged.
        if (!config.Enabled || config.DryRun || (message.Traits & (MessageTraits.ByBot | MessageTraits.Late)) != 0) return null;
        return MessageFilter.CheckText(MessageFacts.Bounded(message.Content), lists, patterns, config.Filter) is { } match
            && Leniency.Weigh(message.Content, match, lists) is { } suspicion && Decide(message, suspicion) is { } verdict
            ? new(verdict.Violation, [verdict.Intents[0]], IsRecorded: false)
            : null;
    }

    /// <summary>Layer 3.</summary>
    public Verdict? Judge(MessagePosted message, AnalysisFinding finding, JudgedMessages judged)
    {
        const string Rule = "analysis";
        if (finding.Severity < config.SanctionThreshold || judged.Contains(message.Message.Value) || IsExempt(message)) return null;
        var print = TextPrints.Of(guild, message.Content, matched: null);
        if (allowances.Spare(in print, Rule, finding.Category, finding.Severity)) return null;
        var reason = finding.RuleCited is { } rule ? $"{finding.Reason} (rule: {rule})" : finding.Reason;
        return Decide(message, DetectionLayer.Analysis, finding.Category, Rule, finding.Severity, reason, print);
    }

    /// <summary>Whether no verdict can follow for whoever wrote this, there where it was written.</summary>
    public bool IsExempt(MessagePosted message) => Standing.ExemptionOf(message.Author, message.AuthorRoles, message.Channel) is not null;

    public bool IsExemptChannel(ChannelId channel) => Standing.IsExemptChannel(channel);

    /// <summary>A message that belongs to a raid is removed; what becomes of its author is for moderators to say, for all raiders at once.</summary>
    /// <returns>Null when the author is exempt.</returns>
    public Verdict? JudgeRaider(RaidPost post)
    {
        if (Standing.ExemptionOf(post.Author, post.AuthorRoles, post.Channel) is not null) return null;
        const string Rule = "raid", Reason = "One of many similar messages in a short time.";
        var id = ViolationId.Of(guild, post.Message, Rule);
        var outcome = config.DryRun ? ActionOutcome.DryRun : ActionOutcome.Pending;
        var violation = new Violation(
            id, guild, post.Channel, post.Message, post.Author, post.Message.At, DetectionLayer.Patterns, ViolationCategory.Raid, Rule, RaidSeverity, Reason,
            ActionKind.Delete, 0, outcome, outcome, null, Spell(post.ContentHash), Content: null, Late: false);
        return new(violation, config.DryRun ? [] : [new(id, Sanction: false, guild, post.Channel, post.Message, post.Author, Reason, config.Ladder, 0, Name)]);
    }

    /// <summary>Equal messages are found without being kept.</summary>
    public static UInt128 ContentHash(string content) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(content.AsSpan()));

    private Verdict? Decide(MessagePosted message, Suspicion suspicion)
    {
        var match = suspicion.Match;
        return Decide(message, DetectionLayer.Patterns, match.Category, match.Rule, match.Severity, match.Reason, suspicion.Print);
    }

    private Verdict? Decide(MessagePosted message, DetectionLayer layer, ViolationCategory category, string rule, double severity, string reason, TextPrint print)
    {
        if (Standing.ExemptionOf(message.Author, message.AuthorRoles, message.Channel) is not null) return null;
        var id = ViolationId.Of(guild, message.Message, rule);
        var obstacle = severity >= config.SanctionThreshold ? Standing.SanctionObstacle(message.Author, message.AuthorRoles) : null;
        var deletion = config.DryRun ? ActionOutcome.DryRun : ActionOutcome.Pending;
        var outcome = obstacle is null ? deletion : ActionOutcome.Refused;
        var violation = new Violation(
            id, guild, message.Channel, message.Message, message.Author, message.Message.At, layer, category, rule, severity, reason,
            ActionKind.Delete, 0, outcome, deletion, obstacle, Spell(ContentHash(message.Content)),
            config.KeepContent ? message.Content : null, (message.Traits & MessageTraits.Late) != 0, Print: print);
        if (config.DryRun) return new(violation, []);
        var deletes = Intent(message, id, reason, sanction: false);
        return severity >= config.SanctionThreshold && obstacle is null
            ? new(violation, [deletes, Intent(message, id, reason, sanction: true)])
            : new(violation, [deletes]);
    }

    private ActionIntent Intent(MessagePosted message, ViolationId id, string reason, bool sanction) =>
        new(id, sanction, guild, message.Channel, message.Message, message.Author, reason, config.Ladder, message.ReceivedTicks, Name);

    public static string Spell(UInt128 hash) => hash.ToString("x32", CultureInfo.InvariantCulture);
}

/// <summary>A violation, and what has to be done in Discord about it.</summary>
/// <param name="IsRecorded">False: it is part of another one, which is.</param>
[GenerateSerializer, Immutable, Alias("verdict")]
internal sealed record Verdict([property: Id(0)] Violation Violation, [property: Id(1)] ActionIntent[] Intents, [property: Id(2)] bool IsRecorded = true);
