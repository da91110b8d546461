using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Murdoch.Simulator.Gateway;
using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Interactions;

/// <summary>
/// Members use the bot's commands, buttons and modals here, as far as Discord and its clients let them: what they may not see or do throws
/// <see cref="InteractionRefusedException"/>. https://docs.discord.com/developers/interactions/receiving-and-responding
/// </summary>
public sealed class InteractionDesk
{
    internal const int Loading = 1 << 7;
    internal const int Ephemeral = 1 << 6;
    private readonly DiscordWorld _world;
    private readonly SimulatorOptions _options;
    private readonly Dictionary<string, Interaction> _byToken = [];
    private readonly Dictionary<(ulong User, string CustomId), Interaction> _openModals = [];

    internal InteractionDesk(DiscordWorld world, SimulatorOptions options)
    {
        _world = world;
        _options = options;
    }

    /// <summary>A slash command. Option values keep their JSON type; users, roles and channels are given as ids and resolved.</summary>
    /// <param name="options">Raw options as Discord sends them: <c>[{"name":"user","type":6,"value":"123"}]</c>; null for none.</param>
    public Interaction Command(ulong guild, ulong channel, ulong user, string name, JsonArray? options = null)
    {
        lock (_world.Gate)
        {
            var command = Visible(guild, channel, user, name, type: 1);
            CommandRules.RequireFitting(command, options, typing: false);
            return Send(InteractionType.Command, guild, channel, user, CommandData(guild, command, options));
        }
    }

    /// <summary>The user types in an option marked <c>"focused": true</c>.</summary>
    public Interaction Autocomplete(ulong guild, ulong channel, ulong user, string name, JsonArray options)
    {
        lock (_world.Gate)
        {
            var command = Visible(guild, channel, user, name, type: 1);
            CommandRules.RequireFitting(command, options, typing: true);
            return Send(InteractionType.Autocomplete, guild, channel, user, CommandData(guild, command, options));
        }
    }

    /// <summary>A context menu command on a user (type 2) or a message (type 3).</summary>
    public Interaction ContextCommand(ulong guild, ulong channel, ulong user, string name, int type, ulong target)
    {
        lock (_world.Gate)
        {
            var data = CommandData(guild, Visible(guild, channel, user, name, type), null);
            data["target_id"] = Spell(target);
            if (type == 2 && _world.FindUser(target) is null) throw new InteractionRefusedException("There is no such user.");
            data["resolved"] = type == 2
                ? InteractionOptions.Resolve(_world, _world.GetGuild(guild), [target])
                : new JsonObject { ["messages"] = new JsonObject { [Spell(target)] = ResolvedMessage(Visible(user, target)) } };
            return Send(InteractionType.Command, guild, channel, user, data);
        }
    }

    /// <summary>A button or, with <paramref name="values"/>, a select menu of one of the bot's messages.</summary>
    /// <param name="guild">Null in direct messages.</param>
    public Interaction Component(ulong? guild, ulong channel, ulong user, ulong message, string customId, IReadOnlyList<string>? values = null)
    {
        lock (_world.Gate)
        {
            var source = Visible(user, message);
            if (source.Channel.Id != channel || source.Author != _world.Bot) throw new InteractionRefusedException("This is no message of the bot in this channel.");
            var component = ComponentRules.Find(source.Parts.GetValueOrDefault("components"), customId) ?? throw new InteractionRefusedException("The message has no such component.");
            var type = ComponentRules.Number(component, "type") ?? 2;
            ComponentRules.RequireUsable(component, type == 2 ? null : values ?? []);
            var data = new JsonObject { ["custom_id"] = customId, ["component_type"] = type };
            if (values is not null) data["values"] = new JsonArray([.. values.Select(v => JsonValue.Create(v))]);
            if (values is not null && guild is { } id && InteractionOptions.Resolve(_world, _world.GetGuild(id), values.Select(InteractionOptions.Id)) is { Count: > 0 } resolved) data["resolved"] = resolved;
            return Send(InteractionType.Component, guild, channel, user, data, source);
        }
    }

