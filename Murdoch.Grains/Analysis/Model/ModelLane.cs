using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Analysis.Model;

/// <summary>The questions that the model answers of a text, each with weights of its own. The order is the file's.</summary>
public enum ModelLane
{
    /// <summary>Any abuse: insults, hate and threats.</summary>
    Abuse = 0,
    Hate = 1,
    Threat = 2,
    Spam = 3,
    Scam = 4,
}

internal static class ModelLanes
{
    public const int Count = 5;

    /// <summary>Room for a row in memory: eight lanes are one vector.</summary>
    public const int Stride = 8;

    public static ViolationCategory Category(this ModelLane lane) => lane switch
    {
        ModelLane.Hate => ViolationCategory.Hate,
        ModelLane.Threat => ViolationCategory.Threat,
        ModelLane.Spam => ViolationCategory.Spam,
        ModelLane.Scam => ViolationCategory.Phishing,
        _ => ViolationCategory.Harassment,
    };
}
