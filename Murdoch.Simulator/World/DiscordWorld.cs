using System.Text.Json;
using Murdoch.Simulator.Gateway;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.World;

/// <summary>Everything Discord would know: guilds, members, messages, bans. Methods may be called from any thread; each takes
/// <see cref="Gate"/> and reports to the gateway before it lets go, so events leave in the order in which things happened.</summary>
public sealed partial class DiscordWorld
{
    private readonly Dictionary<ulong, Guild> _guilds = [];
    private readonly Dictionary<ulong, Channel> _channels = [];
    private readonly Dictionary<ulong, User> _users = [];
    private readonly Dictionary<ulong, Message> _messages = [];
    private readonly int _messagesKeptPerChannel;

    public DiscordWorld(TimeProvider time, int messagesKeptPerChannel)
    {
        Time = time;
        Ids = new SnowflakeSource(time);
        _messagesKeptPerChannel = messagesKeptPerChannel;
        Bot = new User { Id = Snowflake.FirstAt(new DateTimeOffset(2021, 3, 1, 12, 0, 0, TimeSpan.Zero)), Username = "Murdoch", Bot = true };
        _users.Add(Bot.Id, Bot);
    }

    /// <summary>Hold it to read several things of the world at one moment. Re-entrant.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The bot's account; its id is the application's id too.</summary>
    public User Bot { get; }

    public IReadOnlyCollection<Guild> Guilds => _guilds.Values;

    /// <summary>What the bot's role may do in guilds made from now on.</summary>
    public Permissions BotPermissions { get; set; } = Permissions.ModerationBot;

    internal Dictionary<ulong, Webhook> Webhooks { get; } = [];

    /// <summary>Application commands: guild 0 holds the global ones.</summary>
    internal Dictionary<ulong, List<JsonElement>> Commands { get; } = [];

    internal TimeProvider Time { get; }
    internal SnowflakeSource Ids { get; }
    internal DateTimeOffset Now => Time.GetUtcNow();
    internal event Action<WorldEvent>? Happened;

    /// <summary>A guild with an owner, @everyone, the bot's own role and the bot in it; the bot's gateway is told as if it had just joined.</summary>
    public Guild CreateGuild(string name, ulong? id = null, User? owner = null)
    {
        lock (Gate)
        {
            var guild = new Guild { Id = id ?? Ids.Next(), Name = name, JoinedAt = Now };
            guild.Roles.Add(guild.Id, new Role { Id = guild.Id, Name = "@everyone", Permissions = Permissions.EveryoneDefault });
            var botRole = new Role { Id = Ids.Next(), Name = Bot.Username, Permissions = BotPermissions, Position = 10, Managed = true, BotId = Bot.Id };
            guild.Roles.Add(botRole.Id, botRole);
            owner ??= CreateUser($"owner-{guild.Id % 100_000}");
            guild.OwnerId = owner.Id;
            guild.Members.Add(owner.Id, new Member { User = owner, JoinedAt = Now });
            var bot = new Member { User = Bot, JoinedAt = Now };
            bot.Roles.Add(botRole.Id);
            guild.Members.Add(Bot.Id, bot);
            _guilds.Add(guild.Id, guild);
            guild.Touch();
            EmitGuildCreate(guild);
            return guild;
        }
    }

    public Channel CreateChannel(ulong guildId, string name, ChannelType type = ChannelType.Text, ulong? parent = null, ulong? id = null)
    {
        lock (Gate)
        {
            var guild = GetGuild(guildId);
            var channel = new Channel { Id = id ?? Ids.Next(), GuildId = guildId, Type = type, Name = name, ParentId = parent, Position = guild.Channels.Count };
            AddChannel(guild, channel);
            EmitChannel("CHANNEL_CREATE", guild, channel);
            return channel;
        }
    }

    /// <summary>A role above those that exist below the bot's; <paramref name="position"/> sets another place.</summary>
    public Role CreateRole(ulong guildId, string name, Permissions permissions = Permissions.None, int position = 1)
    {
        lock (Gate)
        {
            var guild = GetGuild(guildId);
            var role = new Role { Id = Ids.Next(), Name = name, Permissions = permissions, Position = position };
            guild.Roles.Add(role.Id, role);
            EmitRole("GUILD_ROLE_CREATE", guild, role);
            return role;
        }
    }

    public User CreateUser(string username, ulong? id = null, bool bot = false)
    {
        lock (Gate)
        {
            var user = new User { Id = id ?? Ids.Next(), Username = username, Bot = bot };
            _users.Add(user.Id, user);
            return user;
        }
    }

