using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Guilds;

/// <summary>A guild's counts by minute, hour, day and week, and the tally of the current hour that goes to the store.</summary>
[GenerateSerializer, Alias("guild-metrics")]
internal sealed class GuildMetrics
{
    [Id(0)] private readonly RollingCounts _minute = new(TimeSpan.FromSeconds(5), 12);
    [Id(1)] private readonly RollingCounts _hour = new(TimeSpan.FromMinutes(1), 60);
    [Id(2)] private readonly RollingCounts _week = new(TimeSpan.FromHours(1), 168);
    [Id(3)] private readonly RollingCounts _day = new(TimeSpan.FromMinutes(30), 48);
    [Id(4)] private HourTally? _tally;
    [Id(5)] private HourTally? _finished;

    public void CountMessage(DateTimeOffset at)
    {
        Add(at, 1, 0, 0);
        TallyOf(at).Messages++;
    }

    public void CountViolation(Violation violation)
    {
        Add(violation.At, 0, 1, 0);
        var tally = TallyOf(violation.At);
        tally.Violations++;
        tally.ByLayer[(int)violation.Layer]++;
        tally.BySeverity[violation.Severity >= SeverityLevels.High ? 2 : violation.Severity >= SeverityLevels.Medium ? 1 : 0]++;
    }

    public void CountAction(DateTimeOffset at, ActionKind kind)
    {
        Add(at, 0, 0, 1);
        TallyOf(at).CountAction(kind);
    }

    public (PeriodCounts Minute, PeriodCounts Hour, PeriodCounts Day, PeriodCounts Week) Sum(DateTimeOffset now) =>
        (_minute.Sum(now.UtcTicks), _hour.Sum(now.UtcTicks), _day.Sum(now.UtcTicks), _week.Sum(now.UtcTicks));

    /// <summary>The tallies that changed since the last call. Their values are absolute, so writing one twice does no harm.</summary>
    public IEnumerable<HourTally> TakeChangedTallies()
    {
        if (_finished is { } finished)
        {
            _finished = null;
            yield return finished.Copy();
        }
        if (_tally is { IsChanged: true } current)
        {
            current.IsChanged = false;
            yield return current.Copy();
        }
    }

    private void Add(DateTimeOffset at, int messages, int violations, int actions)
    {
        var ticks = at.UtcTicks;
        _minute.Add(ticks, messages, violations, actions);
        _hour.Add(ticks, messages, violations, actions);
        _day.Add(ticks, messages, violations, actions);
        _week.Add(ticks, messages, violations, actions);
    }

    private HourTally TallyOf(DateTimeOffset at)
    {
        var hour = at.UtcTicks / TimeSpan.TicksPerHour;
        if (_tally is null) _tally = new(hour);
        else if (hour > _tally.Hour)
        {
            _finished = _tally;
            _tally = new(hour);
        }
        else if (_finished is not null && hour == _finished.Hour)
        {
            return _finished;
        }
        // What comes later than the hour before is counted in the hour that is open: the sum stays right.
        _tally.IsChanged = true;
        return _tally;
    }
}

/// <summary>One hour of a guild, as absolute counts.</summary>
[GenerateSerializer, Alias("hour-tally")]
internal sealed class HourTally(long hour)
{
    private const int Kinds = (int)ActionKind.RenameThread + 1;

    // Made when something is counted in them: in most hours of most guilds nothing is.
    [Id(3)] private int[]? _byLayer;
    [Id(4)] private int[]? _bySeverity;
    [Id(5)] private int[]? _byAction;

    /// <summary>Hours since year 1, UTC.</summary>
    [Id(0)] public long Hour { get; } = hour;
    [Id(1)] public int Messages { get; set; }
    [Id(2)] public int Violations { get; set; }

    /// <summary>Indexed by <see cref="DetectionLayer"/>.</summary>
    public int[] ByLayer => _byLayer ??= new int[4];

    /// <summary>Low, medium, high.</summary>
    public int[] BySeverity => _bySeverity ??= new int[3];

    /// <summary>Indexed by <see cref="ActionKind"/>; shorter in the snapshot of a version that knew fewer kinds.</summary>
    public int[] ByAction => _byAction ??= new int[Kinds];
    [Id(6)] public bool IsChanged { get; set; } = true;

    public DateTimeOffset StartsAt => new(Hour * TimeSpan.TicksPerHour, TimeSpan.Zero);

    public int Acted(ActionKind kind) => (int)kind < ByAction.Length ? ByAction[(int)kind] : 0;

    public void CountAction(ActionKind kind)
    {
        if ((int)kind >= ByAction.Length) _byAction = [.. ByAction, .. new int[Kinds - ByAction.Length]];
        ByAction[(int)kind]++;
    }

    public HourTally Copy() => new(Hour)
    {
        Messages = Messages,
        Violations = Violations,
        _byLayer = [.. ByLayer],
        _bySeverity = [.. BySeverity],
        _byAction = [.. ByAction],
    };
}
