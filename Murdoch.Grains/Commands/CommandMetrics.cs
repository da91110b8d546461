using System.Diagnostics.Metrics;
using Murdoch.Discord.Interactions;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Commands;

/// <summary>How soon moderators are answered.</summary>
internal static class CommandMetrics
{
    public const string MeterName = "Murdoch.Commands";
    private static readonly Meter Meter = new(MeterName);

    /// <summary>From the frame to the last answer: of a deferred one, when it is filled in.</summary>
    private static readonly Histogram<double> Seconds = Meter.CreateHistogram<double>("interaction_duration_seconds", "s");

    public static void Answered(InteractionType type, TimeSpan took) => Seconds.Record(took.TotalSeconds, new KeyValuePair<string, object?>("type", EnumWords<InteractionType>.Of(type)));
}
