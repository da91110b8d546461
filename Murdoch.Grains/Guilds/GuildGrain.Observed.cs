using Microsoft.Extensions.Logging;
using Murdoch.Grains.Interfaces.Cases;

namespace Murdoch.Grains.Guilds;

/// <summary>What people do to members in Discord itself goes to the guild's case book. Until that has it the snapshot holds it.</summary>
internal sealed partial class GuildGrain
{
    private static readonly TimeSpan PassingPause = TimeSpan.FromSeconds(5);
    private Task _passing = Task.CompletedTask;

    /// <summary>What the bot does itself has its case already.</summary>
    private void Observe(ObservedAction action)
    {
        if (action.Moderator != _memory.Layout.Current?.Bot) (_memory.Observed ??= []).Add(action);
    }

    private async Task PassOn()
    {
        try
        {
            while (_memory.Observed is { } waiting)
            {
                ObservedAction[] some = [.. waiting];
                await GrainFactory.GetGrain<ICaseBookGrain>(Guild.Key).Observed(some);
                waiting.RemoveRange(0, some.Length);
                if (waiting.Count == 0) _memory.Observed = null;
                _memory.IsChanged = true;
            }
        }
        catch (Exception exception)
        {
            LogNotPassedOn(exception, Guild.Value);
            services.Due.WakeAt(Guild, Now + PassingPause);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What people did in guild {Guild} itself could not be written down; it is tried again")]
    private partial void LogNotPassedOn(Exception exception, ulong guild);
}
