using System.Globalization;
using Microsoft.Extensions.Logging;
using Murdoch.Grains.Commands.Guilds;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Breakers;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Notifications;

namespace Murdoch.Grains.Cases;

/// <summary>How moderators who sanction too many members at once are stopped, and what somebody else decides about it.</summary>
internal sealed partial class CaseBookGrain
{
    private static readonly TimeSpan UndoPause = TimeSpan.FromSeconds(1);

    /// <summary>Cases have Discord's time, which comes in whole seconds.</summary>
    private static readonly TimeSpan UndoTolerance = TimeSpan.FromSeconds(10);
    private Task _saved = Task.CompletedTask;
    private bool _isUndoing;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var notice in breaker.State.Notices) Submit(notice);
        if (breaker.State.ToUndo.Any()) _ = UndoStopped();
        return Task.CompletedTask;
    }

    public Task<BreakerStatus[]> GetBreakers() => Task.FromResult(breaker.State.Status());

    public async Task<BreakerAnswer> ConfirmModerator(UserId moderator, UserId by, long? number)
    {
        if (Undecided(moderator, by, BreakerStage.Confirmed, number, out var stopped) is { } obstacle) return obstacle;
        stopped.Decide(BreakerStage.Confirmed, by, rest.Now);
        await Save();
        return new(true, $"{stopped.Trip.Why} <@{by}> has confirmed it: their orders are taken again.");
    }

    public async Task<BreakerAnswer> RollBackModerator(UserId moderator, UserId by, long? number)
    {
        if (Undecided(moderator, by, BreakerStage.RolledBack, number, out var stopped) is { } obstacle) return obstacle;
        stopped.Decide(BreakerStage.RolledBack, by, rest.Now);
        await Save();
        _ = UndoStopped();
        return new(true, $"{stopped.Trip.Why} <@{by}> has rolled it back: what they did is being taken back, and their orders are not taken until somebody else confirms them.");
    }

    public Task NoticeTold(string notice) => breaker.State.Notices.RemoveAll(one => one.Id == notice) > 0 ? Save() : Task.CompletedTask;

    private BreakerAnswer? Undecided(UserId moderator, UserId by, BreakerStage wanted, long? number, out StoppedModerator stopped)
    {
        stopped = breaker.State.Find(moderator)!;
        if (by == moderator) return new(false, "This is about you: somebody else has to decide it.");
        if (stopped is null) return new(false, $"<@{moderator}> is not stopped.");
        return stopped.Trip.Obstacle(wanted, number) is { } obstacle ? new(false, obstacle) : null;
    }

    /// <returns>Why the moderator's order is not taken; null when it is.</returns>
    private async Task<string?> Stopped(ModeratorOrder order)
    {
        if (breaker.State.Problem(order.Moderator) is { } problem) return problem;
        if (order.Kind is not (ActionKind.Warn or ActionKind.Timeout or ActionKind.Kick or ActionKind.Ban)) return null;
        var limit = breakers.Value.Of((await GuildGrain.GetConfig()).Breaker).ModeratorMembers;
        // Another order may have been the one too many meanwhile.
        if (breaker.State.Problem(order.Moderator) is { } now) return now;
        if (limit == 0 || breaker.State.Count(order.Moderator, order.Member, time.GetUtcNow(), limit) is not var (took, members)) return null;
        // Nobody could let an owner go on, and what they may do in Discord itself nobody can keep them from.
        if ((await GuildGrain.GetStaffAddress()).Owner == order.Moderator) return null;
        if (breaker.State.Problem(order.Moderator) is { } stopped) return stopped;
        await Stop(breaker.State.Stop(order.Moderator, rest.Now - took - UndoTolerance, rest.Now, members));
        return breaker.State.Problem(order.Moderator);
    }

    private Task Stop(StoppedModerator stopped)
    {
        LogStopped(stopped.Moderator.Value, Guild.Value);
        return Notify(new(
            NoticeId("m", stopped), $"{stopped.Trip.Why} Their orders are not taken now, until somebody else decides. Was it right? Then they go on. Was it wrong? Then what they did is taken back.",
            [new(ConfirmModeratorButton.Id, ArgumentOf(stopped), "It was right", Endangers: false), new(RollBackModeratorButton.Id, ArgumentOf(stopped), "It was wrong: roll back", Endangers: true)], CallsModerators: true));
    }

    private async Task UndoStopped()
    {
        if (_isUndoing) return;
        _isUndoing = true;
        try
        {
            while (breaker.State.ToUndo.ToArray() is { Length: > 0 } left)
            {
                foreach (var stopped in left) await TryUndo(stopped);
                if (breaker.State.ToUndo.Any()) await Task.Delay(UndoPause, time);
            }
        }
        catch (Exception exception) { LogNotFinished(exception, Guild.Value); }
        finally { _isUndoing = false; }
    }

    private async Task TryUndo(StoppedModerator stopped)
    {
        try
        {
            var (from, to, by) = (stopped.Trip.Since, stopped.Trip.DecidedAt!.Value, stopped.Trip.By!.Value);
            // What is under way is carried out first: only then it can be taken back.
            if (Array.Exists(await cases.GetUnfinished(Guild, WorkedAtOnce), open => open.Case.Moderator == stopped.Moderator && open.Case.Outcome == ActionOutcome.Pending && open.Case.CreatedAt <= to)) return;
            var (undone, left) = (0, new List<long>());
            for (var more = true; more;)
            {
                var answer = await UndoModerator(stopped.Moderator, from, to, new(by, CaseClosingKind.RolledBack, "The moderator did too much at once."));
                undone += answer.Undone.Length;
                left.AddRange(answer.Left);
                more = answer.More;
            }
            stopped.IsUndoing = false;
            var failed = left.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {left.Count} could not be, or not yet: {string.Join(", ", left.Take(20))}.");
            await Notify(new(
                NoticeId("n", stopped), string.Create(CultureInfo.InvariantCulture, $"What <@{stopped.Moderator}> did was rolled back by <@{by}>: {undone} {(undone == 1 ? "case is" : "cases are")} taken back.{failed}"),
                [new(ConfirmModeratorButton.Id, ArgumentOf(stopped), "Take their orders again", Endangers: false)], CallsModerators: false));
        }
        catch (Exception exception) { LogNotFinished(exception, Guild.Value); }
    }

    private async Task Notify(StaffNotice notice)
    {
        breaker.State.Notices.Add(notice);
        await Save();
        Submit(notice);
    }

    private void Submit(StaffNotice notice)
    {
        var book = this.AsReference<ICaseBookGrain>();
        staff.Submit(Guild, notice, () => book.NoticeTold(notice.Id));
    }

    /// <summary>One write after the other: two at once would each find that the other had changed what it read.</summary>
    private async Task Save()
    {
        var (before, done) = (_saved, new TaskCompletionSource());
        _saved = done.Task;
        try
        {
            await before;
            await breaker.WriteStateAsync();
        }
        catch
        {
            // Memory is ahead of the store now; the next activation starts from what was really saved.
            DeactivateOnIdle();
            throw;
        }
        finally { done.SetResult(); }
    }

    private static string NoticeId(string part, StoppedModerator stopped) =>
        string.Create(CultureInfo.InvariantCulture, $"{part}{stopped.Trip.Number:x}{(uint)stopped.Moderator.Value.GetHashCode():x}");

    private static string ArgumentOf(StoppedModerator stopped) => string.Create(CultureInfo.InvariantCulture, $"{stopped.Moderator}:{stopped.Trip.Number}");

    [LoggerMessage(Level = LogLevel.Warning, Message = "Moderator {Moderator} of guild {Guild} sanctioned so many members at once that their orders are not taken now")]
    private partial void LogStopped(ulong moderator, ulong guild);
}
