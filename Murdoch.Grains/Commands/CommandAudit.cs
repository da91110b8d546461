using Murdoch.Grains.Interfaces.Audit;

namespace Murdoch.Grains.Commands;

/// <summary>Writes what a command changed to the guild's audit log.</summary>
internal static class CommandAudit
{
    public const string ConfigChanged = "config.changed";
    public const string MemberCleared = "member.cleared";
    public const string MessagesPurged = "channel.purged";
    public const string SlowModeSet = "channel.slowmode";
    public const string ChannelLocked = "channel.locked";
    public const string ChannelUnlocked = "channel.unlocked";
    public const string RaidStarted = "raid.started";
    public const string RaidEnded = "raid.ended";
    public const string ReportedRemoved = "message.removed";

    /// <summary>Once for each call and target, however often it is written.</summary>
    public static Task Audit(this CommandCall call, string action, string target, string? before = null, string? after = null) =>
        call.Grains.GetGrain<IAuditGrain>(call.Guild.Key).Append(
            new(call.Guild, call.At, call.User, action, target, before, after, $"{call.Cause} {action} {target}"));
}
