using Murdoch.Discord.Model;
using Murdoch.Grains.Backfills;
using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Gateway;

/// <summary>From Discord's wire to the events of the cluster. Strings and arrays of the frame are used as they are.</summary>
internal static class DispatchMapping
{
    public static MessagePosted ToEvent(in MessageDispatch message, long receivedTicks) => new()
    {
        Sequence = message.Sequence,
        Message = new(message.MessageId),
        Channel = new(message.ChannelId),
        Author = new(message.AuthorId),
        Content = message.Content,
        AuthorRoles = message.MemberRoles,
        Traits = (message.IsUpdate ? MessageTraits.Edited : 0) | (message.AuthorIsBot ? MessageTraits.ByBot : 0)
            | (message.WebhookId != 0 ? MessageTraits.ByWebhook : 0) | (message.MentionsEveryone ? MessageTraits.MentionsEveryone : 0),
        Texts = message.Parts is null ? [] : [.. message.Parts.Select(part => new MessageText((MessageTextKind)part.Kind, part.Text))],
        MentionedUsers = message.MentionedUsers,
        MentionedRoles = message.MentionedRoles,
        Attachments = message.Attachments,
        RepliesTo = new(message.ReferencedAuthorId),
        ReceivedTicks = receivedTicks,
    };

    /// <param name="blindSince">Since when the shard saw nothing, while its guilds come back after a lost session.</param>
    /// <returns>Null for what concerns no guild's grain.</returns>
    public static GuildEvent? ToEvent(GatewayDispatch dispatch, DateTimeOffset? blindSince = null) => dispatch switch
    {
        GuildAvailable guild => new GuildBecameAvailable(new(
            guild.Name, new(guild.OwnerId), guild.MemberCount, [.. guild.Roles.Select(Role)], [.. guild.Channels.Select(Channel)], new(guild.BotId), guild.BotRoles),
            ReadableChannels.Heads(guild), blindSince)
        { Sequence = guild.Sequence },
        GuildUpdated guild => new GuildChanged(guild.Name, new(guild.OwnerId), guild.Roles is null ? null : [.. guild.Roles.Select(Role)]) { Sequence = guild.Sequence },
        GuildUnavailable guild => new GuildBecameUnavailable(!guild.IsOutage) { Sequence = guild.Sequence },
        RoleSaved role => new RoleChanged(Role(role.Role)) { Sequence = role.Sequence },
        RoleRemoved role => new RoleDeleted(new(role.RoleId)) { Sequence = role.Sequence },
        ChannelSaved channel => new ChannelChanged(Channel(channel.Channel)) { Sequence = channel.Sequence },
        ChannelRemoved channel => new ChannelDeleted(new(channel.ChannelId)) { Sequence = channel.Sequence },
        MemberAdded member => new MemberJoined(new(member.UserId), member.DisplayName, member.JoinedAt ?? default) { Sequence = member.Sequence },
        MemberChanged member => new MemberUpdated(new(member.UserId), member.DisplayName, member.Roles) { Sequence = member.Sequence },
        MemberRemoved member => new MemberLeft(new(member.UserId)) { Sequence = member.Sequence },
        _ => null,
    };

    private static GuildRole Role(RoleModel role) => new(new(role.Id), role.Name, role.Permissions, role.Position);

    private static GuildChannel Channel(ChannelModel channel) => new(new(channel.Id), channel.Name, channel.Type, new(channel.ParentId));
}
