using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Notifications;

namespace Murdoch.Grains.Guilds;

/// <summary>How a guild notices that something it has configured would fail, and has those who run it told once.</summary>
internal sealed partial class GuildGrain
{
    /// <summary>Somebody who rearranges roles is told when they are done with it.</summary>
    private static readonly TimeSpan CheckPause = TimeSpan.FromSeconds(30);

    /// <summary>When new problems are told; null for nearly always.</summary>
    private DateTimeOffset? _checkDueAt;

    public Task<PreflightReport> GetPreflight() => Task.FromResult(Check()?.Report() ?? new(IsKnown: false, [], [], []));

    public Task<StaffAddress> GetStaffAddress()
    {
        var (current, layout) = (config.State.Config, _memory.Layout.Current);
        return Task.FromResult(new StaffAddress(layout?.Name ?? Guild.ToString(), layout?.Owner ?? default, current.LogChannel, current.ModeratorRole ?? services.Moderators.Value.Role));
    }

    private Preflight? Check() => _memory.Layout.Current is { } layout ? new(Guild, layout, config.State.Config, services.Moderators.Value.Role) : null;

    private void LayoutChanged(GuildEvent change, bool isNew)
    {
        if (!LayoutChanges.IsStructural(change)) return;
        Reconfigure();
        if (!LayoutChanges.ConcernsPermissions(change)) return;
        // A guild that was here before anybody looked for problems has lived with them: an installation that is brought up to date does not write to all owners at once.
        if (_memory.ToldProblems is null && !isNew && config.State.Config.LogChannel is null) _memory.ToldProblems = Marks();
        else LookForProblems();
    }

    private void ConfigurationChanged()
    {
        Reconfigure();
        _memory.Breaker?.Forgive(BreakerConfig);
        _memory.IsChanged = true;
        LookForProblems();
        ScheduleTick();
    }

    private int[] Marks() => Check()?.Problems().Select(Preflight.Mark).ToArray() ?? [];

    private void LookForProblems()
    {
        if (_checkDueAt is not null || Check() is not { } preflight) return;
        var told = _memory.ToldProblems ?? [];
        var marks = preflight.Problems().Select(Preflight.Mark).ToArray();
        if (marks.Except(told).Any()) (_checkDueAt, _memory.IsCheckDue) = (Now + CheckPause, true);
        // What is mended is news when it breaks again.
        else if (_memory.ToldProblems is null || marks.Length != told.Length) _memory.ToldProblems = marks;
    }

    private void TellNewProblems()
    {
        (_checkDueAt, _memory.IsCheckDue, _memory.IsChanged) = (null, false, true);
        if (Check() is not { } preflight) return;
        var (told, problems) = (_memory.ToldProblems ?? [], preflight.Problems().ToArray());
        var fresh = Array.FindAll(problems, problem => !told.Contains(Preflight.Mark(problem)));
        _memory.ToldProblems = Array.ConvertAll(problems, Preflight.Mark);
        if (fresh.Length == 0) return;
        var marks = Array.ConvertAll(fresh, Preflight.Mark);
        var id = string.Create(CultureInfo.InvariantCulture, $"p{Now.ToUnixTimeSeconds():x}{XxHash32.HashToUInt32(MemoryMarshal.AsBytes(marks.AsSpan())):x8}");
        var name = _memory.Layout.Current?.Name;
        Notify(new(id, $"In {name} some of what I am set to do would fail now:\n{string.Join('\n', fresh.Select(problem => $"• {problem.Text}"))}\n`/murdoch check` shows all of it.", [], CallsModerators: false));
    }

    /// <summary>What an activation finds unfinished of a former one.</summary>
    private void ResumeNotices()
    {
        foreach (var notice in _memory.Notices ?? []) Submit(notice);
        if (_memory.IsCheckDue) _checkDueAt = Now + CheckPause;
    }

    private void TendSafety(DateTimeOffset now)
    {
        if (_checkDueAt is { } due && due <= now) TellNewProblems();
        if (_memory.Breaker is { IsEmpty: false } breaker && breaker.ToUndo.Any() && _undoing.IsCompleted && now >= _undoAt) _undoing = UndoBroken();
    }
}
