using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Interfaces.Feedback;

/// <summary>A text that is allowed in a guild because a moderator called its violation a false positive.</summary>
/// <param name="Violation">The one that was marked.</param>
/// <param name="Rule">The rule that was wrong about it.</param>
/// <param name="Severity">How severe that rule found it, 0 to 1.</param>
/// <param name="Spared">How often it has kept a rule from acting since.</param>
[GenerateSerializer, Immutable, Alias("allowance")]
public sealed record Allowance(
    [property: Id(0)] ViolationId Violation,
    [property: Id(1)] TextPrint Print,
    [property: Id(2)] string Rule,
    [property: Id(3)] ViolationCategory Category,
    [property: Id(4)] double Severity,
    [property: Id(5)] UserId By,
    [property: Id(6)] DateTimeOffset At,
    [property: Id(7)] AllowanceReach Reach,
    [property: Id(8)] long Spared = 0);

/// <summary>Which texts an allowance is for.</summary>
[GenerateSerializer, Alias("allowance-reach")]
public enum AllowanceReach
{
    /// <summary>This text, sign by sign: links and invites, of which one letter makes another.</summary>
    SameText = 0,

    /// <summary>Texts of the same letters, whatever stands between them.</summary>
    SameLetters = 1,

    /// <summary>Also texts that differ in little, when the same rule finds the same in them.</summary>
    AlikeTexts = 2,
}

/// <param name="Allowances">The newest first.</param>
/// <param name="Limit">How many a guild has at most; the oldest makes room.</param>
/// <param name="Forgotten">How many have made room so far.</param>
[GenerateSerializer, Immutable, Alias("allowance-list")]
public sealed record AllowanceList([property: Id(0)] Allowance[] Allowances, [property: Id(1)] int Limit, [property: Id(2)] long Forgotten);
