using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Scenarios;

/// <summary>Starts and stops scenarios; several may run at once.</summary>
public sealed class ScenarioRunner
{
    private readonly DiscordWorld _world;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<int, ScenarioRun> _runs = new();
    private int _last;

    internal ScenarioRunner(DiscordWorld world, TimeProvider time)
    {
        _world = world;
        _time = time;
    }

    public IReadOnlyCollection<ScenarioRun> Runs => [.. _runs.Values];

    /// <exception cref="ArgumentException">The kind is unknown, or there is no guild.</exception>
    public ScenarioRun Start(ScenarioOptions options)
    {
        List<Guild> guilds;
        lock (_world.Gate)
            guilds = options.Guilds.Count > 0 ? [.. options.Guilds.Select(_world.GetGuild)] : [.. _world.Guilds];
        if (guilds.Count == 0) throw new ArgumentException("There is no guild to post in.", nameof(options));
        var run = new ScenarioRun(Interlocked.Increment(ref _last), options, _world, _time, Scripts.For(options, _world, guilds));
        _runs[run.Id] = run;
        return run;
    }

    public ScenarioRun? Find(int id) => _runs.GetValueOrDefault(id);

    public Task StopAllAsync() => Task.WhenAll(_runs.Values.Select(run => run.StopAsync()));
}

/// <summary>A scenario at work.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without timer or wait handle holds nothing to release.")]
public sealed class ScenarioRun
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ScenarioOptions _options;
    private readonly DiscordWorld _world;
    private readonly TimeProvider _time;
    private readonly ConcurrentQueue<ulong> _posted = new();
    private int _refused;

    internal ScenarioRun(int id, ScenarioOptions options, DiscordWorld world, TimeProvider time, IEnumerable<ScriptedPost> script)
    {
        Id = id;
        _options = options;
        _world = world;
        _time = time;
        Completion = Task.Run(() => RunAsync(script));
    }

    public int Id { get; }

    /// <summary>Completes when the last message was posted or the scenario was stopped.</summary>
    public Task Completion { get; }

    /// <summary>Ids of what was posted, oldest first; their labels are in the world's messages.</summary>
    public IReadOnlyCollection<ulong> Posted => _posted;

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Completion;
    }

    public ScenarioReport Report()
    {
        int violating = 0, caught = 0, wronged = 0;
        foreach (var id in _posted)
        {
            if (_world.FindMessage(id) is not { Label: { } label } message) continue;
            if (label.Violating) violating++;
            if (message.DeletedAt is not null && label.Violating) caught++;
            else if (message.DeletedAt is not null) wronged++;
        }
        return new ScenarioReport(_options.Kind, !Completion.IsCompleted, _posted.Count, Volatile.Read(ref _refused), violating, caught, wronged);
    }

    private async Task RunAsync(IEnumerable<ScriptedPost> script)
    {
        var start = _time.GetTimestamp();
        long attempts = 0;
        using var posts = script.GetEnumerator();
        while (attempts != _options.Messages)
        {
            // Against the start, not against the last message: a late wake-up does not slow the whole down.
            var wait = TimeSpan.FromSeconds(attempts / _options.Rate) - _time.GetElapsedTime(start);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stop.IsCancellationRequested) return;
            lock (_world.Gate)
            {
                if (!posts.MoveNext()) return;
                var post = posts.Current;
                var result = _world.Post(post.Channel, post.Author, post.Content, new PostOptions { Label = post.Label });
                if (result.Posted) _posted.Enqueue(result.Id);
                else Interlocked.Increment(ref _refused);
            }
            attempts++;
        }
    }
}
