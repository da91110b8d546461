using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Live;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Guilds;

/// <summary>Who watches a guild, and what they have not been told yet. A violation is told at once, counts at most four times a second.</summary>
internal sealed class GuildWatchers
{
    private static readonly TimeSpan Subscription = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);
    private Dictionary<IGuildObserver, DateTimeOffset>? _watchers;
    private List<Violation>? _untold;
    private DateTimeOffset _toldAt;
    private bool _changed;

    public bool Any => _watchers is { Count: > 0 };

    /// <summary>When the next update is due; null when there is nothing to tell or nobody to tell it to.</summary>
    public DateTimeOffset? DueAt => !Any || !(_changed || _untold is not null) ? null : _untold is not null ? _toldAt : _toldAt + Pace;

    public void Add(IGuildObserver observer, DateTimeOffset now) => (_watchers ??= [])[observer] = now + Subscription;

    public void Remove(IGuildObserver observer) => _watchers?.Remove(observer);

    public void Changed(Violation? violation = null)
    {
        if (!Any) return;
        _changed = true;
        if (violation is not null) (_untold ??= []).Add(violation);
    }

    public bool IsDue(DateTimeOffset now) => DueAt is { } due && due <= now;

    /// <summary>Tells everyone who still watches. An observer that does not answer is not waited for.</summary>
    public void Tell(GuildOverview overview, GuildLayout? layout, DateTimeOffset now)
    {
        if (_watchers is not null)
        {
            foreach (var (observer, until) in _watchers.ToArray())
            {
                if (until < now) _watchers.Remove(observer);
            }
            Violation[] untold = _untold?.ToArray() ?? [];
            var update = new GuildUpdate(overview, untold, ChannelNames.Of(layout, untold.Select(violation => violation.Channel)));
            foreach (var observer in _watchers.Keys) observer.Changed(update).Ignore();
        }
        (_changed, _untold, _toldAt) = (false, null, now);
    }
}
