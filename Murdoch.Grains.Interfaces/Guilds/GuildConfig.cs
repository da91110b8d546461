using Murdoch.Grains.Interfaces.Breakers;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Raids;

namespace Murdoch.Grains.Interfaces.Guilds;

/// <summary>How one guild wants to be moderated.</summary>
[GenerateSerializer, Immutable, Alias("guild-config")]
public sealed record GuildConfig
{
    /// <summary>Goes up by one with every change; a writer names the version that it saw, so that no edit is lost.</summary>
    [Id(0)] public int Version { get; init; }

    /// <summary>False: the guild is counted, nothing else.</summary>
    [Id(1)] public bool Enabled { get; init; } = true;

    /// <summary>True: all is detected, recorded and shown, nothing is done in Discord.</summary>
    [Id(2)] public bool DryRun { get; init; }

    /// <summary>Severity (0 to 1) from where a member is sanctioned; below it the message is only removed.</summary>
    [Id(3)] public double SanctionThreshold { get; init; } = 0.5;
    [Id(4)] public FilterConfig Filter { get; init; } = new();
    [Id(5)] public LadderConfig Ladder { get; init; } = new();
    [Id(6)] public RoleId[] ExemptRoles { get; init; } = [];

    /// <summary>A category or a parent channel exempts what is in it.</summary>
    [Id(7)] public ChannelId[] ExemptChannels { get; init; } = [];

    /// <summary>Whether members who may delete messages themselves (manage messages, manage guild, administrator) are left alone.</summary>
    [Id(8)] public bool ExemptModerators { get; init; } = true;

    /// <summary>Whether a violation keeps the text that it found. Off by default: <see cref="ContentRetentionDays"/> ends it.</summary>
    [Id(9)] public bool KeepContent { get; init; }
    [Id(10)] public int ContentRetentionDays { get; init; } = 30;

    /// <summary>The guild's own rules in words, for the analyser; null means none were given.</summary>
    [Id(11)] public string? Rules { get; init; }
    [Id(12)] public RaidConfig Raids { get; init; } = new();

    /// <summary>Where moderators are told what happened; null: the guild's owner is told what cannot wait.</summary>
    [Id(13)] public ChannelId? LogChannel { get; init; }

    /// <summary>Whom to call when it is serious; null: the role of the installation, if it names one.</summary>
    [Id(14)] public RoleId? ModeratorRole { get; init; }

    /// <summary>When a rule or a moderator that does too much at once is stopped.</summary>
    [Id(20)] public BreakerConfig Breaker { get; init; } = new();
}

/// <summary>A change of configuration that lost against another one, or that is not allowed.</summary>
[GenerateSerializer, Immutable, Alias("config-change")]
public sealed record ConfigChange(
    [property: Id(0)] GuildConfig Config,
    [property: Id(1)] bool Accepted,
    [property: Id(2)] string[] Problems);
