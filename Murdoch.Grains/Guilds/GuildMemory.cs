using Murdoch.Grains.Actions;
using Murdoch.Grains.Backfills;
using Murdoch.Grains.Buffers;
using Murdoch.Grains.Feedback;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Notifications;
using Murdoch.Grains.Raids;
using Murdoch.Grains.Violations;

namespace Murdoch.Grains.Guilds;

/// <summary>What one guild holds in memory between two snapshots. Made empty or from a snapshot; nothing of it is shared.</summary>
internal sealed class GuildMemory(BufferOptions buffers, KeptLayout layout)
{
    public string Session { get; private set; } = "";
    public long Sequence { get; private set; }
    public long Revision { get; set; }
    public GuildMetrics Metrics { get; private set; } = new();
    public ViolationBuffer Violations { get; } = new();
    public Outbox Outbox { get; } = new();
    public MessageBuffer Buffer { get; } = new(buffers);
    public JudgedMessages Judged { get; } = new();
    public JudgedNames Names { get; } = new();
    public GuildAllowances Allowances { get; } = new();
    public ChannelMarks Marks { get; private set; } = new();

    /// <summary>What the guild has missed and not got back yet; null for nearly always.</summary>
    public BackfillPlan? Backfill { get; set; }

    /// <summary>Null when there is no raid, for nearly always.</summary>
    public RaidMode? Raid { get; set; }

    /// <summary>Null for nearly always: made with the first verdict, forgotten with the next quiet minute.</summary>
    public RuleBreaker? Breaker { get; set; }

    /// <summary>Null for nearly always.</summary>
    public List<StaffNotice>? Notices { get; set; }

    /// <inheritdoc cref="GuildSnapshot.ToldProblems"/>
    public int[]? ToldProblems { get; set; }

    /// <inheritdoc cref="GuildSnapshot.IsCheckDue"/>
    public bool IsCheckDue { get; set; }

    /// <inheritdoc cref="GuildSnapshot.Observed"/>
    public List<ObservedAction>? Observed { get; set; }

    /// <summary>Counts anew after a crash: a flood is then found one window late at most.</summary>
    public FloodWatch Floods { get; set; } = new();
    public KeptLayout Layout => layout;

    /// <summary>True when anything differs from the last snapshot.</summary>
    public bool IsChanged { get; set; }

    /// <summary>True when events up to this one were applied, here or by the activation that wrote the snapshot.</summary>
    public bool Knows(string session, long sequence) => sequence == 0 || (Sequence >= sequence && session == Session);

    /// <returns>False when the event was applied before: Discord replays after a resume, and a batch may come twice.</returns>
    public bool Advance(string session, long sequence)
    {
        if (!ReferenceEquals(session, Session))
        {
            if (session != Session) Sequence = 0;
            // All guilds of a shard share its string.
            Session = session;
        }
        if (sequence <= Sequence) return false;
        Sequence = sequence;
        return true;
    }

    public GuildSnapshot Snapshot() => new()
    {
        Session = Session,
        Sequence = Sequence,
        Revision = Revision,
        Metrics = Metrics,
        Violations = Violations.ToArray(),
        Outbox = Outbox.ToArray(),
        Buffered = Buffer.ToArray(),
        Judged = Judged.ToArray(),
        Names = Names.ToArray(),
        Marks = Marks,
        Backfill = Backfill,
        Raid = Raid,
        Allowances = Allowances.ToArray(),
        AllowancesForgotten = Allowances.Forgotten,
        Breaker = Breaker is { IsEmpty: false } ? Breaker : null,
        Notices = Notices,
        ToldProblems = ToldProblems,
        IsCheckDue = IsCheckDue,
        Observed = Observed,
    };

    public void Restore(GuildSnapshot snapshot, DateTimeOffset now)
    {
        (Session, Sequence, Revision, Metrics) = (snapshot.Session, snapshot.Sequence, snapshot.Revision, snapshot.Metrics);
        (Marks, Backfill, Raid) = (snapshot.Marks, snapshot.Backfill, snapshot.Raid);
        (Breaker, Notices, ToldProblems) = (snapshot.Breaker, snapshot.Notices, snapshot.ToldProblems is [] ? [] : snapshot.ToldProblems);
        (IsCheckDue, Observed) = (snapshot.IsCheckDue, snapshot.Observed);
        foreach (var violation in snapshot.Violations) Violations.Add(violation, now);
        foreach (var intent in snapshot.Outbox) Outbox.Add(intent);
        foreach (var message in snapshot.Buffered) Buffer.Add(message, urgent: false, now);
        foreach (var message in snapshot.Judged) Judged.Add(message);
        Names.Restore(snapshot.Names);
        Allowances.Restore(snapshot.Allowances, snapshot.AllowancesForgotten);
    }
}