    /// <summary>A modal that the bot has opened for this user is sent, each field in a label as Discord does today.</summary>
    /// <param name="guild">Null in direct messages.</param>
    public Interaction Modal(ulong? guild, ulong channel, ulong user, string customId, IReadOnlyDictionary<string, string> fields)
    {
        lock (_world.Gate)
        {
            if (!_openModals.TryGetValue((user, customId), out var opener) || opener.Channel.Id != channel) throw new InteractionRefusedException("No such modal is open.");
            ComponentRules.RequireFilled(opener.CallbackData.GetProperty("components"), fields);
            _openModals.Remove((user, customId));
            var components = new JsonArray([.. fields.Select(field => new JsonObject
            {
                ["type"] = 18,
                ["component"] = new JsonObject { ["type"] = 4, ["custom_id"] = field.Key, ["value"] = field.Value },
            })]);
            return Send(InteractionType.ModalSubmit, guild, channel, user, new JsonObject { ["custom_id"] = customId, ["components"] = components }, opener.Source);
        }
    }

    /// <summary>An interaction whose data no client of Discord would send, or not any more: options of wrong types, a button that is gone.</summary>
    /// <param name="guild">Null in direct messages.</param>
    public Interaction Forge(int type, ulong? guild, ulong channel, ulong user, JsonObject data, ulong? message = null)
    {
        lock (_world.Gate) return Send(type, guild, channel, user, data, message is { } id ? FindSource(id) : null);
    }

    /// <summary>Found by token, living or not.</summary>
    internal Interaction? Find(string token)
    {
        lock (_world.Gate) return _byToken.GetValueOrDefault(token);
    }

    /// <summary>Null when unknown, or dead: three seconds without an answer, or fifteen minutes old.</summary>
    internal Interaction? FindLiving(string token) => Find(token) is { } interaction && !IsTooLate(interaction)
        && _world.Now - interaction.CreatedAt <= _options.InteractionLifetime ? interaction : null;

    internal bool IsTooLate(Interaction interaction) => interaction.CallbackType is null && _world.Now - interaction.CreatedAt > _options.InteractionDeadline;

    internal void Answer(Interaction interaction, int type, JsonElement data, Message? message)
    {
        if (type == 4 && message is not null && !IsHidden(message)) _world.AddMessage(message, mayMentionEveryone: false);
        if (type == 7 && message is not null && !IsHidden(message)) _world.EmitMessage("MESSAGE_UPDATE", message);
        interaction.Answer(type, data.ValueKind == JsonValueKind.Undefined ? default : data.Clone(), message);
        if (type == 9) _openModals[(interaction.User.Id, data.GetProperty("custom_id").GetString()!)] = interaction;
    }

    internal void AddFollowup(Interaction interaction, Message message, bool ephemeral)
    {
        if (!ephemeral) _world.AddMessage(message, mayMentionEveryone: false);
        interaction.AddFollowup(message);
    }

    internal void Edited(Interaction interaction, Message message)
    {
        // A deferred answer becomes a message when it is first filled.
        if (!IsHidden(message))
        {
            if (_world.FindMessage(message.Id) is null) _world.AddMessage(message, mayMentionEveryone: false);
            else _world.EmitMessage("MESSAGE_UPDATE", message);
        }
        interaction.Changed();
    }

    internal void Deleted(Interaction interaction, Message message)
    {
        if (!_world.Delete(message.Id, _world.Bot.Id)) message.DeletedAt = _world.Now;
        interaction.Changed();
    }

