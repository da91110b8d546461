using Murdoch.Grains.Interfaces.Actions;

namespace Murdoch.Grains.Cases;

/// <summary>Cases of one summary that have their kind and their rule in common.</summary>
/// <param name="Rule">The rule, or who made them where no rule did.</param>
/// <param name="Closed">How many of them were taken back.</param>
/// <param name="First">The lowest number.</param>
internal sealed record SummaryLine(ActionKind Kind, string Rule, long Count, long Closed, long First, long Last, double Severity);
