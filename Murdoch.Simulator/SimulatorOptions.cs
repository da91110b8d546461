using Murdoch.Simulator.Gateway;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator;

/// <summary>How the stand-in behaves. The defaults are Discord's own limits; a benchmark turns <see cref="RateLimitScale"/> to 0.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Loopback port; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>The bot's token, without the <c>Bot </c> prefix.</summary>
    public string Token { get; init; } = "simulator-token";

    /// <summary>OAuth2 secret of the application; its client id is the bot's user id.</summary>
    public string ClientSecret { get; init; } = "simulator-secret";

    /// <summary>Guilds to begin with. Not used when <see cref="World"/> is given.</summary>
    public int Guilds { get; init; } = 1;

    /// <summary>Members per guild, owner and bot included; at least 2.</summary>
    public int Members { get; init; } = 10;

    /// <summary>Text channels per guild.</summary>
    public int Channels { get; init; } = 3;

    public int Seed { get; init; } = 1;

    /// <summary>A world to go on with: a simulator that starts again on its old port knows what it knew, but no sessions.</summary>
    public DiscordWorld? World { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Privileged intents switched on in the portal.</summary>
    public Intents AllowedIntents { get; init; } = Intents.Privileged;

    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(41_250);

    /// <summary>How much later than an interval and a half a heartbeat may come before the socket is closed.</summary>
    public TimeSpan HeartbeatGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Identifies per <see cref="IdentifyWindow"/>, one per bucket of shards.</summary>
    public int MaxConcurrency { get; init; } = 1;

    public TimeSpan IdentifyWindow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Identifies a day; the one after the last is answered with 4004.</summary>
    public int IdentifyLimit { get; init; } = 1000;

    /// <summary>What /gateway/bot recommends.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>Fewer shards than this are refused with 4011.</summary>
    public int RequiredShards { get; init; } = 1;

    /// <summary>How long a session without a connection may be resumed.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Dispatches kept per session for a resume.</summary>
    public int ReplayBufferEvents { get; init; } = 100_000;

    /// <summary>Serve resumes on a second port, as Discord serves them on another host.</summary>
    public bool SeparateResumePort { get; init; }

    /// <summary>Multiplies every REST limit per route: 10 is ten times as generous, 0 turns all limits off.</summary>
    public double RateLimitScale { get; init; } = 1;

    /// <summary>REST requests per second for the whole bot.</summary>
    public int GlobalPerSecond { get; init; } = 50;

    /// <summary>Time for the first answer to an interaction.</summary>
    public TimeSpan InteractionDeadline { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long an answered interaction's token lives.</summary>
    public TimeSpan InteractionLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Older messages are forgotten.</summary>
    public int MessagesKeptPerChannel { get; init; } = 10_000;

    /// <summary>Entries the journal keeps.</summary>
    public int JournalEntries { get; init; } = 200_000;

    public LogLevel LogLevel { get; init; } = LogLevel.Warning;
}
