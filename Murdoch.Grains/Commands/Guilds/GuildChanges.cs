using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Commands.Guilds;

/// <summary>Changes a guild's configuration as a moderator asks, whoever else changes it at the same time.</summary>
internal static class GuildChanges
{
    private const int Attempts = 5;

    /// <param name="change">Called again on what somebody else has made of it meanwhile.</param>
    /// <returns>Why it was not changed, in sentences; null when it was.</returns>
    public static async Task<string?> Change(CommandCall call, Func<GuildConfig, GuildConfig> change)
    {
        ConfigChange? answer = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var current = await call.GuildGrain.GetConfig();
            var wanted = change(current);
            if (wanted == current) return null;
            answer = await call.GuildGrain.SetConfig(wanted, call.User);
            if (answer.Accepted)
            {
                await call.Audit(CommandAudit.ConfigChanged, "config", Different(current, answer.Config), Different(answer.Config, current));
                return null;
            }
            // Another version means that somebody was quicker; the same one, that it is not allowed.
            if (answer.Config.Version == wanted.Version) break;
        }
        return string.Join('\n', answer!.Problems);
    }

    /// <summary>What one has otherwise than the other, a line for each setting.</summary>
    private static string Different(GuildConfig one, GuildConfig other)
    {
        var lines = GuildSetting.All.Select(setting => (setting.Name, One: setting.Show(one), Other: setting.Show(other)))
            .Append((Name: "rules", One: one.Rules ?? "none", Other: other.Rules ?? "none"))
            .Append((Name: "exempt-roles", One: string.Join(' ', one.ExemptRoles), Other: string.Join(' ', other.ExemptRoles)))
            .Append((Name: "exempt-channels", One: string.Join(' ', one.ExemptChannels), Other: string.Join(' ', other.ExemptChannels)));
        return string.Join('\n', lines.Where(line => line.One != line.Other).Select(line => $"{line.Name}: {line.One}"));
    }
}
