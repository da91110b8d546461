namespace Murdoch.Simulator.World;

/// <summary>What a moderator does to a user in Discord's own client.</summary>
public enum ModeratorAct
{
    Timeout,
    Kick,
    Ban,
    Unban,
}

public sealed partial class DiscordWorld
{
    /// <summary>A member moderates, under the rules a member is under: rights, rank, and that administrators cannot be timed out.</summary>
    /// <param name="length">Of a timeout, zero ends one; of a ban how far back messages are deleted.</param>
    /// <returns>Null when done, else why not.</returns>
    public string? Moderate(ulong guildId, ulong by, ModeratorAct act, ulong userId, TimeSpan length = default, string? reason = null)
    {
        lock (Gate)
        {
            var guild = GetGuild(guildId);
            if (!guild.Members.TryGetValue(by, out var moderator)) return "not-a-member";
            if (Refusal(guild, moderator, act, userId) is { } refusal) return refusal;
            switch (act)
            {
                case ModeratorAct.Timeout: SetTimeout(guildId, userId, length > TimeSpan.Zero ? Now + length : null, by, reason); break;
                case ModeratorAct.Kick: Kick(guildId, userId, by, reason); break;
                case ModeratorAct.Ban: SetBan(guildId, FindUser(userId)!, by, reason, length); break;
                default: Unban(guildId, userId, by, reason); break;
            }
            return null;
        }
    }

    private string? Refusal(Guild guild, Member moderator, ModeratorAct act, ulong userId)
    {
        var needed = act switch
        {
            ModeratorAct.Timeout => Permissions.ModerateMembers,
            ModeratorAct.Kick => Permissions.KickMembers,
            _ => Permissions.BanMembers,
        };
        if (!PermissionRules.InGuild(guild, moderator, Now).HasFlag(needed)) return "no-permission";
        var target = guild.Members.GetValueOrDefault(userId);
        if (act is ModeratorAct.Timeout or ModeratorAct.Kick && target is null) return "unknown-member";
        if (act == ModeratorAct.Ban && FindUser(userId) is null) return "unknown-user";
        if (act == ModeratorAct.Ban && guild.Bans.ContainsKey(userId)) return "banned-already";
        if (act == ModeratorAct.Unban) return guild.Bans.ContainsKey(userId) ? null : "not-banned";
        if (target is null) return null;
        if (!PermissionRules.Outranks(guild, moderator, target)) return "outranked";
        return act == ModeratorAct.Timeout && PermissionRules.InGuild(guild, target, Now).HasFlag(Permissions.Administrator) ? "administrator" : null;
    }
}
