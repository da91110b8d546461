using System.Globalization;
using System.Text.Json;
using Murdoch.Simulator.Gateway;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.World;

public sealed partial class DiscordWorld
{
    private static readonly Dictionary<string, string> NoOptions = [];

    /// <summary>A user joins. <paramref name="accountAge"/> makes a new account of that age; null with no user makes one that is two years old.</summary>
    /// <returns>Null when the user is banned, is a member already, or invites are disabled.</returns>
    public Member? Join(ulong guildId, User? user = null, string? name = null, TimeSpan? accountAge = null)
    {
        lock (Gate)
        {
            var guild = GetGuild(guildId);
            user ??= CreateUser(name ?? $"user{_users.Count}", AgedId(accountAge ?? TimeSpan.FromDays(730)));
            if (guild.Bans.ContainsKey(user.Id) || guild.Members.ContainsKey(user.Id) || guild.InvitesDisabledUntil > Now) return null;
            var member = AddQuietly(guild, user, Now);
            Emit(new WorldEvent("GUILD_MEMBER_ADD", Intents.GuildMembers, (w, _) => UserJson.Write(w, member, guildId)) { Guild = guild });
            return member;
        }
    }

    /// <summary>A member leaves by itself.</summary>
    public bool Leave(ulong guildId, ulong userId)
    {
        lock (Gate) return RemoveMember(GetGuild(guildId), userId);
    }

    /// <summary>Kicks as a moderator: the member is gone and the audit log names who did it.</summary>
    public bool Kick(ulong guildId, ulong userId, ulong moderator, string? reason = null)
    {
        lock (Gate)
        {
            var guild = GetGuild(guildId);
            if (!RemoveMember(guild, userId)) return false;
            Audit(guild, AuditAction.MemberKick, moderator, userId, reason);
            return true;
        }
    }

    /// <param name="deleteMessages">How far back the user's messages in this guild are deleted; zero deletes none.</param>
    public void SetBan(ulong guildId, User user, ulong moderator, string? reason = null, TimeSpan deleteMessages = default)
    {
        lock (Gate)
        {
            var guild = GetGuild(guildId);
            if (guild.Bans.ContainsKey(user.Id)) return;
            guild.Bans.Add(user.Id, new Ban(user, reason, Now));
            EmitBan("GUILD_BAN_ADD", guild, user);
            RemoveMember(guild, user.Id);
            if (deleteMessages > TimeSpan.Zero) DeleteMessagesOf(guild, user.Id, Now - deleteMessages, moderator);
            Audit(guild, AuditAction.MemberBanAdd, moderator, user.Id, reason);
        }
    }

    public bool Unban(ulong guildId, ulong userId, ulong moderator, string? reason = null)
    {
        lock (Gate)
        {
            var guild = GetGuild(guildId);
            if (!guild.Bans.Remove(userId, out var ban)) return false;
            EmitBan("GUILD_BAN_REMOVE", guild, ban.User);
            Audit(guild, AuditAction.MemberBanRemove, moderator, userId, reason);
            return true;
        }
    }

    /// <param name="until">Null ends the timeout.</param>
    public void SetTimeout(ulong guildId, ulong userId, DateTimeOffset? until, ulong moderator, string? reason = null)
    {
        lock (Gate)
        {
            var guild = GetGuild(guildId);
            var member = guild.Members[userId];
            var change = new AuditChange("communication_disabled_until", Spell(member.TimedOutUntil), Spell(until));
            member.TimedOutUntil = until;
            EmitMemberUpdate(guild, member);
            Audit(guild, AuditAction.MemberUpdate, moderator, userId, reason, [change]);
        }
    }

    public void SetNick(ulong guildId, ulong userId, string? nick, ulong moderator, string? reason = null)
    {
        lock (Gate)
        {
            var guild = GetGuild(guildId);
            var member = guild.Members[userId];
            var change = new AuditChange("nick", Spell(member.Nick), Spell(nick));
            member.Nick = nick;
            EmitMemberUpdate(guild, member);
            Audit(guild, AuditAction.MemberUpdate, moderator, userId, reason, [change]);
        }
    }

    /// <summary>A user renames their account: every guild that they are in is told.</summary>
    /// <param name="globalName">Null takes it away, so that the user name shows.</param>
    public void SetAccountName(ulong userId, string? globalName, string? username = null)
    {
        lock (Gate)
        {
            var user = _users[userId];
            (user.GlobalName, user.Username) = (globalName, username ?? user.Username);
            foreach (var guild in _guilds.Values)
            {
                if (guild.Members.TryGetValue(userId, out var member)) EmitMemberUpdate(guild, member);
            }
        }
    }

