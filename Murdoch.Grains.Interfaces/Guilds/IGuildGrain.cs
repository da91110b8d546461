using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Analysis;
using Murdoch.Grains.Interfaces.Backfills;
using Murdoch.Grains.Interfaces.Backtests;
using Murdoch.Grains.Interfaces.Breakers;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Explanations;
using Murdoch.Grains.Interfaces.Feedback;
using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Interfaces.Live;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Notifications;
using Murdoch.Grains.Interfaces.Raids;
using Murdoch.Grains.Interfaces.Violations;
using Orleans.Concurrency;

namespace Murdoch.Grains.Interfaces.Guilds;

/// <summary>One guild: its configuration, layer 1, the layer-2 buffer, its metrics, its outbox. Keyed by the guild's snowflake.</summary>
[Alias("guild")]
public interface IGuildGrain : IGrainWithIntegerKey
{
    /// <summary>Applies events in order. What was applied already, by the sequence, is skipped.</summary>
    /// <exception cref="GuildBehindException">Events before this batch are missing here.</exception>
    [Alias("receive")] Task Receive(EventBatch batch);

    /// <summary>Completes when everything applied so far is durable. Messages go on meanwhile, however long the store takes.</summary>
    /// <param name="session">The session that <paramref name="confirmed"/> belongs to.</param>
    /// <param name="confirmed">The last event that the guild has confirmed to its shard; 0 when there is none.</param>
    /// <exception cref="GuildBehindException">Events up to <paramref name="confirmed"/> are missing here.</exception>
    [Alias("checkpoint-after"), AlwaysInterleave] Task Checkpoint(string session, long confirmed);

    /// <summary>How actions of the outbox ended. Reported again after a crash; an action that is settled stays so.</summary>
    [Alias("actions-ended")] Task ActionsEnded(ActionResult[] results);

    /// <summary>What the analyser found in a buffer that this guild flushed.</summary>
    [Alias("analysed")] Task Analysed(AnalysisResult result);

    /// <summary>Flushes what is due by time. Sent by the silo's ticker to guilds that have something due.</summary>
    [Alias("tick")] Task Tick();

    /// <returns>Null when the guild has missed nothing, or has it all.</returns>
    [Alias("get-backfill")] Task<BackfillStatus?> GetBackfill();

    /// <summary>Takes history that the guild has missed, by the same rules as everything else. A page that comes twice is applied once.</summary>
    [Alias("recover")] Task<BackfillStatus?> Recover(BackfillPage page);

    /// <summary>What was recovered is recorded: the guild may forget that it has missed anything. Ignored while there is something left to fetch.</summary>
    [Alias("end-backfill")] Task EndBackfill();

    /// <summary>The raid that is under way and who belongs to it: the preview of <see cref="BanSuspects"/>.</summary>
    [Alias("get-raid")] Task<RaidStatus> GetRaid();

    /// <summary>Switches raid mode on by hand. It ends as any other: after a quiet while, or by hand.</summary>
    [Alias("start-raid")] Task<RaidStatus> StartRaid(UserId moderator);

    /// <summary>Ends raid mode; everything is put back as it was.</summary>
    [Alias("end-raid")] Task<RaidStatus> EndRaid(UserId moderator);

    /// <summary>Orders bans, 200 to a request; how they went is in <see cref="GetRaid"/>. Ignored when there is no raid.</summary>
    [Alias("ban-suspects")] Task<RaidStatus> BanSuspects(UserId[] users, UserId moderator);

    /// <returns>Null when nothing is to be done about a raid now.</returns>
    [Alias("get-raid-order")] Task<RaidOrder?> GetRaidOrder();
    [Alias("raid-order-ended")] Task RaidOrderEnded(RaidOrderResult result);

    /// <summary>What would fail now of what is configured, by the guild's roles and channels as they are known.</summary>
    [Alias("get-preflight"), AlwaysInterleave] Task<PreflightReport> GetPreflight();
    [Alias("get-staff-address"), AlwaysInterleave] Task<StaffAddress> GetStaffAddress();

    /// <summary>Those who run the guild have been told, or cannot be.</summary>
    /// <param name="notice">The notice's name; unknown ones are passed over.</param>
    [Alias("notice-told")] Task NoticeTold(string notice);

    /// <summary>Rules that did so much at once that they only detect until somebody decides.</summary>
    [Alias("get-breakers"), AlwaysInterleave] Task<BreakerStatus[]> GetBreakers();

