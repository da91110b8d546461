using System.Diagnostics;
using Murdoch.Simulator.Gateway;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Scenarios;

/// <summary>What the firehose sends.</summary>
public sealed record FirehoseOptions
{
    public int Messages { get; init; } = 10_000;

    /// <summary>How many guilds get messages, in turn; 0 means all.</summary>
    public int Guilds { get; init; }

    /// <summary>0..1.</summary>
    public double ViolatingShare { get; init; } = 0.01;

    /// <summary>Messages per second, evenly spaced; 0 sends as fast as the sockets take them.</summary>
    public double Rate { get; init; }

    /// <summary>Size of the message object, about; smaller than a message needs has no effect.</summary>
    public int PayloadBytes { get; init; } = 1300;

    public int Seed { get; init; } = 1;
}

/// <summary>Sends prebuilt MESSAGE_CREATE dispatches past the world's bookkeeping, to measure a bot. Deleting such a message works over REST and
/// is noted; reading one does not.</summary>
public sealed class Firehose
{
    private readonly DiscordWorld _world;
    private readonly GatewayHub _hub;
    private FirehoseRun? _run;

    internal Firehose(DiscordWorld world, GatewayHub hub)
    {
        _world = world;
        _hub = hub;
    }

    /// <summary>The run at work, or the last one.</summary>
    public FirehoseRun? Current => Volatile.Read(ref _run);

    /// <exception cref="InvalidOperationException">One is running already.</exception>
    public FirehoseRun Start(FirehoseOptions options)
    {
        if (Current is { Completion.IsCompleted: false }) throw new InvalidOperationException("The firehose is running already.");
        var run = new FirehoseRun(options, _hub, FirehosePayloads.Build(_world, options));
        Volatile.Write(ref _run, run);
        run.Begin();
        return run;
    }

    public Task StopAsync() => Current?.StopAsync() ?? Task.CompletedTask;

    internal bool Sent(ulong message) => Current?.Sent(message) ?? false;

    /// <returns>False when it was deleted before.</returns>
    internal bool Delete(ulong message) => Current!.Delete(message, Stopwatch.GetTimestamp());
}
