namespace Murdoch.Grains.Interfaces.Feedback;

/// <summary>What moderators say of a violation.</summary>
[GenerateSerializer, Alias("violation-mark")]
public enum ViolationMark
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It was none.</summary>
    FalsePositive = 1,

    /// <summary>It was one.</summary>
    Confirmed = 2,
}