    /// <summary>The rule was right: it acts again, and what was held is carried out. Of two who decide at once one is told that it was done.</summary>
    /// <param name="number">The state that was decided about; null for whatever it is now.</param>
    [Alias("confirm-rule")] Task<BreakerAnswer> ConfirmRule(string rule, UserId by, long? number);

    /// <summary>The rule was wrong: what it did to members in that minute is taken back, and it goes on only detecting.</summary>
    /// <inheritdoc cref="ConfirmRule"/>
    [Alias("roll-back-rule")] Task<BreakerAnswer> RollBackRule(string rule, UserId by, long? number);

    [Alias("get-config")] Task<GuildConfig> GetConfig();

    /// <summary>Refused when <paramref name="config"/> carries another version than the current one, or does not validate.</summary>
    [Alias("set-config"), AlwaysInterleave] Task<ConfigChange> SetConfig(GuildConfig config, UserId editor);
    [Alias("get-overview"), AlwaysInterleave] Task<GuildOverview> GetOverview();

    /// <returns>Those that the guild knows: a deleted channel or an old thread has no name any more.</returns>
    [Alias("get-channel-names"), AlwaysInterleave] Task<ChannelName[]> GetChannelNames(ChannelId[] channels);

    /// <summary>How a member stands to what moderation may do in a channel, by the guild's layout and configuration.</summary>
    /// <param name="roles">The member's, without the one that everyone has.</param>
    [Alias("get-standing"), AlwaysInterleave] Task<MemberStanding> GetStanding(UserId member, ulong[] roles, ChannelId channel);

    /// <returns>Where moderators are told what happened; null while the guild is not known.</returns>
    [Alias("get-log-place"), AlwaysInterleave] Task<LogPlace?> GetLogPlace();

    /// <summary>Why a moderator cannot do something to a member by the guild's hierarchy of roles, in a sentence for them; null when they can.</summary>
    /// <param name="memberRoles">Null for a user who is no member: nobody stands above those.</param>
    [Alias("get-moderation-obstacle"), AlwaysInterleave] Task<string?> GetModerationObstacle(UserId moderator, ulong[] moderatorRoles, UserId member, ulong[]? memberRoles);

    /// <summary>The newest violations, buffered ones included.</summary>
    /// <param name="limit">1 to 200.</param>
    [Alias("get-recent-violations"), AlwaysInterleave] Task<Violation[]> GetRecentViolations(int limit);

    /// <summary>A violation was none: its text is allowed here from now on. Marking it again changes nothing.</summary>
    [Alias("mark-false-positive"), AlwaysInterleave] Task<MarkResult> MarkFalsePositive(ViolationId violation, UserId by);

    /// <summary>A violation was one. Takes back what a false positive had taught.</summary>
    [Alias("confirm-violation"), AlwaysInterleave] Task<MarkResult> ConfirmViolation(ViolationId violation, UserId by);

    /// <summary>Takes a mark back, and what it has taught.</summary>
    [Alias("take-back-mark"), AlwaysInterleave] Task<MarkResult> TakeBackMark(ViolationId violation, UserId by);
    [Alias("get-allowances"), AlwaysInterleave] Task<AllowanceList> GetAllowances();

    /// <summary>What moderators think of each rule, by the stored violations since <paramref name="since"/>; the last seconds may be missing.</summary>
    /// <returns>The rule with the most violations first.</returns>
    [Alias("get-rule-feedback"), AlwaysInterleave] Task<RuleFeedback[]> GetRuleFeedback(DateTimeOffset since);

    /// <summary>Says what the guild's rules make of a message, real or made up, and why. Nothing is counted, recorded or done, and what it costs is not the guild's turn.</summary>
    [Alias("explain"), AlwaysInterleave] Task<MessageExplanation> Explain(MessagePosted message);

    /// <summary>
    /// Tries a draft of layer 1's configuration on the messages that the guild still holds: the last ones of its conversations and what waits for the analyser,
    /// both in memory alone, and violations whose content it keeps. Nothing is changed.
    /// </summary>
    [Alias("backtest"), AlwaysInterleave] Task<BacktestReport> Backtest(FilterConfig draft);

    /// <summary>Sends changes to <paramref name="observer"/> for a minute; call again to go on.</summary>
    [Alias("watch")] Task Watch(IGuildObserver observer);
    [Alias("unwatch")] Task Unwatch(IGuildObserver observer);
}
