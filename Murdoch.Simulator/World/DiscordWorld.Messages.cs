using System.Globalization;
using Murdoch.Simulator.Gateway;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.World;

public sealed partial class DiscordWorld
{
    /// <summary>Posts as a member, under the rules a member is under: membership, timeout, permissions, slow mode, locked threads.</summary>
    public PostResult Post(ulong channelId, ulong authorId, string content, PostOptions? options = null)
    {
        lock (Gate)
        {
            if (FindChannel(channelId) is not { HoldsMessages: true } channel) return new PostResult(0, "unknown-channel");
            if (FindUser(authorId) is not { } author) return new PostResult(0, "not-a-member");
            if (channel.GuildId is not { } guildId) return new PostResult(Store(channel, null, author, content, options).Id, null);
            var guild = GetGuild(guildId);
            if (Refusal(guild, channel, authorId) is { } refusal) return new PostResult(0, refusal);
            channel.LastPostedAt[authorId] = Now;
            return new PostResult(Store(channel, guild, author, content, options).Id, null);
        }
    }

    /// <summary>What the bot wrote to users directly, in no order.</summary>
    public IReadOnlyList<Message> DirectMessages
    {
        get
        {
            lock (Gate) return [.. _channels.Values.Where(channel => channel.Recipient is not null).SelectMany(channel => channel.Messages).Where(message => message.Author == Bot)];
        }
    }

    /// <summary>The author edits: the gateway tells the whole new message.</summary>
    public bool Edit(ulong messageId, string content)
    {
        lock (Gate)
        {
            if (!_messages.TryGetValue(messageId, out var message) || message.DeletedAt is not null) return false;
            message.Content = content;
            message.EditedAt = Now;
            SetMentions(message, MayMentionEveryone(message));
            EmitMessage("MESSAGE_UPDATE", message);
            return true;
        }
    }

    /// <param name="by">Who deletes; null means the author, which leaves no audit entry. Neither do single deletes by bots.</param>
    public bool Delete(ulong messageId, ulong? by = null)
    {
        lock (Gate)
        {
            if (!_messages.TryGetValue(messageId, out var message) || message.DeletedAt is not null) return false;
            MarkDeleted(message, by ?? message.Author.Id);
            EmitDelete(message);
            if (by is { } user && user != message.Author.Id && user != Bot.Id && message.Guild is { } guild)
                Audit(guild, AuditAction.MessageDelete, user, message.Author.Id, null, options: Counted(message.Channel, 1));
            return true;
        }
    }

    public bool React(ulong messageId, ulong userId, string emoji)
    {
        lock (Gate)
        {
            if (!_messages.TryGetValue(messageId, out var message) || message.DeletedAt is not null) return false;
            if (!message.Reactions.TryGetValue(emoji, out var users)) message.Reactions.Add(emoji, users = []);
            if (users.Add(userId)) EmitReaction("MESSAGE_REACTION_ADD", message, userId, emoji);
            return true;
        }
    }

    internal bool Unreact(Message message, ulong userId, string emoji)
    {
        if (!message.Reactions.TryGetValue(emoji, out var users) || !users.Remove(userId)) return false;
        if (users.Count == 0) message.Reactions.Remove(emoji);
        EmitReaction("MESSAGE_REACTION_REMOVE", message, userId, emoji);
        return true;
    }

    /// <summary>Unknown ids are passed over, as Discord does; one event tells of all that were there.</summary>
    internal void BulkDelete(Guild guild, Channel channel, IReadOnlyCollection<ulong> ids, ulong by, string? reason)
    {
        var found = new List<ulong>();
        foreach (var id in ids)
        {
            if (!_messages.TryGetValue(id, out var message) || message.Channel != channel || message.DeletedAt is not null) continue;
            MarkDeleted(message, by);
            found.Add(id);
        }
        if (found.Count == 0) return;
        EmitBulkDelete(guild, channel, found);
        Audit(guild, AuditAction.MessageBulkDelete, by, channel.Id, reason, options: Counted(null, found.Count));
    }

    internal Message AddMessage(Message message, bool mayMentionEveryone)
    {
        SetMentions(message, mayMentionEveryone);
        var channel = message.Channel;
        _messages.Add(message.Id, message);
        channel.Messages.Add(message);
        channel.LastMessageId = message.Id;
        message.Guild?.Touch();
        if (channel.Messages.Count > _messagesKeptPerChannel * 5 / 4)
        {
            var surplus = channel.Messages.Count - _messagesKeptPerChannel;
            foreach (var old in channel.Messages.Take(surplus)) _messages.Remove(old.Id);
            channel.Messages.RemoveRange(0, surplus);
        }
        EmitMessage("MESSAGE_CREATE", message);
        return message;
    }

    internal void EmitMessage(string name, Message message) =>
        Emit(new WorldEvent(name, message.Guild is null ? Intents.DirectMessages : Intents.GuildMessages,
            (w, withContent) => MessageJson.Write(w, message, Bot.Id, withContent, gateway: true))
        {
            Guild = message.Guild,
            Channel = message.Channel,
            NeedsAnyOf = Permissions.ViewChannel,
            CarriesContent = true,
        });

    internal Channel OpenDm(User user)
    {
        if (user.DmChannel is { } existing) return existing;
        var channel = new Channel { Id = Ids.Next(), Type = ChannelType.Dm, Recipient = user };
        _channels.Add(channel.Id, channel);
        return user.DmChannel = channel;
    }

