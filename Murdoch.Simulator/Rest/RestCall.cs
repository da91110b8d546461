using System.Globalization;
using System.Text.Json;
using Murdoch.Simulator.Gateway;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Rest;

/// <summary>One request on its way through a handler, which runs under the world's gate.</summary>
internal sealed class RestCall(SimulatorServer server, HttpContext context, JsonElement? body, string? reason, User? bearer)
{
    public SimulatorServer Server => server;
    public DiscordWorld World => server.World;
    public HttpContext Context => context;
    public User Bot => server.World.Bot;
    public string? Reason => reason;
    public DateTimeOffset Now => server.World.Now;

    /// <summary>The user of a Bearer token; null when the bot calls.</summary>
    public User? Bearer => bearer;

    /// <summary>The JSON body; an undefined element when there is none.</summary>
    public JsonElement Body => body ?? default;

    /// <summary>The portal's switch decides for REST, whatever a gateway session asked for.</summary>
    public bool ContentVisible => server.Options.AllowedIntents.HasFlag(Intents.MessageContent);

    public ulong Id(string name) => TryId(name, out var id)
        ? id
        : throw RestError.InvalidForm($"{name}_id", "NUMBER_TYPE_COERCE", $"Value \"{Text(name)}\" is not snowflake.");

    public string Text(string name) => (string?)context.Request.RouteValues[name] ?? "";

    public string? Query(string name) => context.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    public bool QueryFlag(string name) => Query(name) is "true" or "True" or "1";

    public ulong? QueryId(string name) => Query(name) is { } text && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    public int QueryLimit(int smallest, int largest, int standard)
    {
        if (Query("limit") is not { } text) return standard;
        if (!int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var limit))
            throw RestError.InvalidForm("limit", "NUMBER_TYPE_COERCE", $"Value \"{text}\" is not int.");
        if (limit < smallest) throw RestError.InvalidForm("limit", "NUMBER_TYPE_MIN", $"int value should be greater than or equal to {smallest}.");
        if (limit > largest) throw RestError.InvalidForm("limit", "NUMBER_TYPE_MAX", $"int value should be less than or equal to {largest}.");
        return limit;
    }

    /// <summary>The guild of the route. 404 when there is none, 403 when the bot is not in it.</summary>
    public Guild Guild()
    {
        var guild = World.FindGuild(Id("guild")) ?? throw RestError.Unknown(10004, "Guild");
        if (!guild.Members.ContainsKey(Bot.Id)) throw RestError.MissingAccess();
        return guild;
    }

    /// <summary>The channel of the route. 404 when there is none, 403 / 50001 when the bot cannot see it.</summary>
    public Channel Channel(string name = "channel")
    {
        var channel = World.FindChannel(Id(name)) ?? throw RestError.Unknown(10003, "Channel");
        if (channel.GuildId is { } guild && !Rights(World.GetGuild(guild), channel).HasFlag(Permissions.ViewChannel)) throw RestError.MissingAccess();
        return channel;
    }

    public Guild? GuildOf(Channel channel) => channel.GuildId is { } id ? World.GetGuild(id) : null;

    public Message Message(Channel channel)
    {
        if (World.FindMessage(Id("message")) is { DeletedAt: null } message && message.Channel == channel) return message;
        throw RestError.Unknown(10008, "Message");
    }

    public Member Member(Guild guild) => guild.Members.GetValueOrDefault(Id("user")) ?? throw RestError.Unknown(10007, "Member");

    public Member BotMember(Guild guild) => guild.Members.GetValueOrDefault(Bot.Id) ?? throw RestError.MissingAccess();

    public Permissions Rights(Guild guild, Channel? channel = null)
    {
        if (!guild.Members.TryGetValue(Bot.Id, out var bot)) return Permissions.None;
        return channel is null ? PermissionRules.InGuild(guild, bot, Now) : PermissionRules.InChannel(guild, channel, bot, Now);
    }

    /// <exception cref="RestError">403 / 50013.</exception>
    public void Require(Guild guild, Permissions needed)
    {
        if (!Rights(guild).HasFlag(needed)) throw RestError.MissingPermissions();
    }

    public void Require(Channel channel, Permissions needed)
    {
        if (GuildOf(channel) is { } guild && !Rights(guild, channel).HasFlag(needed)) throw RestError.MissingPermissions();
    }

    /// <exception cref="RestError">403 / 50013 when the target is the owner or stands as high as the bot.</exception>
    public void RequireAbove(Guild guild, Member target)
    {
        if (target.User.Id != Bot.Id && !PermissionRules.Outranks(guild, BotMember(guild), target)) throw RestError.MissingPermissions();
    }

    public bool TryId(string name, out ulong id) => ulong.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out id);
}
