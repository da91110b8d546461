namespace Murdoch.Grains.Guilds;

/// <summary>What a guild lets go of while nothing happens in it: most guilds are quiet most of the time, and a silo holds thousands of them.</summary>
internal sealed partial class GuildGrain
{
    private static readonly TimeSpan ShortestQuiet = TimeSpan.FromMinutes(1);

    /// <summary>When the last message came; null once what was counted of it is forgotten.</summary>
    private DateTimeOffset? _postedAt;

    /// <summary>Longer than every window that messages are counted over.</summary>
    private TimeSpan Quiet
    {
        get
        {
            var window = TimeSpan.FromSeconds(Math.Max(Raids.MessageWindowSeconds, config.State.Config.Filter.FloodWindowSeconds));
            return window > ShortestQuiet ? window : ShortestQuiet;
        }
    }

    private void Posted(DateTimeOffset now)
    {
        // One waking for all messages until it comes: this is on the way of every message.
        if (_postedAt is null) services.Due.WakeAt(Guild, now + Quiet);
        _postedAt = now;
    }

    private void RestIfQuiet(DateTimeOffset now)
    {
        if (_postedAt is not { } postedAt) return;
        if (postedAt + Quiet is var quietAt && quietAt > now)
        {
            services.Due.WakeAt(Guild, quietAt);
            return;
        }
        (_postedAt, _memory.Floods, _similar) = (null, new(), new());
        if (_memory.Breaker is { IsEmpty: true }) _memory.Breaker = null;
        else _memory.Breaker?.Rest();
    }

    /// <summary>Forgets what is made anew from the stored layout when it is needed.</summary>
    private void Rest()
    {
        _memory.Layout.Rest();
        Reconfigure();
    }

    /// <summary>After a change of configuration or layout; patterns are compiled only for the first of the two.</summary>
    private void Reconfigure() => _moderation = new(Guild, config.State.Config, _memory.Layout, _patterns, services.Moderators.Value.Role, _memory.Allowances);
}
