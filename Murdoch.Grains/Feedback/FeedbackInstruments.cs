using System.Diagnostics.Metrics;
using Murdoch.Grains.Interfaces.Feedback;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Feedback;

/// <summary>What moderators taught, and how much it spared, over all guilds of a silo.</summary>
internal static class FeedbackInstruments
{
    private static readonly Meter Meter = new("Murdoch.Feedback");
    private static readonly Counter<long> Marks = Meter.CreateCounter<long>("feedback_marks", null, "Marks that moderators set on violations, by what they say");

    public static Counter<long> Spared { get; } = Meter.CreateCounter<long>("feedback_spared", null, "Times that a rule left a text alone because a moderator had allowed it");
    public static Counter<long> Forgotten { get; } = Meter.CreateCounter<long>("feedback_forgotten", null, "Allowances that made room for newer ones");

    public static void Marked(ViolationMark mark) => Marks.Add(1, new KeyValuePair<string, object?>("mark", EnumWords<ViolationMark>.Of(mark)));
}
