using System.Globalization;
using System.Text.Json;
using Murdoch.Simulator.Gateway;

namespace Murdoch.Simulator.World;

public sealed partial class DiscordWorld
{
    private const int ThreadCreatedNotice = 18;

    /// <summary>A member makes a thread, under the rules a member is under.</summary>
    /// <param name="messageId">The message it hangs on; null makes a thread of its own, of which Discord tells in the channel.</param>
    /// <returns>Null when the member may not.</returns>
    public Channel? StartThread(ulong channelId, ulong ownerId, string name, ulong? messageId = null, bool isPrivate = false)
    {
        lock (Gate)
        {
            if (FindChannel(channelId) is not { HoldsMessages: true, IsThread: false, GuildId: { } guildId } parent) return null;
            var guild = GetGuild(guildId);
            var needed = isPrivate ? Permissions.CreatePrivateThreads : Permissions.CreatePublicThreads;
            if (!guild.Members.TryGetValue(ownerId, out var owner) || !PermissionRules.InChannel(guild, parent, owner, Now).HasFlag(needed)) return null;
            if (messageId is { } id && (FindChannel(id) is not null || FindMessage(id)?.Channel != parent)) return null;
            return StartThread(guild, parent, new Channel
            {
                Id = messageId ?? Ids.Next(),
                GuildId = guildId,
                Type = isPrivate ? ChannelType.PrivateThread : ChannelType.PublicThread,
                Name = name,
                ParentId = channelId,
                ThreadOwnerId = ownerId,
                ArchiveChangedAt = Now,
            }, onMessage: messageId is not null, reason: null);
        }
    }

    /// <summary>Somebody changes a thread; the event does not tell who.</summary>
    /// <param name="name">Null leaves it.</param>
    public bool ChangeThread(ulong threadId, ulong by, string? name = null, bool? archived = null)
    {
        lock (Gate)
        {
            if (FindChannel(threadId) is not { IsThread: true } thread) return false;
            thread.Name = name ?? thread.Name;
            if (archived is { } value && value != thread.Archived) (thread.Archived, thread.ArchiveChangedAt) = (value, Now);
            var guild = GetGuild(thread.GuildId!.Value);
            EmitChannel("THREAD_UPDATE", guild, thread);
            Audit(guild, AuditAction.ThreadUpdate, by, threadId, null);
            return true;
        }
    }

    internal void SetThreadMember(Guild guild, Channel thread, ulong userId, bool isMember)
    {
        if (!(isMember ? thread.ThreadMembers.Add(userId) : thread.ThreadMembers.Remove(userId))) return;
        Emit(new WorldEvent("THREAD_MEMBERS_UPDATE", Intents.GuildMembers, (w, _) =>
        {
            w.WriteStartObject();
            w.WriteId("id", thread.Id);
            w.WriteId("guild_id", guild.Id);
            w.WriteNumber("member_count", Math.Min(thread.ThreadMembers.Count, 50));
            if (!isMember) w.WriteIds("removed_member_ids", [userId]);
            else
            {
                w.WriteStartArray("added_members");
                w.WriteStartObject();
                w.WriteId("id", thread.Id);
                w.WriteId("user_id", userId);
                w.WriteTime("join_timestamp", Now);
                w.WriteNumber("flags", 0);
                w.WriteEndObject();
                w.WriteEndArray();
            }
            w.WriteEndObject();
        })
        { Guild = guild, Channel = thread, NeedsAnyOf = Permissions.ViewChannel, ConcernsBot = userId == Bot.Id });
    }

    /// <summary>A channel or thread by its id; null when it never was or is gone.</summary>
    public Channel? GetChannel(ulong id)
    {
        lock (Gate) return FindChannel(id);
    }

    internal Channel StartThread(Guild guild, Channel parent, Channel thread, bool onMessage, string? reason)
    {
        var owner = thread.ThreadOwnerId!.Value;
        thread.ThreadMembers.Add(owner);
        AddChannel(guild, thread);
        EmitChannel("THREAD_CREATE", guild, thread, newlyCreated: true);
        if (thread.Type == ChannelType.PublicThread && !onMessage) AddMessage(Notice(guild, parent, thread, _users[owner]), mayMentionEveryone: false);
        Audit(guild, AuditAction.ThreadCreate, owner, thread.Id, reason);
        return thread;
    }

    private Message Notice(Guild guild, Channel parent, Channel thread, User owner)
    {
        var notice = new Message { Id = Ids.Next(), Channel = parent, Guild = guild, Author = owner, PostedAt = Now, Content = thread.Name, Type = ThreadCreatedNotice };
        static string Spell(ulong id) => id.ToString(CultureInfo.InvariantCulture);
        notice.Parts["message_reference"] = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["channel_id"] = Spell(thread.Id), ["guild_id"] = Spell(guild.Id) });
        return notice;
    }
}
