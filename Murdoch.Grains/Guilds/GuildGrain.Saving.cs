using Microsoft.Extensions.Logging;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Violations;

namespace Murdoch.Grains.Guilds;

/// <summary>How violations leave for the store, and how moderators come to hear of what was done about them.</summary>
internal sealed partial class GuildGrain
{
    /// <summary>How long a sanction waits for others before it is stored, where moderators want to hear of it.</summary>
    private static readonly TimeSpan SanctionWait = TimeSpan.FromSeconds(2);

    /// <summary>The case book knows, since this activation began, that there is no log channel.</summary>
    private bool _isBookAsked;

    private bool HasLog => config.State.Config.LogChannel is not null;

    public Task<LogPlace?> GetLogPlace()
    {
        if (_memory.Layout.Current is not { } layout) return Task.FromResult<LogPlace?>(null);
        var everyone = Array.Find(layout.Roles, role => role.Id.Value == Guild.Value);
        return Task.FromResult<LogPlace?>(new(
            Guild, layout.Name, layout.Owner, config.State.Config.LogChannel, config.State.Config.ModeratorRole ?? services.Moderators.Value.Role, everyone?.Permissions ?? 0));
    }

    private bool IsSaveDue(DateTimeOffset now) =>
        _memory.Violations.Unsaved >= services.Buffers.Value.FlushThreshold || SaveDueAt is { } due && due <= now;

    private DateTimeOffset? SaveDueAt
    {
        get
        {
            if (_memory.Violations.WaitingSince is not { } since) return null;
            var due = since + TimeSpan.FromSeconds(services.Buffers.Value.TimeoutSeconds);
            return HasLog && _memory.Violations.SanctionedSince is { } sanctioned && sanctioned + SanctionWait < due ? sanctioned + SanctionWait : due;
        }
    }

    /// <summary>Writes behind: started in a turn, never awaited by one. Until the store has them the snapshot holds them.</summary>
    private async Task SaveViolations()
    {
        var unsaved = _memory.Violations.TakeUnsaved();
        if (unsaved.Length == 0) return;
        _memory.IsChanged = true;
        // Without a log channel the case book is asked once: it asks the owner for one. After that nobody is to be told.
        var isTold = HasLog || !_isBookAsked;
        try
        {
            await services.Violations.Write(unsaved, isTold);
            _memory.Violations.Saved();
        }
        catch (Exception exception)
        {
            LogNotSaved(exception, unsaved.Length, Guild.Value);
            _memory.Violations.NotSaved(Now);
            return;
        }
        if (!isTold || !Array.Exists(unsaved, ViolationsWrite.HasCase)) return;
        _isBookAsked = true;
        await GrainFactory.GetGrain<ICaseBookGrain>(this.GetPrimaryKeyLong()).Changed();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Violations} violations of guild {Guild} could not be stored; they wait in its buffer")]
    private partial void LogNotSaved(Exception exception, int violations, ulong guild);
}
