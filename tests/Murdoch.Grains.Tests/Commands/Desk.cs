using System.Text.Json;
using System.Text.Json.Nodes;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Simulator.Interactions;
using Murdoch.Simulator.World;

namespace Murdoch.Grains.Tests.Commands;

/// <summary>A guild with people of each rank, whose clients send what they do to the bot over the gateway.</summary>
internal sealed class Desk
{
    private static int _forgedNames;
    private readonly ModerationCluster _cluster;

    private Desk(ModerationCluster cluster, int members)
    {
        _cluster = cluster;
        Guild = cluster.NewGuild(members);
        (Owner, Moderator, Other) = (new(Guild.Guild.OwnerId), Join("Moderators", Permissions.KickMembers | Permissions.BanMembers | Permissions.ModerateMembers | Permissions.ManageMessages | Permissions.ManageChannels, 5), Join("Others", Permissions.ModerateMembers, 4));
    }

    public TestGuild Guild { get; }
    public UserId Owner { get; }

    /// <summary>May all that moderators do, and not manage the guild.</summary>
    public UserId Moderator { get; }

    /// <summary>May only time members out.</summary>
    public UserId Other { get; }
    public UserId Member => Guild.Members[0];
    public ICaseBookGrain Book => _cluster.Grains.GetGrain<ICaseBookGrain>(Guild.Id.Key);
    private DiscordWorld World => _cluster.Discord.World;
    private InteractionDesk Client => _cluster.Discord.Interactions;
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Desk> Open(ModerationCluster cluster, int members = 3)
    {
        var shard = cluster.Grains.GetGrain<IShardGrain>(0);
        await ModerationCluster.Until(async () => (await shard.Ping()).State == "ready", "the shard is ready");
        await ModerationCluster.Until(() => cluster.Discord.Journal.Since(0).Any(entry => entry is { Kind: "rest", What: "PUT", Status: 200 } && entry.Path!.EndsWith("/commands", StringComparison.Ordinal)), "the commands are registered");
        var desk = new Desk(cluster, members);
        await ModerationCluster.Until(async () => await desk.Guild.Grain.GetModerationObstacle(desk.Moderator, [], desk.Owner, []) == "They own the guild.", "the guild is known");
        await ModerationCluster.Until(async () => await desk.Guild.Grain.GetModerationObstacle(desk.Moderator, desk.RolesOf(desk.Moderator), desk.Member, []) is null, "the roles are known");
        return desk;
    }

    public ulong[] RolesOf(UserId user) => [.. Guild.Guild.Members[user.Value].Roles];

    /// <param name="path">The command with its subcommands, such as <c>murdoch case view</c>.</param>
    /// <returns>What the user was told.</returns>
    public async Task<string> Use(UserId user, string path, params (string Name, int Type, JsonNode Value)[] options) =>
        Text(await Answered(Client.Command(Guild.Id.Value, Guild.Channel.Id, user.Value, path.Split(' ')[0], Nested(path, options))));

    public async Task<Interaction> Send(UserId user, string path, params (string Name, int Type, JsonNode Value)[] options) =>
        await Answered(Client.Command(Guild.Id.Value, Guild.Channel.Id, user.Value, path.Split(' ')[0], Nested(path, options)));

    /// <summary>What no client sends: the command of somebody who is not shown it, options of wrong types.</summary>
    public async Task<string> Forge(UserId user, string path, params (string Name, int Type, JsonNode Value)[] options)
    {
        var data = new JsonObject { ["id"] = $"{Interlocked.Increment(ref _forgedNames)}", ["name"] = path.Split(' ')[0], ["type"] = 1 };
        if (Nested(path, options) is { } nested) data["options"] = nested;
        data["resolved"] = new JsonObject
        {
            ["members"] = new JsonObject(options.Where(option => option.Type == 6 && Guild.Guild.Members.ContainsKey(ulong.TryParse($"{option.Value}", out var id) ? id : 0))
                .Select(option => KeyValuePair.Create($"{option.Value}", (JsonNode?)new JsonObject { ["roles"] = new JsonArray() }))),
        };
        return Text(await Answered(Client.Forge(2, Guild.Id.Value, Guild.Channel.Id, user.Value, data)));
    }

    public async Task<string> ForgeButton(UserId user, string customId) =>
        Text(await Answered(Client.Forge(3, Guild.Id.Value, Guild.Channel.Id, user.Value, new JsonObject { ["custom_id"] = customId, ["component_type"] = 2 })));

    public async Task<Interaction> Press(UserId user, ulong message, string customId, IReadOnlyList<string>? values = null) =>
        await Answered(Client.Component(Guild.Id.Value, Guild.Channel.Id, user.Value, message, customId, values));

    public async Task<string> Fill(UserId user, string customId, string field, string text) =>
        Text(await Answered(Client.Modal(Guild.Id.Value, Guild.Channel.Id, user.Value, customId, new Dictionary<string, string> { [field] = text })));

    public async Task<string[]> Type(UserId user, string path, (string Name, int Type) option, string typed, params (string Name, int Type, JsonNode Value)[] before)
    {
        var options = Nested(path, [.. before, (option.Name, option.Type, typed)])!;
        var innermost = options;
        while (innermost[^1]!["options"] is JsonArray deeper) innermost = deeper;
        innermost[^1]!["focused"] = true;
        var interaction = Client.Autocomplete(Guild.Id.Value, Guild.Channel.Id, user.Value, path.Split(' ')[0], options);
        await interaction.AnsweredAsync(Cancellation);
        return [.. interaction.CallbackData.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("value").ToString())];
    }

    public static (string, int, JsonNode) User(UserId user) => ("user", 6, $"{user}");

    public static string Text(Interaction interaction) => (interaction.Original?.Content ?? "")
        + (interaction.CallbackData is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty("embeds", out var embeds) ? embeds.ToString() : "");

    private static async Task<Interaction> Answered(Interaction interaction)
    {
        await interaction.AnsweredAsync(Cancellation);
        if (interaction.CallbackType == 5) await interaction.ChangedAsync(1, Cancellation);
        return interaction;
    }

    private static JsonArray? Nested(string path, (string Name, int Type, JsonNode Value)[] options)
    {
        var names = path.Split(' ');
        JsonArray? inner = options.Length == 0 ? null : [.. options.Select(option => new JsonObject { ["name"] = option.Name, ["type"] = option.Type, ["value"] = option.Value.DeepClone() })];
        for (var depth = names.Length - 1; depth > 0; depth--)
        {
            var one = new JsonObject { ["name"] = names[depth], ["type"] = depth == names.Length - 1 ? 1 : 2 };
            if (inner is not null) one["options"] = inner;
            inner = [one];
        }
        return inner;
    }

    private UserId Join(string role, Permissions permissions, int position)
    {
        var user = World.Join(Guild.Guild.Id)!.User.Id;
        World.SetRoles(Guild.Guild.Id, user, [World.CreateRole(Guild.Guild.Id, role, permissions, position).Id], Guild.Guild.OwnerId);
        return new(user);
    }
}
