using Murdoch.Grains.Actions;
using Murdoch.Grains.Backfills;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Feedback;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Notifications;
using Murdoch.Grains.Raids;

namespace Murdoch.Grains.Guilds;

/// <summary>
/// All of a guild's memory that a crash must not take, written as one row: whoever loads it goes on after <see cref="Sequence"/> as if
/// nothing had happened.
/// </summary>
[GenerateSerializer, Alias("guild-snapshot")]
internal sealed class GuildSnapshot
{
    /// <summary>The session that <see cref="Sequence"/> counts in.</summary>
    [Id(0)] public string Session { get; set; } = "";

    /// <summary>Events up to here are in this snapshot.</summary>
    [Id(1)] public long Sequence { get; set; }
    [Id(2)] public long Revision { get; set; }
    [Id(3)] public GuildMetrics Metrics { get; set; } = new();

    /// <summary>Violations whose final form the store does not have.</summary>
    [Id(4)] public Violation[] Violations { get; set; } = [];
    [Id(5)] public ActionIntent[] Outbox { get; set; } = [];

    /// <summary>The layer-2 buffer.</summary>
    [Id(6)] public MessagePosted[] Buffered { get; set; } = [];

    /// <summary>Messages judged lately, so that an edit is not punished beside its original.</summary>
    [Id(7)] public ulong[] Judged { get; set; } = [];
    [Id(8)] public ChannelMarks Marks { get; set; } = new();

    /// <summary>Null when nothing was missed.</summary>
    [Id(9)] public BackfillPlan? Backfill { get; set; }

    /// <summary>Null when there is no raid.</summary>
    [Id(10)] public RaidMode? Raid { get; set; }

    /// <summary>Names judged that their bearers still have.</summary>
    [Id(11)] public JudgedName[] Names { get; set; } = [];

    /// <summary>What moderators have allowed; the oldest first.</summary>
    [Id(12)] public Allowance[] Allowances { get; set; } = [];

    /// <summary>Allowances that made room for newer ones.</summary>
    [Id(13)] public long AllowancesForgotten { get; set; }

    /// <summary>Null while no rule is stopped.</summary>
    [Id(20)] public RuleBreaker? Breaker { get; set; }

    /// <summary>What those who run the guild are still to be told; null for nothing.</summary>
    [Id(21)] public List<StaffNotice>? Notices { get; set; }

    /// <summary>Marks of the problems that they were told of; null before anybody looked for any.</summary>
    [Id(22)] public int[]? ToldProblems { get; set; }

    /// <summary>There are new ones, and they will be told soon.</summary>
    [Id(23)] public bool IsCheckDue { get; set; }

    /// <summary>What people did in Discord itself that the case book has not taken yet; null for nearly always.</summary>
    [Id(30)] public List<ObservedAction>? Observed { get; set; }
}
