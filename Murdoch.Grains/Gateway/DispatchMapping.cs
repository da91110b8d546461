using Murdoch.Discord.AuditLogs;
using Murdoch.Discord.Model;
using Murdoch.Grains.Backfills;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Cases;
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
            | (message.WebhookId != 0 ? MessageTraits.ByWebhook : 0) | (message.MentionsEveryone ? MessageTraits.MentionsEveryone : 0) | OfType(message.Type),
        Texts = message.Parts is null ? [] : [.. message.Parts.Select(part => new MessageText((MessageTextKind)part.Kind, part.Text))],
        MentionedUsers = message.MentionedUsers,
        MentionedRoles = message.MentionedRoles,
        Attachments = message.Attachments,
        RepliesTo = new(message.ReferencedAuthorId),
        ReceivedTicks = receivedTicks,
    };

    /// <param name="blindSince">Since when the shard saw nothing, while its guilds come back after a lost session.</param>
    /// <returns>Null for what concerns no guild's grain.</returns>
    public static GuildEvent? ToEvent(GatewayDispatch dispatch, long receivedTicks, DateTimeOffset? blindSince = null) => dispatch switch
    {
        GuildAvailable guild => new GuildBecameAvailable(new(
            guild.Name, new(guild.OwnerId), guild.MemberCount, [.. guild.Roles.Select(Role)], [.. guild.Channels.Select(channel => Channel(channel, guild))], new(guild.BotId), guild.BotRoles),
            ReadableChannels.Heads(guild), blindSince)
        { Sequence = guild.Sequence },
        GuildUpdated guild => new GuildChanged(guild.Name, new(guild.OwnerId), guild.Roles is null ? null : [.. guild.Roles.Select(Role)]) { Sequence = guild.Sequence },
        GuildUnavailable guild => new GuildBecameUnavailable(!guild.IsOutage) { Sequence = guild.Sequence },
        RoleSaved role => new RoleChanged(Role(role.Role)) { Sequence = role.Sequence },
        RoleRemoved role => new RoleDeleted(new(role.RoleId)) { Sequence = role.Sequence },
        ChannelSaved { Thread: not ThreadChange.None } thread => new ThreadNamed(
            new(thread.Channel.Id), new(thread.Channel.ParentId), new(thread.OwnerId), thread.Channel.Name, thread.Channel.Type, thread.Thread == ThreadChange.Created, receivedTicks)
        { Sequence = thread.Sequence },
        ChannelSaved channel => new ChannelChanged(Channel(channel.Channel)) { Sequence = channel.Sequence },
        ChannelRemoved channel => new ChannelDeleted(new(channel.ChannelId)) { Sequence = channel.Sequence },
        MemberAdded { Member: var member } added => new MemberJoined(
            new(member.UserId), Shown(member), added.JoinedAt ?? default, Beneath(member), member.IsBot, member.Roles, receivedTicks)
        { Sequence = added.Sequence },
        MemberChanged { Member: var member } changed => new MemberUpdated(new(member.UserId), Shown(member), member.Roles, Beneath(member), member.IsBot, receivedTicks) { Sequence = changed.Sequence },
        AuditLogEntryCreated { Entry: var entry } audit => Observed(entry) is { } action ? new MemberModerated(action) { Sequence = audit.Sequence } : null,
        MemberRemoved member => new MemberLeft(new(member.UserId)) { Sequence = member.Sequence },
        _ => null,
    };

    /// <returns>Null for what is not done to a member.</returns>
    private static ObservedAction? Observed(AuditLogEntry entry)
    {
        // The entry's own id tells when: https://docs.discord.com/developers/resources/audit-log.
        var at = Snowflake.CreatedAt(entry.Id);
        var ends = entry.Timeout?.After is { } until && until > at ? until : (DateTimeOffset?)null;
        var kind = entry.Action switch
        {
            AuditLogAction.MemberKick => ActionKind.Kick,
            AuditLogAction.MemberBanAdd => ActionKind.Ban,
            AuditLogAction.MemberBanRemove => ActionKind.Unban,
            AuditLogAction.MemberUpdate or AuditLogAction.AutoModerationUserTimeout when ends is not null => ActionKind.Timeout,
            AuditLogAction.MemberUpdate when entry.Timeout is { Before: { } before } && before > at => ActionKind.RemoveTimeout,
            _ => ActionKind.None,
        };
        if (kind == ActionKind.None || entry.TargetId == 0) return null;
        var seconds = kind == ActionKind.Timeout ? (int)Math.Clamp(Math.Round((ends!.Value - at).TotalSeconds), 1, GuildConfigRules.LongestTimeoutSeconds) : 0;
        return new(entry.Id, new(entry.UserId), new(entry.TargetId), kind, seconds, entry.Reason, at);
    }

    /// <summary>Only what people write is theirs: https://docs.discord.com/developers/resources/message#message-object-message-types.</summary>
    private static MessageTraits OfType(int type) => type switch
    {
        0 or 19 or 20 or 23 => MessageTraits.None,
        18 => MessageTraits.ThreadNotice,
        _ => MessageTraits.System,
    };

    private static string? Shown(in MemberModel member) => member.Nick ?? member.AccountName;

    private static string? Beneath(in MemberModel member) => member.Nick is null ? null : member.AccountName ?? "";

    private static GuildRole Role(RoleModel role) => new(new(role.Id), role.Name, role.Permissions, role.Position);

    private static GuildChannel Channel(ChannelModel channel) => new(
        new(channel.Id), channel.Name, channel.Type, new(channel.ParentId), channel.Overwrites is null ? null : Array.ConvertAll(channel.Overwrites, overwrite => new ChannelOverwrite(overwrite.Id, overwrite.Allow, overwrite.Deny)));

    private static GuildChannel Channel(ChannelModel channel, GuildAvailable guild)
    {
        var mapped = Channel(channel);
        return mapped.Overwrites is null ? mapped : mapped with { Overwrites = BotPermissions.Concerning(new(guild.GuildId), new(guild.BotId), guild.BotRoles, mapped.Overwrites) };
    }
}
