using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Messages.Filters;

namespace Murdoch.Grains.Explanations;

/// <summary>What a guild judges by, as it is at one moment. Any thread may read it while the guild goes on.</summary>
/// <param name="Standing">Null where there is no guild: nobody is left alone then.</param>
internal sealed record GuildRules(GuildPatterns Patterns, GuildConfig Config, GuildStanding? Standing)
{
    /// <summary>Of a guild that has set nothing.</summary>
    public static GuildRules Usual { get; } = new(GuildPatterns.None, new(), null);
}
