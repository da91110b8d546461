using System.Text.Json.Serialization;
using Murdoch.Discord.Components;

namespace Murdoch.Discord.Messages;

/// <summary>
/// A message to send, or what an edit changes: what is null stays as it is, an empty list takes away. Pings nobody unless
/// <see cref="AllowedMentions"/> says so.
/// </summary>
/// <remarks>https://docs.discord.com/developers/resources/message#create-message</remarks>
public sealed record OutgoingMessage
{
    /// <summary>Cut to Discord's 2,000 characters when it is sent.</summary>
    public string? Content { get; init; }

    /// <summary>At most 10. Texts that are too long for Discord are cut when it is sent.</summary>
    public Embed[]? Embeds { get; init; }

    /// <summary>At most 5 rows.</summary>
    public ActionRow[]? Components { get; init; }
    public AllowedMentions AllowedMentions { get; init; } = AllowedMentions.None;
    public MessageFlags? Flags { get; init; }

    [JsonInclude]
    internal string? Nonce { get; init; }

    [JsonInclude]
    internal bool? EnforceNonce { get; init; }

    /// <summary>Only the one who used the interaction sees it. For answers to interactions alone.</summary>
    public OutgoingMessage AsEphemeral() => this with { Flags = (Flags ?? 0) | MessageFlags.Ephemeral };
}

/// <summary>https://docs.discord.com/developers/resources/message#message-object-message-flags</summary>
[Flags]
public enum MessageFlags
{
    None = 0,
    SuppressEmbeds = 1 << 2,
    Ephemeral = 1 << 6,
    SuppressNotifications = 1 << 12,
}

/// <summary>Whom a message may ping, whatever its text says. https://docs.discord.com/developers/resources/message#allowed-mentions-object</summary>
public sealed record AllowedMentions
{
    private AllowedMentions(ulong[]? users, ulong[]? roles) => (Users, Roles) = (users, roles);

    public static AllowedMentions None { get; } = new(null, null);

    /// <summary>Empty: nobody is pinged only because the text names them.</summary>
#pragma warning disable CA1822 // A property of the wire's object.
    public string[] Parse => [];
#pragma warning restore CA1822
    public ulong[]? Users { get; }
    public ulong[]? Roles { get; }

    public static AllowedMentions OfRole(ulong role) => new(null, [role]);
    public static AllowedMentions OfUser(ulong user) => new([user], null);
}
