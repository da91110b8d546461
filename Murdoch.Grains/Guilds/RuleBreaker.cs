using System.Globalization;
using Murdoch.Grains.Breakers;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Breakers;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Guilds;

/// <summary>
/// Stops a rule that acts against too many members at once: it goes on finding, and does nothing until somebody has looked. Part of the guild's snapshot; only what
/// is counted within a minute is not.
/// </summary>
[GenerateSerializer, Alias("rule-breaker")]
internal sealed class RuleBreaker
{
    /// <summary>Raids are about many at once, and have a switch of their own.</summary>
    private const string Raid = "raid";

    /// <summary>One member is no crowd, however few there are.</summary>
    private const int FewestMembers = 2;

    [Id(0)] private readonly Dictionary<string, BrokenRule> _broken = [];
    [NonSerialized] private Dictionary<string, PunishedMembers>? _recent;

    /// <summary>Nothing here that a crash must not take.</summary>
    public bool IsEmpty => _broken.Count == 0;

    /// <summary>Those that somebody rolled back and whose doings are not taken back yet.</summary>
    public IEnumerable<BrokenRule> ToUndo => _broken.Values.Where(broken => broken.IsUndoing);

    public BrokenRule? Find(string rule) => _broken.GetValueOrDefault(rule);

    /// <param name="active">Members who wrote something in the last hour; null while that is not known.</param>
    /// <param name="isRaider">Who belongs to a raid does not count.</param>
    /// <param name="tripped">The rule, when this verdict is the one too many.</param>
    /// <returns>The verdict, or what is recorded in its place while it is held.</returns>
    public Verdict Pass(Verdict verdict, BreakerConfig config, int? active, Func<UserId, bool> isRaider, DateTimeOffset now, out BrokenRule? tripped)
    {
        tripped = null;
        var rule = verdict.Violation.Rule;
        if (verdict.Intents.Length == 0 || rule == Raid) return verdict;
        if (_broken.TryGetValue(rule, out var broken))
        {
            if (broken.Trip.IsStopped) return broken.Hold(verdict);
            if (broken.Trip.IsTrusted(now)) return verdict;
            _broken.Remove(rule);
        }
        if (config is { Members: 0, ActivePercent: 0 }) return verdict;
        var recent = RecentOf(rule);
        if (isRaider(verdict.Violation.Member)) return verdict;
        recent.Add(verdict.Violation.Member, verdict.Violation.At);
        if (Why(rule, recent, config, active, isRaider) is not { } why) return verdict;
        _recent!.Remove(rule);
        tripped = _broken[rule] = new(rule, new(recent.Since, verdict.Violation.At, why));
        return tripped.Hold(verdict);
    }

    /// <summary>The configuration has changed: what was wrong may be mended.</summary>
    public void Forgive(BreakerConfig config)
    {
        var isOff = config is { Members: 0, ActivePercent: 0 };
        foreach (var broken in _broken.Values.Where(broken => isOff || broken.Trip.Stage == BreakerStage.RolledBack).ToArray())
        {
            if (broken.IsUndoing) broken.IsForgiven = true;
            else _broken.Remove(broken.Rule);
        }
    }

    public void Undone(BrokenRule broken)
    {
        broken.IsUndoing = false;
        if (broken.IsForgiven) _broken.Remove(broken.Rule);
    }

    /// <summary>A minute has gone by without anything.</summary>
    public void Rest() => _recent = null;

    public BreakerStatus[] Status() => [.. _broken.Values.Select(broken => broken.Status)];

    private PunishedMembers RecentOf(string rule)
    {
        _recent ??= [];
        if (!_recent.TryGetValue(rule, out var recent)) _recent[rule] = recent = new();
        return recent;
    }

    private static string? Why(string rule, PunishedMembers recent, BreakerConfig config, int? active, Func<UserId, bool> isRaider)
    {
        var isMany = config.Members > 0 && recent.Count > config.Members;
        var isLargeShare = config.ActivePercent > 0 && active >= BreakerConfig.FewestActive && recent.Count >= FewestMembers && recent.Count * 100L > active * (long)config.ActivePercent;
        if (!isMany && !isLargeShare) return null;
        // Looked at only now: those of a raid are known for it only after their first messages.
        var count = recent.CountWithout(isRaider);
        if (config.Members > 0 && count > config.Members) return string.Create(CultureInfo.InvariantCulture, $"The rule `{rule}` acted against {count} members within a minute.");
        return isLargeShare && count >= FewestMembers && count * 100L > active * (long)config.ActivePercent
            ? string.Create(CultureInfo.InvariantCulture, $"The rule `{rule}` acted against {count} members within a minute, and about {active} wrote something in the last hour.")
            : null;
    }
}

/// <summary>A rule that was stopped, and what it would have done since.</summary>
[GenerateSerializer, Alias("broken-rule")]
internal sealed class BrokenRule(string rule, Trip trip)
{
    /// <summary>More verdicts are recorded, and not carried out when the rule is confirmed.</summary>
    public const int HeldLimit = 500;

    [Id(0)] private readonly List<Verdict> _held = [];

    [Id(1)] public string Rule { get; private set; } = rule;
    [Id(2)] public Trip Trip { get; private set; } = trip;

    /// <summary>What it did is to be taken back, and is not yet.</summary>
    [Id(3)] public bool IsUndoing { get; set; }

    /// <summary>To be forgotten as soon as that is done.</summary>
    [Id(4)] public bool IsForgiven { get; set; }

    /// <summary>Verdicts that nobody carries out any more, because they were too many.</summary>
    [Id(5)] public int Dropped { get; private set; }

    public BreakerStatus Status => new(Rule, Trip.Since, Trip.At, Trip.Why, Trip.Stage, Trip.By, _held.Count, Trip.Number);

    /// <returns>What is recorded: found, and nothing done.</returns>
    public Verdict Hold(Verdict verdict)
    {
        var isWaiting = Trip.Stage == BreakerStage.Open;
        if (isWaiting && _held.Count < HeldLimit) _held.Add(verdict);
        else if (isWaiting) Dropped++;
        var violation = verdict.Violation;
        return verdict with
        {
            Violation = violation with
            {
                Outcome = violation.Outcome == ActionOutcome.Pending ? ActionOutcome.Skipped : violation.Outcome,
                Deletion = violation.Deletion == ActionOutcome.Pending ? ActionOutcome.Skipped : violation.Deletion,
                Detail = isWaiting ? "Held: the rule did so much at once that a moderator has to confirm it first." : "Left alone: a moderator has rolled the rule back.",
            },
            Intents = [],
        };
    }

    /// <returns>What was held.</returns>
    public Verdict[] Confirm(UserId by, DateTimeOffset at)
    {
        Verdict[] held = [.. _held];
        _held.Clear();
        Trip = Trip.Decide(BreakerStage.Confirmed, by, at);
        return held;
    }

    public void RollBack(UserId by, DateTimeOffset at)
    {
        _held.Clear();
        (Trip, IsUndoing) = (Trip.Decide(BreakerStage.RolledBack, by, at), true);
    }
}
