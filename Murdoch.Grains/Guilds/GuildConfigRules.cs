using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Breakers;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Raids;

namespace Murdoch.Grains.Guilds;

/// <summary>What a guild's configuration must keep to.</summary>
internal static class GuildConfigRules
{
    /// <summary>Discord's longest timeout: https://docs.discord.com/developers/resources/guild#modify-guild-member.</summary>
    public const int LongestTimeoutSeconds = 28 * 24 * 3_600;
    public const int LongestBanSeconds = 366 * 24 * 3_600;
    public const int MaxRungs = 20;
    public const int MaxExemptions = 250;
    public const int MaxBreakerMembers = 1_000;

    private static IEnumerable<string> Problems(RaidConfig raids)
    {
        if (raids.JoinLimit is < 1 or > 1_000) yield return "A raid is more than 1 to 1000 joins.";
        if (raids.JoinWindowSeconds is < 5 or > 3_600) yield return "Joins are counted over 5 to 3600 seconds.";
        if (raids.NewAccountDays is < 1 or > 365) yield return "An account is new for 1 to 365 days.";
        if (raids.MessageLimit is < 3 or > 500) yield return "A raid is more than 3 to 500 similar messages.";
        if (raids.MessageWindowSeconds is < 5 or > 600) yield return "Similar messages are counted over 5 to 600 seconds.";
        if (raids.QuietMinutes is < 1 or > 1_440) yield return "Raid mode ends after 1 to 1440 quiet minutes.";
        if (raids.LookBackMinutes is < 0 or > 60) yield return "New accounts count to a raid for 0 to 60 minutes before it.";
    }

    private static IEnumerable<string> Problems(BreakerConfig breaker)
    {
        if (breaker.Members is < 0 or > MaxBreakerMembers) yield return $"A rule is stopped after it acted against more than 1 to {MaxBreakerMembers} members within a minute, or never (0).";
        if (breaker.ActivePercent is < 0 or > 100) yield return "A rule is stopped after it acted against more than 1 to 100 percent of the active members, or never (0).";
        if (breaker.ModeratorMembers is < 0 or > MaxBreakerMembers) yield return $"A moderator is stopped after sanctioning more than 1 to {MaxBreakerMembers} members within a minute, or never (0).";
    }

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
        foreach (var problem in Problems(config.Raids ?? new())) yield return problem;
        foreach (var problem in Problems(config.Breaker ?? new())) yield return problem;
        if (config.Rules is { Length: > 8_000 }) yield return "The guild's rules are longer than 8000 characters.";
    }
}
