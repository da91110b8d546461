namespace Murdoch.Discord.Rest;

/// <summary>How requests reach Discord. https://docs.discord.com/developers/reference, https://docs.discord.com/developers/topics/rate-limits</summary>
public sealed record DiscordRestOptions
{
    public Uri ApiUrl { get; init; } = new("https://discord.com/api/v10");

    /// <summary>The bot's token without a prefix.</summary>
    public required string Token { get; init; }

    /// <summary>Requests per second over all routes; Discord grants 50, large bots more.</summary>
    public int RequestsPerSecond { get; init; } = 50;

    /// <summary>How often a request is sent at most when Discord fails or cannot be reached.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>How often a request is sent at most when it meets rate limits.</summary>
    public int RateLimitedAttempts { get; init; } = 20;

    /// <summary>Longest pause before the second attempt; doubles up to <see cref="RetryMax"/>. The pause itself is random below that.</summary>
    public TimeSpan RetryBase { get; init; } = TimeSpan.FromMilliseconds(250);
    public TimeSpan RetryMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For one attempt, from sending to the whole answer.</summary>
    public TimeSpan AttemptDeadline { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Answers of 401, 403 and 429 in ten minutes from where on only urgent requests go out. Discord bans an address at 10,000.</summary>
    public int InvalidRequestLimit { get; init; } = 8_000;

    /// <summary>
    /// Connections to Discord at once; further requests wait for one. At 50 requests per second, and half a second for the slowest, 32 are
    /// never all in use.
    /// </summary>
    public int Connections { get; init; } = 32;

    /// <summary>Never shows the token.</summary>
    public override string ToString() => $"REST at {ApiUrl}";
}
