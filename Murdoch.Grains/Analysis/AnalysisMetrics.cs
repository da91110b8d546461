using System.Diagnostics.Metrics;

namespace Murdoch.Grains.Analysis;

/// <summary>What layer 3 of this silo does, costs and leaves undone.</summary>
internal static class AnalysisMetrics
{
    public const string MeterName = "Murdoch.Analysis";
    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Flushes = Meter.CreateCounter<long>("analysis_flushes", null, "Buffers given to the analyser, by analyser and outcome");
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("analysis_requests", null, "Requests to an analyser outside, by analyser and outcome");
    private static readonly Counter<long> Skipped = Meter.CreateCounter<long>("analysis_skipped", null, "Requests to an analyser outside that were not made, by reason");
    private static readonly Counter<long> Settled = Meter.CreateCounter<long>("analysis_settled_messages", null, "Messages that the embedded model judged instead of an analyser outside, by why");
    private static readonly Counter<long> Refused = Meter.CreateCounter<long>("analysis_findings_refused", null, "Findings that name no message of their own batch or no severity from 0 to 1");
    private static readonly Counter<long> Tokens = Meter.CreateCounter<long>("analysis_tokens", null, "Tokens of prompts (in) and answers (out)");
    private static readonly Counter<double> Dollars = Meter.CreateCounter<double>("analysis_cost_dollars", null, "What the tokens cost at the prices of the settings");
    private static readonly Histogram<double> Seconds = Meter.CreateHistogram<double>(
        "analysis_seconds", "s", "Time that an analyser outside took to answer",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40] });

    /// <summary>Messages in the layer-2 buffers of this silo's guilds.</summary>
    public static UpDownCounter<long> Buffered { get; } = Meter.CreateUpDownCounter<long>("analysis_buffered_messages", null, "Messages that wait for the analyser");

    public static Counter<long> Dropped { get; } = Meter.CreateCounter<long>("analysis_dropped_messages", null, "Messages that a full buffer forced out unseen by the analyser");

    public static void Flushed(string analyzer, bool failed) => Flushes.Add(1, new("analyzer", analyzer), new("outcome", failed ? "failed" : "done"));

    public static void Answered(string analyzer, string outcome, TimeSpan took)
    {
        Requests.Add(1, new("analyzer", analyzer), new("outcome", outcome));
        Seconds.Record(took.TotalSeconds, new KeyValuePair<string, object?>("analyzer", analyzer));
    }

    public static void Skip(string reason) => Skipped.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <param name="why">benign or violating: a clear case; unusable: the analyser outside has no usable answer for it.</param>
    public static void Settle(string why, int messages)
    {
        if (messages > 0) Settled.Add(messages, new KeyValuePair<string, object?>("why", why));
    }

    public static void Refuse(int findings)
    {
        if (findings > 0) Refused.Add(findings);
    }

    public static void Spent(string analyzer, long tokensIn, long tokensOut, double dollars)
    {
        Tokens.Add(tokensIn, new("analyzer", analyzer), new("direction", "in"));
        Tokens.Add(tokensOut, new("analyzer", analyzer), new("direction", "out"));
        Dollars.Add(dollars, new KeyValuePair<string, object?>("analyzer", analyzer));
    }
}
