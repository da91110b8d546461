using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Live;

namespace Murdoch.Web.Live;

/// <summary>Watches every guild that the bot is in and hands what changes to all viewers. One observer serves all guilds.</summary>
public sealed partial class LiveFeed : BackgroundService, IGuildObserver
{
    private readonly ConcurrentDictionary<GuildId, byte> _guilds = new();
    private readonly ConcurrentDictionary<Viewer, byte> _viewers = new();
    private readonly LiveFeedOptions _options;
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly ILogger<LiveFeed> _logger;
    private bool _failed;

    public LiveFeed(IGrainFactory grains, IOptions<LiveFeedOptions> options, TimeProvider time, ILogger<LiveFeed> logger)
    {
        _options = options.Value;
        _grains = grains;
        _time = time;
        _logger = logger;
        Names = new MemberNames(grains, _options, time, logger, members => Tell(null, [], [], members));
    }

    public MemberNames Names { get; }

    /// <summary>The guilds watched, by id.</summary>
    public IEnumerable<GuildId> Guilds => _guilds.Keys.OrderBy(guild => guild.Value);

    /// <returns>Null when there are as many viewers as are allowed.</returns>
    public Viewer? Join()
    {
        if (_viewers.Count >= _options.MaxViewers) return null;
        var viewer = new Viewer(_options.ViewerBacklog, left => _viewers.TryRemove(left, out _));
        _viewers.TryAdd(viewer, 0);
        return viewer;
    }

    public Task Changed(GuildUpdate update)
    {
        foreach (var violation in update.Violations) Names.Want(violation.Member);
        Tell(update.Overview, [.. update.Violations.Select(ViolationView.Of)], update.Channels ?? [], []);
        return Task.CompletedTask;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var viewer in _viewers.Keys) viewer.End();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var names = Names.ResolveAsync(stoppingToken);
        var self = _grains.CreateObjectReference<IGuildObserver>(this);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RenewAsync(self);
                _failed = false;
            }
#pragma warning disable CA1031 // A guild that cannot be watched now is watched at the next renewal.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                if (!_failed) LogWatchFailed(_logger, exception);
                _failed = true;
            }
            var interval = _guilds.IsEmpty ? _options.FirstGuildInterval : _options.RenewInterval;
            await Task.Delay(interval, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await names;
        // Guilds forget a watcher by themselves: no farewell, which would only hold up the stop.
    }

    private async Task RenewAsync(IGuildObserver self)
    {
        var plan = await _grains.GetGrain<IGatewayGrain>(0).GetPlan();
        var guilds = await Task.WhenAll(Enumerable.Range(0, plan.Shards).Select(shard => _grains.GetGrain<IShardGrain>(shard).GetGuilds()));
        var seen = guilds.SelectMany(shard => shard).ToHashSet();
        await Task.WhenAll(seen.Select(guild => _grains.GetGrain<IGuildGrain>(guild.Key).Watch(self)));
        foreach (var guild in seen) _guilds.TryAdd(guild, 0);
        foreach (var guild in _guilds.Keys.Where(guild => !seen.Contains(guild))) _guilds.TryRemove(guild, out _);
    }

    private void Tell(GuildOverview? guild, IReadOnlyList<ViolationView> violations, IReadOnlyList<ChannelName> channels, IReadOnlyList<MemberName> members)
    {
        if (_viewers.IsEmpty) return;
        var message = new LiveMessage(_time.GetUtcNow(), guild, violations, channels, members);
        foreach (var viewer in _viewers.Keys) viewer.Tell(message);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Guilds cannot be watched live at the moment; trying again.")]
    private static partial void LogWatchFailed(ILogger logger, Exception exception);
}
