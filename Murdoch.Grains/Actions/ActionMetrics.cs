using System.Diagnostics.Metrics;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Actions;

/// <summary>What was done in Discord, how it ended, and how long it took from the frame to the answer.</summary>
internal static class ActionMetrics
{
    public const string MeterName = "Murdoch.Actions";
    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Actions = Meter.CreateCounter<long>("actions", null, "Actions in Discord by kind and outcome");
    private static readonly Histogram<double> Latency = Meter.CreateHistogram<double>(
        "detection_to_action_seconds", "s", "From the frame that brought a message to Discord's answer to the action",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    public static void Ended(ActionKind kind, ActionOutcome outcome, TimeSpan latency)
    {
        Actions.Add(1, new("kind", EnumWords<ActionKind>.Of(kind)), new("outcome", EnumWords<ActionOutcome>.Of(outcome)));
        if (outcome == ActionOutcome.Done) Latency.Record(latency.TotalSeconds);
    }
}
