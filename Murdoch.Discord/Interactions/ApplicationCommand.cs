using System.Text.Json.Serialization;

namespace Murdoch.Discord.Interactions;

/// <summary>A command as it is registered. https://docs.discord.com/developers/interactions/application-commands#application-command-object</summary>
/// <param name="Name">1 to 32 characters; of slash commands lower case without spaces.</param>
/// <param name="Description">1 to 100 characters; empty for context-menu commands.</param>
public sealed record ApplicationCommand(string Name, string Description, ApplicationCommandType Type = ApplicationCommandType.ChatInput)
{
    /// <summary>Null before it is registered.</summary>
    public ulong? Id { get; init; }

    /// <summary>By locale, for example <c>de</c>; null for none.</summary>
    public Dictionary<string, string>? NameLocalizations { get; init; }
    public Dictionary<string, string>? DescriptionLocalizations { get; init; }

    /// <summary>At most 25, required ones first.</summary>
    public ApplicationCommandOption[]? Options { get; init; }

    /// <summary>Who sees it until a guild's administrator decides otherwise: null for everyone, 0 for administrators only. Never the only check.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public ulong? DefaultMemberPermissions { get; init; }

    /// <summary>Where it may be used: 0 in guilds, 1 in the bot's direct messages.</summary>
    public int[]? Contexts { get; init; }

    /// <summary>0: by guilds that installed the bot.</summary>
    public int[]? IntegrationTypes { get; init; }

    /// <summary>True when the two lists register the same commands: what Discord fills in by itself does not count, nor does the order of commands.</summary>
    public static bool AreSame(IReadOnlyCollection<ApplicationCommand> one, IReadOnlyCollection<ApplicationCommand> other) =>
        one.Count == other.Count && one.Select(CommandSpelling.Of).Order(StringComparer.Ordinal).SequenceEqual(other.Select(CommandSpelling.Of).Order(StringComparer.Ordinal));
}

public enum ApplicationCommandType
{
    ChatInput = 1,

    /// <summary>In the menu of a user.</summary>
    User = 2,

    /// <summary>In the menu of a message.</summary>
    Message = 3,
}

/// <summary>https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-structure</summary>
/// <param name="Name">1 to 32 characters, lower case.</param>
/// <param name="Description">1 to 100 characters.</param>
public sealed record ApplicationCommandOption(ApplicationCommandOptionType Type, string Name, string Description)
{
    public Dictionary<string, string>? NameLocalizations { get; init; }
    public Dictionary<string, string>? DescriptionLocalizations { get; init; }
    public bool? Required { get; init; }

    /// <summary>At most 25; not together with <see cref="Autocomplete"/>.</summary>
    public OptionChoice[]? Choices { get; init; }

    /// <summary>Of subcommands and groups.</summary>
    public ApplicationCommandOption[]? Options { get; init; }

    /// <summary>Of options that name a channel: the types that may be named.</summary>
    public int[]? ChannelTypes { get; init; }

    /// <summary>Of numbers.</summary>
    public double? MinValue { get; init; }
    public double? MaxValue { get; init; }

    /// <summary>Of texts: 0 to 6,000, and 1 to 6,000.</summary>
    public int? MinLength { get; init; }
    public int? MaxLength { get; init; }
    public bool? Autocomplete { get; init; }
}

public enum ApplicationCommandOptionType
{
    /// <summary>One that is not documented yet.</summary>
    Unknown = 0,
    Subcommand = 1,
    SubcommandGroup = 2,
    Text = 3,
    WholeNumber = 4,
    Flag = 5,
    User = 6,
    Channel = 7,
    Role = 8,
    Mentionable = 9,
    Number = 10,
    Attachment = 11,
}

/// <param name="Name">1 to 100 characters.</param>
public sealed record OptionChoice(string Name, OptionValue Value)
{
    public Dictionary<string, string>? NameLocalizations { get; init; }
}