    public void SetRoles(ulong guildId, ulong userId, IReadOnlyCollection<ulong> roles, ulong moderator, string? reason = null)
    {
        lock (Gate)
        {
            var guild = GetGuild(guildId);
            var member = guild.Members[userId];
            var added = roles.Except(member.Roles).ToList();
            var removed = member.Roles.Except(roles).ToList();
            if (added.Count + removed.Count == 0) return;
            member.Roles.Clear();
            member.Roles.UnionWith(roles);
            EmitMemberUpdate(guild, member);
            var changes = new List<AuditChange>();
            if (added.Count > 0) changes.Add(new AuditChange("$add", null, SpellRoles(guild, added)));
            if (removed.Count > 0) changes.Add(new AuditChange("$remove", null, SpellRoles(guild, removed)));
            Audit(guild, AuditAction.MemberRoleUpdate, moderator, userId, reason, changes);
        }
    }

    /// <summary>Gives the bot's own role other rights, or another place among the roles.</summary>
    public void SetBotRights(ulong guildId, Permissions permissions, int? position = null)
    {
        lock (Gate)
        {
            var guild = GetGuild(guildId);
            var role = guild.Roles.Values.First(r => r.BotId == Bot.Id);
            role.Permissions = permissions;
            role.Position = position ?? role.Position;
            EmitRole("GUILD_ROLE_UPDATE", guild, role);
        }
    }

    /// <summary>Sets or, with null, removes what a role or member may do in one channel.</summary>
    public void SetOverwrite(ulong channelId, ulong id, PermissionOverwrite? overwrite)
    {
        lock (Gate)
        {
            var channel = _channels[channelId];
            if (overwrite is null) channel.Overwrites.Remove(id);
            else channel.Overwrites[id] = overwrite;
            EmitChannel("CHANNEL_UPDATE", GetGuild(channel.GuildId!.Value), channel);
        }
    }

    public MemberState GetMember(ulong guildId, ulong userId)
    {
        lock (Gate)
        {
            var guild = GetGuild(guildId);
            var member = guild.Members.GetValueOrDefault(userId);
            return new MemberState(userId, member is not null, guild.Bans.ContainsKey(userId), member?.TimedOutUntil, member?.Nick, member?.Roles.ToList() ?? []);
        }
    }

    internal static Member AddQuietly(Guild guild, User user, DateTimeOffset joinedAt)
    {
        var member = new Member { User = user, JoinedAt = joinedAt };
        guild.Members.Add(user.Id, member);
        guild.Touch();
        return member;
    }

    internal void EmitMemberUpdate(Guild guild, Member member)
    {
        guild.Touch();
        Emit(new WorldEvent("GUILD_MEMBER_UPDATE", Intents.GuildMembers, (w, _) => UserJson.Write(w, member, guild.Id))
        {
            Guild = guild,
            ConcernsBot = member.User.Id == Bot.Id,
        });
    }

    internal void Audit(Guild guild, int action, ulong? user, ulong? target, string? reason, IReadOnlyList<AuditChange>? changes = null,
        IReadOnlyDictionary<string, string>? options = null)
    {
        var entry = new AuditEntry(Ids.Next(), action, user, target, reason, changes ?? [], options ?? NoOptions);
        guild.AuditLog.Add(entry);
        Emit(new WorldEvent("GUILD_AUDIT_LOG_ENTRY_CREATE", Intents.GuildModeration, (w, _) => GuildJson.Write(w, entry, guild.Id))
        {
            Guild = guild,
            NeedsAnyOf = Permissions.ViewAuditLog,
        });
    }

    private bool RemoveMember(Guild guild, ulong userId)
    {
        if (!guild.Members.Remove(userId, out var member)) return false;
        guild.Touch();
        EmitUser("GUILD_MEMBER_REMOVE", Intents.GuildMembers, guild, member.User, Permissions.None);
        return true;
    }

    private void EmitBan(string name, Guild guild, User user) =>
        EmitUser(name, Intents.GuildModeration, guild, user, Permissions.BanMembers | Permissions.ViewAuditLog);

    private void EmitUser(string name, Intents intent, Guild guild, User user, Permissions needs) =>
        Emit(new WorldEvent(name, intent, (w, _) =>
        {
            w.WriteStartObject();
            w.WriteId("guild_id", guild.Id);
            w.WritePropertyName("user");
            UserJson.Write(w, user);
            w.WriteEndObject();
        })
        { Guild = guild, NeedsAnyOf = needs });

    private ulong AgedId(TimeSpan age)
    {
        var id = Snowflake.FirstAt(Now - age) + (ulong)_users.Count;
        while (_users.ContainsKey(id)) id++;
        return id;
    }

    private static string? Spell(DateTimeOffset? instant) =>
        instant is { } value ? JsonSerializer.Serialize(value.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture)) : null;

    private static string? Spell(string? text) => text is null ? null : JsonSerializer.Serialize(text);

    private static string SpellRoles(Guild guild, IEnumerable<ulong> roles) => JsonSerializer.Serialize(roles.Select(id =>
        new Dictionary<string, string> { ["id"] = id.ToString(CultureInfo.InvariantCulture), ["name"] = guild.Roles.GetValueOrDefault(id)?.Name ?? "" }));
}
