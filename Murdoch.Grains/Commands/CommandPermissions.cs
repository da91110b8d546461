using Microsoft.Extensions.Options;
using Murdoch.Grains.Guilds;

namespace Murdoch.Grains.Commands;

/// <summary>Who may do what with the bot in Discord: the one place that decides it. What Discord shows to whom is a convenience.</summary>
internal sealed class CommandPermissions(IOptions<ModeratorOptions> moderators)
{
    /// <returns>Why the user may not, in a sentence; null when they may.</returns>
    public async Task<string?> Problem(IInteractionHandler handler, CommandCall call)
    {
        if (handler.Needs == 0) return null;
        if (call.Guild.Value == 0) return "This works only in a guild.";
        // In a direct message Discord tells nobody's permissions. An owner has all of them.
        if (call.Interaction.Member is not { } member) return (await call.GuildGrain.GetStaffAddress()).Owner == call.User ? null : "This works only in a guild.";
        if ((member.Permissions & (handler.Needs | Permissions.Administrator)) != 0) return null;
        // A guild's moderators may do what moderators do, whatever Discord lets them do by hand.
        if ((handler.Needs & Permissions.Moderating) != 0)
        {
            if (moderators.Value.Role is { } everywhere && member.Roles.Contains(everywhere.Value)) return null;
            if ((await call.GuildGrain.GetConfig()).ModeratorRole is { } role && member.Roles.Contains(role.Value)) return null;
        }
        return $"For this you need the permission {Permissions.Name(handler.Needs)} here.";
    }
}