    private string? Refusal(Guild guild, Channel channel, ulong authorId)
    {
        if (guild.Bans.ContainsKey(authorId)) return "banned";
        if (!guild.Members.TryGetValue(authorId, out var member)) return "not-a-member";
        var rights = PermissionRules.InChannel(guild, channel, member, Now);
        if (rights == Permissions.All) return null;
        if (member.IsTimedOut(Now)) return "timed-out";
        if (!rights.HasFlag(Permissions.SendMessages)) return "no-permission";
        if (channel.Locked && !rights.HasFlag(Permissions.ManageThreads)) return "locked";
        var waits = channel.RateLimitPerUser > 0 && !member.User.Bot && !rights.HasFlag(Permissions.BypassSlowmode)
            && channel.LastPostedAt.TryGetValue(authorId, out var last) && Now - last < TimeSpan.FromSeconds(channel.RateLimitPerUser);
        return waits ? "slow-mode" : null;
    }

    private Message Store(Channel channel, Guild? guild, User author, string content, PostOptions? options)
    {
        var original = options?.ReplyTo is { } id ? _messages.GetValueOrDefault(id) : null;
        var message = new Message
        {
            Id = Ids.Next(),
            Channel = channel,
            Guild = guild,
            Author = author,
            PostedAt = Now,
            Content = content,
            Label = options?.Label,
            RepliesTo = original,
            Type = original is null ? 0 : 19,
        };
        foreach (var (name, part) in options?.Parts ?? new Dictionary<string, System.Text.Json.JsonElement>()) message.Parts[name] = part.Clone();
        return AddMessage(message, MayMentionEveryone(message));
    }

    private bool MayMentionEveryone(Message message) =>
        message.Guild is { } guild && guild.Members.TryGetValue(message.Author.Id, out var member)
        && PermissionRules.InChannel(guild, message.Channel, member, Now).HasFlag(Permissions.MentionEveryone);

    private void SetMentions(Message message, bool mayMentionEveryone)
    {
        if (!message.Content.Contains('<') && !message.Content.Contains('@')) return;
        var mentions = MentionParser.Parse(message.Content);
        message.Mentions = mentions.Users.Select(FindUser).OfType<User>().Where(user => message.Pings?.MayPing(user) ?? true).ToList();
        message.MentionedRoles = message.Guild is { } guild ? mentions.Roles.Where(id => guild.Roles.TryGetValue(id, out var role) && (message.Pings?.MayPing(role) ?? true)).ToList() : [];
        message.MentionsEveryone = mayMentionEveryone && mentions.Everyone;
    }

    private void DeleteMessagesOf(Guild guild, ulong author, DateTimeOffset since, ulong by)
    {
        foreach (var channel in guild.Channels.Values)
        {
            var found = channel.Messages.Where(m => m.Author.Id == author && m.PostedAt >= since).ToList();
            foreach (var message in found) MarkDeleted(message, by);
            if (found.Count == 1) EmitDelete(found[0]);
            else if (found.Count > 1) EmitBulkDelete(guild, channel, found.ConvertAll(m => m.Id));
        }
    }

    private void MarkDeleted(Message message, ulong by)
    {
        message.DeletedAt = Now;
        message.DeletedBy = by;
        // Ids rise along the list, so the place is found without walking it.
        var index = message.Channel.Messages.BinarySearch(message, ByMessageId);
        if (index >= 0) message.Channel.Messages.RemoveAt(index);
    }

    private static readonly Comparer<Message> ByMessageId = Comparer<Message>.Create((a, b) => a.Id.CompareTo(b.Id));

    private void EmitDelete(Message message) => Emit(new WorldEvent("MESSAGE_DELETE", message.Guild is null ? Intents.DirectMessages : Intents.GuildMessages,
        (w, _) =>
        {
            w.WriteStartObject();
            w.WriteId("id", message.Id);
            w.WriteId("channel_id", message.Channel.Id);
            if (message.Guild is { } guild) w.WriteId("guild_id", guild.Id);
            w.WriteEndObject();
        })
    { Guild = message.Guild, Channel = message.Channel, NeedsAnyOf = Permissions.ViewChannel });

    private void EmitBulkDelete(Guild guild, Channel channel, List<ulong> ids) => Emit(new WorldEvent("MESSAGE_DELETE_BULK", Intents.GuildMessages, (w, _) =>
    {
        w.WriteStartObject();
        w.WriteIds("ids", ids);
        w.WriteId("channel_id", channel.Id);
        w.WriteId("guild_id", guild.Id);
        w.WriteEndObject();
    })
    { Guild = guild, Channel = channel, NeedsAnyOf = Permissions.ViewChannel });

    private void EmitReaction(string name, Message message, ulong userId, string emoji) =>
        Emit(new WorldEvent(name, message.Guild is null ? Intents.DirectMessageReactions : Intents.GuildMessageReactions, (w, _) =>
        {
            w.WriteStartObject();
            w.WriteId("user_id", userId);
            w.WriteId("channel_id", message.Channel.Id);
            w.WriteId("message_id", message.Id);
            if (message.Guild is { } guild)
            {
                w.WriteId("guild_id", guild.Id);
                if (name == "MESSAGE_REACTION_ADD" && guild.Members.TryGetValue(userId, out var member))
                {
                    w.WritePropertyName("member");
                    UserJson.Write(w, member);
                }
            }
            if (name == "MESSAGE_REACTION_ADD") w.WriteId("message_author_id", message.Author.Id);
            MessageJson.WriteEmoji(w, emoji);
            w.WriteBoolean("burst", false);
            w.WriteNumber("type", 0);
            w.WriteEndObject();
        })
        { Guild = message.Guild, Channel = message.Channel, NeedsAnyOf = Permissions.ViewChannel });

    private static Dictionary<string, string> Counted(Channel? channel, int count)
    {
        var options = new Dictionary<string, string> { ["count"] = count.ToString(CultureInfo.InvariantCulture) };
        if (channel is not null) options["channel_id"] = channel.Id.ToString(CultureInfo.InvariantCulture);
        return options;
    }
}
