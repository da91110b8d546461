using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Analysis.Wire;

/// <summary>How an analyser outside is asked: how long it may take, how much it may say, and when it is left alone. For each silo.</summary>
public sealed partial class ModelOptions
{
    /// <summary>Seconds that one request may take, its answer included.</summary>
    [ConfigurationKeyName("ANALYZER_TIMEOUT_SECS"), Range(0.1, 600)] public double TimeoutSeconds { get; set; } = 20;

    /// <summary>Times that a request is made again at once when there was no answer, or one of 500 and above; afterwards the buffer tries again later.</summary>
    [ConfigurationKeyName("ANALYZER_RETRIES"), Range(0, 10)] public int Retries { get; set; } = 1;

    /// <summary>Milliseconds before the first of these; doubles, with some chance in it.</summary>
    [ConfigurationKeyName("ANALYZER_RETRY_MS"), Range(1, 60_000)] public int RetryMilliseconds { get; set; } = 500;

    /// <summary>Requests of one silo at the same time; further buffers wait.</summary>
    [ConfigurationKeyName("ANALYZER_CONCURRENCY"), Range(1, 1_000)] public int Concurrency { get; set; } = 8;

    /// <summary>Requests within <see cref="BreakWindowSeconds"/> of which half have to fail before none is made for <see cref="BreakSeconds"/>.</summary>
    [ConfigurationKeyName("ANALYZER_BREAK_AFTER"), Range(2, 1_000)] public int BreakAfter { get; set; } = 5;
    [ConfigurationKeyName("ANALYZER_BREAK_WINDOW_SECS"), Range(0.5, 3_600)] public double BreakWindowSeconds { get; set; } = 60;
    [ConfigurationKeyName("ANALYZER_BREAK_SECS"), Range(0.5, 3_600)] public double BreakSeconds { get; set; } = 30;

    /// <summary>Seconds that a Retry-After of the analyser is heeded at most; without one a 429 is waited for as long as a break.</summary>
    [ConfigurationKeyName("ANALYZER_RETRY_AFTER_MAX_SECS"), Range(1, 86_400)] public double RetryAfterMaxSeconds { get; set; } = 600;

    /// <summary>Tokens that an answer may have, thinking included. Reserved in the budget before each request.</summary>
    [ConfigurationKeyName("ANALYZER_ANSWER_TOKENS"), Range(64, 100_000)] public int AnswerTokens { get; set; } = 4_096;

    /// <summary>Kilobytes of an answer that are read; a longer one counts as none.</summary>
    [ConfigurationKeyName("ANALYZER_ANSWER_KB"), Range(1, 10_240)] public int AnswerKilobytes { get; set; } = 256;

    /// <summary>Characters of messages to judge in one request; a flush that has more of them is asked about in several.</summary>
    [ConfigurationKeyName("ANALYZER_PROMPT_CHARS"), Range(4_000, 1_000_000)] public int PromptCharacters { get; set; } = 24_000;

    /// <summary>Further requests that one flush may cost to find the messages for which there is no usable answer; the embedded model judges those.</summary>
    [ConfigurationKeyName("ANALYZER_EXTRA_REQUESTS"), Range(0, 1_000)] public int ExtraRequests { get; set; } = 8;

    /// <summary>Dollars for a million tokens of prompts, and of answers. Zero for a model that costs nothing: caps on cost then never hold.</summary>
    [ConfigurationKeyName("ANALYZER_PRICE_IN"), Range(0, 10_000)] public double PriceIn { get; set; } = 0.10;
    [ConfigurationKeyName("ANALYZER_PRICE_OUT"), Range(0, 10_000)] public double PriceOut { get; set; } = 0.40;

    internal double Dollars(long tokensIn, long tokensOut) => (tokensIn * PriceIn + tokensOut * PriceOut) / 1_000_000;

    [OptionsValidator] public sealed partial class Validator : IValidateOptions<ModelOptions>;
}
