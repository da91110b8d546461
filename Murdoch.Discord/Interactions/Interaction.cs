using Murdoch.Discord.Model;

namespace Murdoch.Discord.Interactions;

/// <summary>INTERACTION_CREATE.</summary>
public sealed record InteractionCreated(long Sequence, ulong GuildId, Interaction Interaction) : GatewayDispatch(Sequence, GuildId);

/// <summary>Somebody used a command, a component or a modal. What a frame leaves out, or holds in another type than documented, keeps its default.</summary>
/// <remarks>https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object</remarks>
public sealed record Interaction
{
    /// <summary>What an answer needs.</summary>
    public InteractionTicket Ticket { get; init; }
    public InteractionType Type { get; init; }

    /// <summary>0 in direct messages.</summary>
    public ulong GuildId { get; init; }

    /// <summary>Where it was used; a thread names its channel as parent.</summary>
    public ChannelModel Channel { get; init; }
    public InteractionUser User { get; init; }

    /// <summary>Null in direct messages.</summary>
    public InteractionMember? Member { get; init; }

    /// <summary>What the bot may do in the channel.</summary>
    public ulong AppPermissions { get; init; }

    /// <summary>The user's language, for example <c>en-US</c>.</summary>
    public string Locale { get; init; } = "";

    /// <summary>Of commands and autocompletion.</summary>
    public InteractionCommand? Command { get; init; }

    /// <summary>Of buttons and select menus.</summary>
    public InteractionComponent? Component { get; init; }

    /// <summary>Of modals.</summary>
    public InteractionModal? Modal { get; init; }

    /// <summary>The message whose component was used, or from which the modal was opened; null for commands.</summary>
    public InteractionMessage? Message { get; init; }
}

/// <summary>What it takes to answer an interaction: once within three seconds, and then for fifteen minutes.</summary>
/// <param name="Token">A secret for those fifteen minutes.</param>
public readonly record struct InteractionTicket(ulong Id, ulong ApplicationId, string Token)
{
    /// <summary>Never shows the token.</summary>
    public override string ToString() => $"interaction {Id}";
}

public enum InteractionType
{
    /// <summary>None, or one that is not documented yet.</summary>
    Unknown = 0,
    Ping = 1,
    Command = 2,
    Component = 3,
    Autocomplete = 4,
    ModalSubmit = 5,
}

/// <param name="DisplayName">Global name, else user name.</param>
public readonly record struct InteractionUser(ulong Id, string Username, string DisplayName, string? Avatar, bool IsBot);

/// <param name="Roles">Without the one that everyone has.</param>
/// <param name="Permissions">In the interaction's channel, overwrites and administrator worked in.</param>
/// <param name="TimedOutUntil">May be in the past.</param>
public sealed record InteractionMember(ulong UserId, string? Nick, ulong[] Roles, ulong Permissions, DateTimeOffset? JoinedAt, DateTimeOffset? TimedOutUntil);

/// <param name="Flags">Bit 6 marks one that only its reader sees.</param>
public sealed record InteractionMessage(ulong Id, ulong ChannelId, ulong AuthorId, int Flags);

/// <summary>A command as it was used, or as it is being typed.</summary>
/// <param name="Path">Subcommand group and subcommand, as far as there are any.</param>
/// <param name="Options">Those of the innermost subcommand.</param>
/// <param name="TargetId">The user or message of a context-menu command; 0 for none.</param>
public sealed record InteractionCommand(
    ulong Id, string Name, ApplicationCommandType Type, string[] Path, InteractionOption[] Options, ulong TargetId, InteractionResolved Resolved)
{
    /// <summary>The option that is being typed, of an autocompletion.</summary>
    public InteractionOption? Focused => Array.Find(Options, option => option.IsFocused);

    public InteractionOption? Option(string name) => Array.Find(Options, option => option.Name == name);
}

/// <summary>An option with its value in the type in which it came. While it is typed, a number comes as text.</summary>
public sealed record InteractionOption(string Name, ApplicationCommandOptionType Type, bool IsFocused, string? Text, long? WholeNumber, double? Number, bool? Flag)
{
    /// <summary>The user, role, channel or attachment that it names; 0 for none.</summary>
    public ulong Id => ulong.TryParse(Text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id) ? id : 0;
}

/// <param name="Values">What was chosen; of user, role and channel menus the ids.</param>
public sealed record InteractionComponent(string CustomId, int ComponentType, string[] Values, InteractionResolved Resolved);

public sealed record InteractionModal(string CustomId, ModalField[] Fields)
{
    /// <summary>What was entered; empty when there is no such field.</summary>
    public string Text(string customId) => Array.Find(Fields, field => field.CustomId == customId)?.Value ?? "";
}

/// <param name="Value">Of a text input.</param>
/// <param name="Values">Of a select menu.</param>
public sealed record ModalField(string CustomId, int ComponentType, string Value, string[] Values);

/// <summary>What the ids of an interaction stand for. A user who has left the guild is no member.</summary>
/// <param name="Messages">The message of a context-menu command, with its content whatever intents the bot has.</param>
public sealed record InteractionResolved(
    InteractionUser[] Users, InteractionMember[] Members, RoleModel[] Roles, ChannelModel[] Channels, MessageDispatch[] Messages, InteractionAttachment[] Attachments)
{
    public static InteractionResolved Nothing { get; } = new([], [], [], [], [], []);

    public InteractionUser? User(ulong id) => Array.FindIndex(Users, user => user.Id == id) is >= 0 and var at ? Users[at] : null;
    public InteractionMember? Member(ulong id) => Array.Find(Members, member => member.UserId == id);
    public RoleModel? Role(ulong id) => Array.FindIndex(Roles, role => role.Id == id) is >= 0 and var at ? Roles[at] : null;
    public ChannelModel? Channel(ulong id) => Array.FindIndex(Channels, channel => channel.Id == id) is >= 0 and var at ? Channels[at] : null;
    public MessageDispatch? Message(ulong id) => Array.FindIndex(Messages, message => message.MessageId == id) is >= 0 and var at ? Messages[at] : null;
    public InteractionAttachment? Attachment(ulong id) => Array.Find(Attachments, attachment => attachment.Id == id);
}

/// <param name="Url">Signed; ends within a day.</param>
public sealed record InteractionAttachment(ulong Id, string FileName, string? ContentType, int Size, string Url);
