using System.Diagnostics.Metrics;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Guilds;

/// <summary>What all guilds of a silo count together.</summary>
internal static class GuildInstruments
{
    public const string MeterName = "Murdoch.Guilds";
    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Violations = Meter.CreateCounter<long>("violations", null, "Violations by layer, severity and category");

    /// <summary>Boxed once: a tag holds an object.</summary>
    private static readonly object[] Layers = [0, (int)DetectionLayer.Patterns, (int)DetectionLayer.Buffer, (int)DetectionLayer.Analysis];

    public static Counter<long> Messages { get; } = Meter.CreateCounter<long>("messages", null, "Messages looked at");
    public static Counter<long> Backfilled { get; } = Meter.CreateCounter<long>("backfilled_messages", null, "Messages that were found in history, after Discord had not replayed them");
    public static Counter<long> Raids { get; } = Meter.CreateCounter<long>("raids", null, "Times that a guild went into raid mode");
    public static Counter<long> Failures { get; } = Meter.CreateCounter<long>("message_failures", null, "Messages that no rule could judge because of an error of ours");

    public static void Found(Violation violation) => Violations.Add(
        1, new("layer", Layers[(int)violation.Layer]), new("severity", SeverityLevels.Name(violation.Severity)), new("category", EnumWords<ViolationCategory>.Of(violation.Category)));
}
