using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Buffers;

/// <summary>When buffers are emptied: the layer-2 buffer towards the analyser, the violation buffer towards the store.</summary>
public sealed partial class BufferOptions
{
    /// <summary>Entries that make a buffer flush. More of them cost fewer calls and writes, and a quarrel is found later.</summary>
    [ConfigurationKeyName("BUFFER_FLUSH_THRESHOLD"), Range(1, 1_000)] public int FlushThreshold { get; set; } = 10;

    /// <summary>Seconds after which a buffer flushes, however little it holds.</summary>
    [ConfigurationKeyName("BUFFER_TIMEOUT_SECS"), Range(1, 3_600)] public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Messages that one flush takes to the analyser at most, the oldest first: a backlog goes in pieces, each of which can succeed by itself.</summary>
    [ConfigurationKeyName("BUFFER_FLUSH_MAX_MESSAGES"), Range(1, 1_000)] public int FlushMaxMessages { get; set; } = 50;

    /// <summary>Messages that a guild's layer-2 buffer holds at most while the analyser is away; the oldest go first, and are counted.</summary>
    [ConfigurationKeyName("BUFFER_MAX_MESSAGES"), Range(10, 100_000)] public int MaxMessages { get; set; } = 1_000;

    /// <summary>Seconds before a flush that failed is tried again; doubles up to <see cref="RetryMaxSeconds"/>.</summary>
    [ConfigurationKeyName("BUFFER_RETRY_SECS"), Range(0.1, 600)] public double RetrySeconds { get; set; } = 1;
    [ConfigurationKeyName("BUFFER_RETRY_MAX_SECS"), Range(0.1, 3_600)] public double RetryMaxSeconds { get; set; } = 60;

    [OptionsValidator] public sealed partial class Validator : IValidateOptions<BufferOptions>;
}
