using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Murdoch.Simulator.Gateway;
using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Interactions;

/// <summary>Members use the bot's commands, buttons and modals here. https://docs.discord.com/developers/interactions/receiving-and-responding</summary>
public sealed class InteractionDesk
{
    internal const int Loading = 1 << 7;
    private const int Ephemeral = 1 << 6;
    private readonly DiscordWorld _world;
    private readonly SimulatorOptions _options;
    private readonly Dictionary<string, Interaction> _byToken = [];

    internal InteractionDesk(DiscordWorld world, SimulatorOptions options)
    {
        _world = world;
        _options = options;
    }

    /// <summary>A slash command. Option values keep their JSON type; users, roles and channels are given as ids and resolved.</summary>
    /// <param name="options">Raw options as Discord sends them: <c>[{"name":"user","type":6,"value":"123"}]</c>; null for none.</param>
    public Interaction Command(ulong guild, ulong channel, ulong user, string name, JsonArray? options = null) =>
        Send(InteractionType.Command, guild, channel, user, CommandData(guild, name, options));

    /// <summary>The user types in an option marked <c>"focused": true</c>.</summary>
    public Interaction Autocomplete(ulong guild, ulong channel, ulong user, string name, JsonArray options) =>
        Send(InteractionType.Autocomplete, guild, channel, user, CommandData(guild, name, options));

    /// <summary>A context menu command on a user (type 2) or a message (type 3).</summary>
    public Interaction ContextCommand(ulong guild, ulong channel, ulong user, string name, int type, ulong target)
    {
        var data = CommandData(guild, name, null);
        data["type"] = type;
        data["target_id"] = Spell(target);
        data["resolved"] = type == 2 ? Resolved(guild, [target]) : new JsonObject { ["messages"] = new JsonObject { [Spell(target)] = ResolvedMessage(target) } };
        return Send(InteractionType.Command, guild, channel, user, data);
    }

    /// <summary>A button (component type 2) or a select menu (3, 5..8) of one of the bot's messages.</summary>
    public Interaction Component(ulong guild, ulong channel, ulong user, ulong message, string customId, int componentType = 2, IReadOnlyList<string>? values = null)
    {
        var data = new JsonObject { ["custom_id"] = customId, ["component_type"] = componentType };
        if (values is not null) data["values"] = new JsonArray([.. values.Select(v => JsonValue.Create(v))]);
        return Send(InteractionType.Component, guild, channel, user, data, FindSource(message));
    }

    /// <summary>A modal is sent, each field in a label as Discord does today.</summary>
    public Interaction Modal(ulong guild, ulong channel, ulong user, string customId, IReadOnlyDictionary<string, string> fields, ulong? message = null)
    {
        var components = new JsonArray([.. fields.Select(field => new JsonObject
        {
            ["type"] = 18,
            ["component"] = new JsonObject { ["type"] = 4, ["custom_id"] = field.Key, ["value"] = field.Value },
        })]);
        return Send(InteractionType.ModalSubmit, guild, channel, user, new JsonObject { ["custom_id"] = customId, ["components"] = components },
            message is { } id ? FindSource(id) : null);
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
        if (type == 4 && message is not null && (message.Flags & Ephemeral) == 0) _world.AddMessage(message, mayMentionEveryone: false);
        if (type == 7 && message is not null) _world.EmitMessage("MESSAGE_UPDATE", message);
        interaction.Answer(type, data.ValueKind == JsonValueKind.Undefined ? default : data.Clone(), message);
    }

    internal void AddFollowup(Interaction interaction, Message message, bool ephemeral)
    {
        if (!ephemeral) _world.AddMessage(message, mayMentionEveryone: false);
        interaction.AddFollowup(message);
    }

    internal void Edited(Interaction interaction, Message message)
    {
        // A deferred answer becomes a message when it is first filled.
        if ((message.Flags & Ephemeral) == 0)
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

    private Interaction Send(int type, ulong guildId, ulong channelId, ulong userId, JsonObject data, Message? source = null)
    {
        lock (_world.Gate)
        {
            var guild = _world.GetGuild(guildId);
            var channel = guild.Channels[channelId];
            var member = guild.Members[userId];
            var interaction = new Interaction
            {
                Id = _world.Ids.Next(),
                Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(48)),
                Type = type,
                Channel = channel,
                User = member.User,
                CreatedAt = _world.Now,
                Source = source,
            };
            _byToken.Add(interaction.Token, interaction);
            var now = _world.Now;
            var bot = guild.Members[_world.Bot.Id];
            _world.Emit(new WorldEvent("INTERACTION_CREATE", Intents.None, (w, _) =>
            {
                w.WriteStartObject();
                w.WriteId("id", interaction.Id);
                w.WriteId("application_id", _world.Bot.Id);
                w.WriteNumber("type", type);
                w.WritePropertyName("data");
                data.WriteTo(w);
                w.WriteId("guild_id", guildId);
                w.WriteId("channel_id", channelId);
                w.WritePropertyName("channel");
                ChannelJson.Write(w, channel);
                w.WritePropertyName("member");
                UserJson.Write(w, member, permissions: PermissionRules.InChannel(guild, channel, member, now));
                w.WriteString("token", interaction.Token);
                w.WriteNumber("version", 1);
                if (source is not null)
                {
                    w.WritePropertyName("message");
                    MessageJson.Write(w, source, _world.Bot.Id, true, gateway: false);
                }
                w.WriteString("app_permissions", ChannelJson.Spell(PermissionRules.InChannel(guild, channel, bot, now)));
                w.WriteString("locale", "en-US");
                w.WriteString("guild_locale", "en-US");
                w.WriteNumber("context", 0);
                w.WriteStartObject("authorizing_integration_owners");
                w.WriteId("0", guildId);
                w.WriteEndObject();
                w.WriteEmptyArray("entitlements");
                w.WriteNumber("attachment_size_limit", 10_485_760);
                w.WriteEndObject();
            })
            { Guild = guild });
            return interaction;
        }
    }

    private JsonObject CommandData(ulong guild, string name, JsonArray? options)
    {
        lock (_world.Gate)
        {
            var command = Registered(guild).FirstOrDefault(c => c.GetProperty("name").GetString() == name);
            var data = new JsonObject
            {
                ["id"] = command.ValueKind == JsonValueKind.Object ? command.GetProperty("id").GetString() : Spell(_world.Ids.Next()),
                ["name"] = name,
                ["type"] = 1,
            };
            if (options is null) return data;
            data["options"] = options.DeepClone();
            if (Resolved(guild, InteractionOptions.Ids(options)) is { Count: > 0 } resolved) data["resolved"] = resolved;
            return data;
        }
    }

    private IEnumerable<JsonElement> Registered(ulong guild) =>
        (_world.Commands.GetValueOrDefault(guild) ?? []).Concat(_world.Commands.GetValueOrDefault(0UL) ?? []);

    private JsonObject Resolved(ulong guildId, IEnumerable<ulong> ids) => InteractionOptions.Resolve(_world, _world.GetGuild(guildId), ids);

    private JsonNode? ResolvedMessage(ulong id) => FindSource(id) is { } message
        ? JsonNode.Parse(JsonBytes.Write(w => MessageJson.Write(w, message, _world.Bot.Id, true, gateway: false))) : null;

    private Message? FindSource(ulong id)
    {
        lock (_world.Gate) return _world.FindMessage(id) ?? _byToken.Values.Select(i => i.Find(id)).FirstOrDefault(m => m is not null);
    }

    private static string Spell(ulong id) => id.ToString(CultureInfo.InvariantCulture);
}