    /// <summary>An outage of one guild, or its end.</summary>
    public void SetAvailable(ulong guildId, bool available)
    {
        lock (Gate)
        {
            var guild = GetGuild(guildId);
            guild.Available = available;
            if (available) EmitGuildCreate(guild);
            else Emit(new WorldEvent("GUILD_DELETE", Intents.Guilds, (w, _) => GuildJson.WriteUnavailable(w, guildId)) { Guild = guild });
        }
    }

    /// <summary>As somebody does in the guild's settings.</summary>
    public void SetVerification(ulong guildId, int level)
    {
        lock (Gate)
        {
            var guild = GetGuild(guildId);
            guild.VerificationLevel = level;
            EmitGuildUpdate(guild);
        }
    }

    /// <summary>Sends any dispatch as it is, for events that the world itself never makes.</summary>
    public void Dispatch(string name, ulong? guildId, JsonElement data)
    {
        lock (Gate)
            Emit(new WorldEvent(name, Intents.None, (w, _) => data.WriteTo(w)) { Guild = guildId is { } id ? GetGuild(id) : null });
    }

    /// <exception cref="KeyNotFoundException">The guild does not exist.</exception>
    public Guild GetGuild(ulong id) => _guilds[id];

    internal Guild? FindGuild(ulong id) => _guilds.GetValueOrDefault(id);
    internal Channel? FindChannel(ulong id) => _channels.GetValueOrDefault(id);
    internal User? FindUser(ulong id) => _users.GetValueOrDefault(id);

    /// <summary>A message by its id, also when it was deleted; null when it never was or is too old to be kept.</summary>
    public Message? FindMessage(ulong id)
    {
        lock (Gate) return _messages.GetValueOrDefault(id);
    }

    internal void AddChannel(Guild guild, Channel channel)
    {
        guild.Channels.Add(channel.Id, channel);
        _channels.Add(channel.Id, channel);
        guild.Touch();
    }

    internal void RemoveChannel(Guild guild, Channel channel)
    {
        guild.Channels.Remove(channel.Id);
        _channels.Remove(channel.Id);
        if (!channel.IsThread) EmitChannel("CHANNEL_DELETE", guild, channel);
        else
        {
            guild.Touch();
            Emit(new WorldEvent("THREAD_DELETE", Intents.Guilds, (w, _) =>
            {
                w.WriteStartObject();
                w.WriteId("id", channel.Id);
                w.WriteId("guild_id", channel.GuildId);
                w.WriteId("parent_id", channel.ParentId);
                w.WriteNumber("type", (int)channel.Type);
                w.WriteEndObject();
            })
            { Guild = guild });
        }
    }

    internal void EmitChannel(string name, Guild guild, Channel channel, bool newlyCreated = false)
    {
        guild.Touch();
        Emit(new WorldEvent(name, Intents.Guilds, (w, _) => ChannelJson.Write(w, channel, newlyCreated: newlyCreated))
        {
            Guild = guild,
            Channel = channel,
            NeedsAnyOf = Permissions.ViewChannel,
        });
    }

    internal void EmitRole(string name, Guild guild, Role role)
    {
        guild.Touch();
        Emit(new WorldEvent(name, Intents.Guilds, (w, _) =>
        {
            w.WriteStartObject();
            w.WriteId("guild_id", guild.Id);
            if (name == "GUILD_ROLE_DELETE") w.WriteId("role_id", role.Id);
            else
            {
                w.WritePropertyName("role");
                ChannelJson.Write(w, role);
            }
            w.WriteEndObject();
        })
        { Guild = guild });
    }

    internal void EmitGuildUpdate(Guild guild)
    {
        guild.Touch();
        Emit(new WorldEvent("GUILD_UPDATE", Intents.Guilds, (w, _) => GuildJson.Write(w, guild)) { Guild = guild });
    }

    /// <summary>A guild in an outage has nothing to say but that.</summary>
    internal void Emit(WorldEvent happened)
    {
        if (happened.Guild is not { Available: false } || happened.Name == "GUILD_DELETE") Happened?.Invoke(happened);
    }

    private void EmitGuildCreate(Guild guild) =>
        Emit(new WorldEvent("GUILD_CREATE", Intents.Guilds, (w, _) => GuildJson.WriteCreate(w, guild, [guild.Members[Bot.Id]])) { Guild = guild });
}
