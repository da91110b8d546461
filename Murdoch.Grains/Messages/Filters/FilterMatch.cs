using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>What a rule found.</summary>
/// <param name="Rule">The rule's permanent name, such as <c>listed-word</c>.</param>
/// <param name="Severity">0 to 1.</param>
/// <param name="Reason">A sentence for people; it does not repeat the offensive text.</param>
/// <param name="Matched">The list entry, pattern, host or code that decided.</param>
internal sealed record FilterMatch(string Rule, ViolationCategory Category, double Severity, string Reason, string Matched);
