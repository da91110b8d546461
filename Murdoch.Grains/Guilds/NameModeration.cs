using Murdoch.Grains.Actions;
using Murdoch.Grains.Feedback;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Grains.Guilds;

/// <summary>
/// What a guild's rules say of the names of members and threads, and what is to be done about them. Of a member the name that shows is looked
/// at: what a nickname covers nobody reads. No clock, no I/O.
/// </summary>
internal sealed class NameModeration(GuildId guild, GuildConfig config, GuildLayout? layout, GuildPatterns patterns, GuildStanding standing, Leniency leniency, string guildName)
{
    /// <summary>For members whose account's name is the violation: taking a nickname away would show it again.</summary>
    public const string NeutralNick = "Moderated name";
    public const string NeutralThread = "Moderated thread";

    /// <param name="session">What the event's sequence counts in.</param>
    /// <returns>Null for events without a name, and for nearly every name.</returns>
    public Verdict? Judge(GuildEvent named, string session, PatternLists lists, JudgedNames judged, DateTimeOffset now)
    {
        switch (named)
        {
            case MemberJoined joined:
                return Judge(new(named, session, joined.User, joined.Name, At(joined.ReceivedTicks, now)), joined.Beneath, joined.IsBot, joined.Roles ?? [], lists, judged);
            case MemberUpdated updated:
                return Judge(new(named, session, updated.User, updated.Name, At(updated.ReceivedTicks, now)), updated.Beneath, updated.IsBot, updated.Roles, lists, judged);
            case ThreadNamed thread:
                return Judge(new(named, session, thread.Owner, thread.Name, At(thread.ReceivedTicks, now)), thread, lists, judged);
            case MemberLeft left:
                judged.Forget(left.User.Value);
                return null;
            default:
                return null;
        }
    }

    private Verdict? Judge(in NameFacts facts, string? beneath, bool isBot, ulong[] roles, PatternLists lists, JudgedNames judged)
    {
        if (isBot || Find(in facts, facts.Member.Value, lists, judged) is not { } found || standing.ExemptionOf(facts.Member, roles, default) is not null) return null;
        if (leniency.Weigh(facts.Name!, found, lists) is not { Match: var match } suspicion) return null;
        judged.Add(facts.Member.Value, facts.Name!);
        var subject = beneath is null ? ViolationSubject.DisplayName : ViolationSubject.Nickname;
        var renaming = standing.RenameObstacle(facts.Member, roles);
        var sanctioned = match.Severity >= config.SanctionThreshold;
        var sanctioning = sanctioned ? standing.SanctionObstacle(facts.Member, roles) : null;
        var newName = beneath is not null && IsFine(beneath, lists) ? null : NeutralNick;
        var id = ViolationId.OfName(guild, facts.Member.Value, facts.Name!, session: facts.Session, facts.Event.Sequence);
        var violation = Violation(in facts, id, default, subject, suspicion, ActionKind.ResetNickname, renaming, sanctioning, sanctioned);
        return new(violation, Intents(in facts, violation, newName, renames: renaming is null, sanctions: sanctioned && sanctioning is null));
    }

    private Verdict? Judge(in NameFacts facts, ThreadNamed thread, PatternLists lists, JudgedNames judged)
    {
        if (Find(in facts, thread.Thread.Value, lists, judged) is not { } found || standing.ExemptionOf(thread.Owner, [], thread.Thread) is not null) return null;
        if (leniency.Weigh(thread.Name, found, lists) is not { Match: var match } suspicion) return null;
        judged.Add(thread.Thread.Value, thread.Name);
        // Deleting takes along what is in the thread: right for one that was made for its name, wrong for one where people have been talking.
        var remedy = thread.IsNew ? ActionKind.DeleteThread : ActionKind.RenameThread;
        var sanctioned = thread.IsNew && match.Severity >= config.SanctionThreshold;
        var id = ViolationId.OfName(guild, thread.Thread.Value, thread.Name, facts.Session, thread.Sequence);
        var violation = Violation(in facts, id, thread.Thread, ViolationSubject.ThreadName, suspicion, remedy, null, null, sanctioned);
        return new(violation, Intents(in facts, violation, NeutralThread, renames: true, sanctioned));
    }

    private FilterMatch? Find(in NameFacts facts, ulong bearer, PatternLists lists, JudgedNames judged)
    {
        if (!config.Enabled || facts.Name is not { } name || facts.Member == layout?.Bot) return null;
        if (Check(name, lists) is { } match) return judged.Contains(bearer, name) ? null : match;
        judged.Forget(bearer);
        return null;
    }

    private bool IsFine(string name, PatternLists lists) => Check(name, lists) is not { } found || leniency.Weigh(name, found, lists) is null;

    private FilterMatch? Check(string name, PatternLists lists) => MessageFilter.CheckText(MessageFacts.Bounded(name), lists, patterns, config.Filter);

    private Violation Violation(
        in NameFacts facts, ViolationId id, ChannelId channel, ViolationSubject subject, Suspicion suspicion, ActionKind remedy, string? renaming, string? sanctioning, bool sanctioned)
    {
        var match = suspicion.Match;
        var renamed = renaming is not null ? ActionOutcome.Refused : config.DryRun ? ActionOutcome.DryRun : ActionOutcome.Pending;
        var outcome = sanctioning is not null ? ActionOutcome.Refused : !sanctioned ? renamed : config.DryRun ? ActionOutcome.DryRun : ActionOutcome.Pending;
        return new(
            id, guild, channel, default, facts.Member, facts.At, DetectionLayer.Patterns, match.Category, match.Rule, match.Severity, $"{Word(subject)}: {match.Reason}",
            remedy, 0, outcome, renamed, sanctioning ?? renaming, GuildModeration.Spell(GuildModeration.ContentHash(facts.Name!)), config.KeepContent ? facts.Name : null, Late: false, subject, suspicion.Print);
    }

    private ActionIntent[] Intents(in NameFacts facts, Violation violation, string? newName, bool renames, bool sanctions)
    {
        if (config.DryRun) return [];
        var rename = new ActionIntent(
            violation.Id, Sanction: false, guild, violation.Channel, default, facts.Member, violation.Reason, config.Ladder, facts.At.UtcTicks, guildName,
            violation.Subject, violation.Action, facts.At, newName);
        return [.. renames ? [rename] : Array.Empty<ActionIntent>(), .. sanctions ? [rename with { Sanction = true }] : Array.Empty<ActionIntent>()];
    }

    private static DateTimeOffset At(long ticks, DateTimeOffset now) => ticks == 0 ? now : new(ticks, TimeSpan.Zero);

    private static string Word(ViolationSubject subject) => subject switch
    {
        ViolationSubject.Nickname => "Nickname",
        ViolationSubject.ThreadName => "Thread name",
        _ => "Display name",
    };

    private readonly record struct NameFacts(GuildEvent Event, string Session, UserId Member, string? Name, DateTimeOffset At);
}
