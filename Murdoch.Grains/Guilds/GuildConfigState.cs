using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Guilds;

/// <summary>A guild's configuration as stored.</summary>
[GenerateSerializer, Alias("guild-config-state")]
internal sealed class GuildConfigState
{
    private static readonly GuildConfig Unchanged = new();

    [Id(0)] public GuildConfig Config { get; set; } = Unchanged;

    /// <summary>Lets go of what this guild has like every other one: all of them share that.</summary>
    public void Share()
    {
        var (filter, ladder) = (Unchanged.Filter, Unchanged.Ladder);
        Config = Config with
        {
            Filter = WithArraysOf(filter, Config.Filter) == filter ? filter : Config.Filter,
            Ladder = Config.Ladder.Rungs.SequenceEqual(ladder.Rungs) && Config.Ladder with { Rungs = ladder.Rungs } == ladder ? ladder : Config.Ladder,
            Breaker = Config.Breaker is null || Config.Breaker == Unchanged.Breaker ? Unchanged.Breaker : Config.Breaker,
        };
    }

    /// <summary>Records compare arrays by reference.</summary>
    private static FilterConfig WithArraysOf(FilterConfig shared, FilterConfig config) =>
        config is { Words: [], InvitePatterns: [], PhishingPatterns: [], AllowedInvites: [], AllowedHosts: [], AllowedWords: [] }
            ? config with
            {
                Words = shared.Words,
                InvitePatterns = shared.InvitePatterns,
                PhishingPatterns = shared.PhishingPatterns,
                AllowedInvites = shared.AllowedInvites,
                AllowedHosts = shared.AllowedHosts,
                AllowedWords = shared.AllowedWords,
            }
            : config;
}
