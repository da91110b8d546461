using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Guilds;

/// <summary>What a guild's configuration must keep to.</summary>
internal static class GuildConfigRules
{
    /// <summary>Discord's longest timeout: https://docs.discord.com/developers/resources/guild#modify-guild-member.</summary>
    public const int LongestTimeoutSeconds = 28 * 24 * 3_600;
    public const int LongestBanSeconds = 366 * 24 * 3_600;
    public const int MaxRungs = 20;
    public const int MaxExemptions = 250;

    /// <returns>One sentence per problem; none when all is well.</returns>
    public static IEnumerable<string> Problems(GuildConfig config)
    {
        if (config.SanctionThreshold is not (>= 0 and <= 1)) yield return $"The sanction threshold is {config.SanctionThreshold}; it goes from 0 to 1.";
        if (config.ContentRetentionDays is < 1 or > 365) yield return "Content is kept for 1 to 365 days.";
        if (config.Ladder.Rungs.Length is 0 or > MaxRungs) yield return $"The ladder has {config.Ladder.Rungs.Length} steps; it needs 1 to {MaxRungs}.";
        if (config.Ladder.DecayHours is < 0 or > 24 * 365) yield return "Levels decay after 0 (never) to 8760 hours.";
        if (config.Ladder.IncidentSeconds is not (>= 0 and <= 3_600)) yield return "An incident lasts 0 to 3600 seconds.";
        for (var i = 0; i < config.Ladder.Rungs.Length; i++)
        {
            var rung = config.Ladder.Rungs[i];
            if (rung.Action is not (ActionKind.Warn or ActionKind.Timeout or ActionKind.Kick or ActionKind.Ban)) yield return $"Step {i + 1} does {rung.Action}, which is no sanction.";
            if (rung.Action == ActionKind.Timeout && rung.Seconds is < 1 or > LongestTimeoutSeconds) yield return $"The timeout of step {i + 1} lasts 1 second to 28 days.";
            if (rung.Action == ActionKind.Ban && rung.Seconds is < 0 or > LongestBanSeconds) yield return $"The ban of step {i + 1} lasts 1 second to 366 days, or 0 for ever.";
        }
        if (config.ExemptRoles.Length > MaxExemptions || config.ExemptChannels.Length > MaxExemptions) yield return $"At most {MaxExemptions} roles and {MaxExemptions} channels can be exempt.";
        if (config.Rules is { Length: > 8_000 }) yield return "The guild's rules are longer than 8000 characters.";
    }
}