    private Interaction Send(int type, ulong? guildId, ulong channelId, ulong userId, JsonObject data, Message? source = null)
    {
        var guild = guildId is { } id ? _world.GetGuild(id) : null;
        var channel = _world.FindChannel(channelId) ?? throw new InteractionRefusedException("There is no such channel.");
        if (channel.GuildId != guildId || (guild is null && channel.Recipient?.Id != userId)) throw new InteractionRefusedException("The channel is elsewhere.");
        Member? member = null;
        if (guild is not null && !guild.Members.TryGetValue(userId, out member)) throw new InteractionRefusedException("The user is no member.");
        var interaction = new Interaction
        {
            Id = _world.Ids.Next(),
            Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(48)),
            Type = type,
            Channel = channel,
            User = _world.FindUser(userId)!,
            CreatedAt = _world.Now,
            Source = source,
        };
        _byToken.Add(interaction.Token, interaction);
        var now = _world.Now;
        _world.Emit(new WorldEvent("INTERACTION_CREATE", Intents.None, (w, _) => InteractionJson.Write(w, interaction, data, guild, member, _world.Bot, now)) { Guild = guild });
        return interaction;
    }

    private JsonElement Visible(ulong guildId, ulong channelId, ulong userId, string name, int type)
    {
        var command = (_world.Commands.GetValueOrDefault(guildId) ?? []).Concat(_world.Commands.GetValueOrDefault(0UL) ?? [])
            .FirstOrDefault(c => c.GetProperty("name").GetString() == name && c.GetProperty("type").GetInt32() == type);
        if (command.ValueKind != JsonValueKind.Object) throw new InteractionRefusedException($"No command {name} of type {type} is registered.");
        var guild = _world.GetGuild(guildId);
        if (!guild.Channels.TryGetValue(channelId, out var channel) || !guild.Members.TryGetValue(userId, out var member)) throw new InteractionRefusedException("The user is no member, or the channel is elsewhere.");
        CommandRules.RequireVisible(command, guild, channel, member, _world.Now);
        return command;
    }

    private JsonObject CommandData(ulong guild, JsonElement command, JsonArray? options)
    {
        var data = new JsonObject
        {
            ["id"] = command.GetProperty("id").GetString(),
            ["name"] = command.GetProperty("name").GetString(),
            ["type"] = command.GetProperty("type").GetInt32(),
        };
        if (command.TryGetProperty("guild_id", out var owner)) data["guild_id"] = owner.GetString();
        if (options is null) return data;
        data["options"] = options.DeepClone();
        if (InteractionOptions.Resolve(_world, _world.GetGuild(guild), InteractionOptions.Ids(options)) is { Count: > 0 } resolved) data["resolved"] = resolved;
        return data;
    }

    /// <summary>The target of a message command comes with its content, whatever intents the bot has.</summary>
    private JsonNode? ResolvedMessage(Message message) => JsonNode.Parse(JsonBytes.Write(w => MessageJson.Write(w, message, _world.Bot.Id, contentVisible: true, gateway: false)));

    /// <summary>A message that this user has before them: there, in a channel that they see, and not somebody else's ephemeral one.</summary>
    private Message Visible(ulong user, ulong id)
    {
        var message = FindSource(id);
        if (message is not { DeletedAt: null }) throw new InteractionRefusedException("There is no such message.");
        if (IsHidden(message) && !_byToken.Values.Any(interaction => interaction.User.Id == user && interaction.Find(id) is not null)) throw new InteractionRefusedException("The message is somebody else's.");
        var sees = message.Guild is { } guild
            ? guild.Members.TryGetValue(user, out var member) && PermissionRules.InChannel(guild, message.Channel, member, _world.Now).HasFlag(Permissions.ViewChannel)
            : message.Channel.Recipient?.Id == user;
        return sees ? message : throw new InteractionRefusedException("The user does not see the message.");
    }

    private Message? FindSource(ulong id) => _world.FindMessage(id) ?? _byToken.Values.Select(i => i.Find(id)).FirstOrDefault(m => m is not null);

    private static bool IsHidden(Message message) => (message.Flags & Ephemeral) != 0;

    private static string Spell(ulong id) => id.ToString(CultureInfo.InvariantCulture);
}
