using Microsoft.Extensions.Logging;
using Murdoch.Grains.Interfaces.Appeals;
using Murdoch.Grains.Interfaces.Audit;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Cases;

/// <summary>How the guild's moderators are told of its cases, and what else is asked about them.</summary>
internal sealed partial class CaseBookGrain
{
    private CaseLog? _log;
    private Task _telling = Task.CompletedTask;
    private bool _isUntold;

    public Task<long?> FindByViolation(ViolationId violation) => cases.FindByViolation(Guild, violation);

    public Task<Appeal[]> GetAppeals(AppealState? state, DateTimeOffset? before, int limit) => appeals.GetPage(Guild, state, before, limit);

    /// <summary>Starts a round that nobody waits for; what changes during one is told in the next.</summary>
    private void TellSoon()
    {
        _isUntold = true;
        if (_telling.IsCompleted) _telling = Tell();
    }

    private async Task Tell()
    {
        try
        {
            while (_isUntold)
            {
                _isUntold = false;
                // Before the guild is known nothing can be said of its channels; the sweep comes back to it.
                if (await GuildGrain.GetLogPlace() is not { } place) return;
                if (await (_log ??= new(Guild, logState, logServices)).Tell(place, _underWay.Contains) is not { } later) continue;
                _isUntold = true;
                if (later - time.GetUtcNow() is var pause && pause > TimeSpan.Zero) await Task.Delay(pause, time);
            }
        }
        catch (Exception exception) { LogNotTold(exception, Guild.Value); }
    }

    private AuditEntry Audit(string action, ModerationCase one, UserId by, string after) =>
        new(Guild, rest.Now, by, action, $"case {one.Number}", $"{CaseWords.Action(one.Kind, one.Seconds)}, user {one.Member}", after);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The moderators of guild {Guild} could not be told of its cases; it is tried again")]
    private partial void LogNotTold(Exception exception, ulong guild);
}
