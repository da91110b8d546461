using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Violations;

/// <summary>Which violations of a guild are asked for. What is null does not matter.</summary>
internal sealed record ViolationFilter
{
    public static ViolationFilter All { get; } = new();

    /// <summary>The least severity, itself included.</summary>
    public double? SeverityFrom { get; init; }

    /// <summary>Where severity ends, itself excluded, so that levels do not overlap.</summary>
    public double? SeverityBelow { get; init; }
    public DetectionLayer? Layer { get; init; }
    public ViolationCategory? Category { get; init; }
    public UserId? Member { get; init; }
    public ChannelId? Channel { get; init; }

    /// <summary>The earliest time, itself included.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Where the time ends, itself excluded.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>The last violation of a page; the next page begins behind it, whatever has come in meanwhile.</summary>
internal readonly record struct ViolationCursor(DateTimeOffset At, ViolationId Id)
{
    public static ViolationCursor Behind(Violation last) => new(last.At, last.Id);
}
