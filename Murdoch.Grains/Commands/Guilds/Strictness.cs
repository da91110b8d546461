using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Commands.Guilds;

/// <summary>Settings that belong together, for guilds that do not want to think of each.</summary>
/// <param name="Description">At most 100 characters.</param>
internal sealed record Strictness(string Name, string Label, string Description, double SanctionThreshold, int MentionLimit, int DuplicateLimit, int FloodLimit, int CapsPercent)
{
    public static Strictness[] All { get; } =
    [
        new("gentle", "Gentle", "Only what is clear is punished; busy and loud chat is let be.", 0.8, 15, 6, 20, 0),
        new("standard", "Standard", "What most communities want.", 0.5, 8, 4, 12, 0),
        new("strict", "Strict", "Floods, shouting and milder offences count too.", 0.3, 5, 3, 8, 80),
    ];

    public static Strictness? Find(string name) => Array.Find(All, one => one.Name == name);

    /// <returns>Null for a mixture of a guild's own.</returns>
    public static Strictness? Of(GuildConfig config) => Array.Find(All, one => one.Apply(config) == config);

    public GuildConfig Apply(GuildConfig config)
    {
        var filter = config.Filter with { MentionLimit = MentionLimit, DuplicateLimit = DuplicateLimit, FloodLimit = FloodLimit, CapsPercent = CapsPercent };
        return config with { SanctionThreshold = SanctionThreshold, Filter = filter };
    }
}
