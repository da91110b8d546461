namespace Murdoch.Grains.Gateway;

/// <summary>The turns to identify that were handed out. Written before a turn is, so that the next activation keeps the distance.</summary>
[GenerateSerializer, Alias("identify-state")]
internal sealed class IdentifyState
{
    /// <summary>When the next shard of a bucket may identify.</summary>
    [Id(0)] public Dictionary<int, DateTimeOffset> NextTurns { get; set; } = [];
}

/// <summary>Answers that Discord holds against the bot, by the time in which they came.</summary>
[GenerateSerializer, Alias("invalid-requests-state")]
internal sealed class InvalidRequestsState
{
    [Id(0)] public Dictionary<DateTimeOffset, int> Counts { get; set; } = [];
}
