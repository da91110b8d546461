using System.Text.Json.Nodes;
using Murdoch.Simulator.Interactions;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Tests.Interactions;

/// <summary>What Discord and its clients let a member do with the bot.</summary>
public sealed class InteractionDeskTests
{
    [Fact]
    public async Task A_command_reaches_the_bot_only_from_members_with_its_default_permissions()
    {
        await using var stage = await Stage.SetAsync();
        await stage.RegisterAsync(
            new { name = "kick", description = "Kicks", default_member_permissions = $"{(ulong)Permissions.KickMembers}" },
            new { name = "admins", description = "For administrators", default_member_permissions = "0" });

        Command(stage.Moderator, "kick");
        Command(stage.Admin, "kick");
        Command(stage.Admin, "admins");
        Assert.Throws<InteractionRefusedException>(() => Command(stage.Alice, "kick"));
        Assert.Throws<InteractionRefusedException>(() => Command(stage.Moderator, "admins"));
        Assert.Throws<InteractionRefusedException>(() => Command(stage.Moderator, "nothing"));
        stage.World.SetTimeout(stage.Guild.Id, stage.Moderator.Id, DateTimeOffset.UtcNow.AddMinutes(5), stage.Guild.OwnerId);
        Assert.Throws<InteractionRefusedException>(() => Command(stage.Moderator, "kick"));
        var refused = await stage.Rest.PostAsync("/control/interactions", new { kind = "command", guild = $"{stage.Guild.Id}", channel = $"{stage.Channel.Id}", user = $"{stage.Alice.Id}", name = "kick" });
        Assert.Equal(400, refused.Status);

        void Command(User user, string name) => stage.Server.Interactions.Command(stage.Guild.Id, stage.Channel.Id, user.Id, name);
    }

    [Fact]
    public async Task Options_are_those_that_were_registered()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        await stage.RegisterAsync(new
        {
            name = "murdoch",
            description = "All of it",
            options = new object[]
            {
                new
                {
                    type = 1,
                    name = "purge",
                    description = "Deletes",
                    options = new object[] { new { type = 4, name = "count", description = "How many", required = true, min_value = 1, max_value = 100 }, new { type = 3, name = "rule", description = "Which", autocomplete = true } },
                },
            },
        });

        Purge(new JsonObject { ["name"] = "count", ["type"] = 4, ["value"] = 100 });
        Assert.Equal(100, (await client.ExpectAsync("INTERACTION_CREATE")).GetProperty("data").GetProperty("options")[0].GetProperty("options")[0].GetProperty("value").GetInt32());
        Assert.Throws<InteractionRefusedException>(() => Purge(new JsonObject { ["name"] = "count", ["type"] = 4, ["value"] = 101 }));
        Assert.Throws<InteractionRefusedException>(() => Purge(new JsonObject { ["name"] = "count", ["type"] = 4, ["value"] = "ten" }));
        Assert.Throws<InteractionRefusedException>(() => Purge(new JsonObject { ["name"] = "other", ["type"] = 4, ["value"] = 1 }));
        Assert.Throws<InteractionRefusedException>(() => Purge());
        Assert.Throws<InteractionRefusedException>(() => stage.Server.Interactions.Command(stage.Guild.Id, stage.Channel.Id, stage.Admin.Id, "murdoch"));
        // While somebody types nothing is required, and only what the bot completes is asked for.
        Complete("rule");
        Assert.Equal(4, (await client.ExpectAsync("INTERACTION_CREATE")).GetProperty("type").GetInt32());
        Assert.Throws<InteractionRefusedException>(() => Complete("count"));
        // A frame that no client sends can be forged.
        stage.Server.Interactions.Forge(InteractionType.Command, stage.Guild.Id, stage.Channel.Id, stage.Admin.Id, new() { ["name"] = 7 });
        Assert.Equal(7, (await client.ExpectAsync("INTERACTION_CREATE")).GetProperty("data").GetProperty("name").GetInt32());

        void Purge(params JsonNode[] options) => stage.Server.Interactions.Command(stage.Guild.Id, stage.Channel.Id, stage.Admin.Id, "murdoch",
            [new JsonObject { ["name"] = "purge", ["type"] = 1, ["options"] = new JsonArray(options) }]);
        void Complete(string name) => stage.Server.Interactions.Autocomplete(stage.Guild.Id, stage.Channel.Id, stage.Admin.Id, "murdoch",
            [new JsonObject { ["name"] = "purge", ["type"] = 1, ["options"] = new JsonArray(new JsonObject { ["name"] = name, ["type"] = name == "rule" ? 3 : 4, ["value"] = "sl", ["focused"] = true }) }]);
    }

    [Fact]
    public async Task A_message_s_menu_brings_its_content_even_to_a_bot_that_may_not_read_messages()
    {
        await using var stage = await Stage.SetAsync(o => o with { AllowedIntents = Murdoch.Simulator.Gateway.Intents.GuildMembers });
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server, intents: 512);
        await stage.RegisterAsync(new { name = "Report message", type = 3 }, new { name = "Check member", type = 2 });
        var message = stage.Post(stage.Bob, "something bad").Id;
        stage.Server.Interactions.ContextCommand(stage.Guild.Id, stage.Channel.Id, stage.Alice.Id, "Report message", 3, message);

        Assert.Equal("", (await client.ExpectAsync("MESSAGE_CREATE")).GetProperty("content").GetString());
        var data = (await client.ExpectAsync("INTERACTION_CREATE")).GetProperty("data");
        Assert.Equal(("something bad", $"{stage.Bob.Id}"), (data.GetProperty("resolved").GetProperty("messages").GetProperty($"{message}").GetProperty("content").GetString(),
            data.GetProperty("resolved").GetProperty("messages").GetProperty($"{message}").GetProperty("author").GetProperty("id").GetString()));
        Assert.Throws<InteractionRefusedException>(() => stage.Server.Interactions.ContextCommand(stage.Guild.Id, stage.Channel.Id, stage.Alice.Id, "Report message", 2, stage.Bob.Id));
        stage.World.Delete(message);
        Assert.Throws<InteractionRefusedException>(() => stage.Server.Interactions.ContextCommand(stage.Guild.Id, stage.Channel.Id, stage.Alice.Id, "Report message", 3, message));
    }

    [Fact]
    public async Task Only_what_a_message_has_and_lets_be_pressed_is_pressed()
    {
        await using var stage = await Stage.SetAsync();
        var id = await stage.PostComponentsAsync(
            new { type = 1, components = new object[] { new { type = 2, style = 4, label = "Undo", custom_id = "undo" }, new { type = 2, style = 2, label = "Closed", custom_id = "closed", disabled = true } } },
            new { type = 1, components = new[] { new { type = 3, custom_id = "menu", options = new[] { new { label = "A", value = "a" }, new { label = "B", value = "b" } } } } });

        Press("undo");
        Press("menu", "b");
        Assert.Throws<InteractionRefusedException>(() => Press("closed"));
        Assert.Throws<InteractionRefusedException>(() => Press("escalate"));
        Assert.Throws<InteractionRefusedException>(() => Press("menu", "c"));
        Assert.Throws<InteractionRefusedException>(() => Press("menu", "a", "b"));
        stage.World.Delete(id, stage.World.Bot.Id);
        Assert.Throws<InteractionRefusedException>(() => Press("undo"));

        void Press(string customId, params string[] values) => stage.Server.Interactions.Component(stage.Guild.Id, stage.Channel.Id, stage.Moderator.Id, id, customId, values.Length == 0 ? null : values);
    }

    [Fact]
    public async Task A_button_in_a_direct_message_opens_a_form_without_a_guild()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        var channel = ulong.Parse((await stage.Rest.PostAsync("/users/@me/channels", new { recipient_id = $"{stage.Alice.Id}" })).Body.GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        var notice = await stage.Rest.PostAsync($"/channels/{channel}/messages", new { content = "You were warned", components = new[] { new { type = 1, components = new[] { new { type = 2, style = 2, label = "Appeal", custom_id = "appeal" } } } } });
        var id = ulong.Parse(notice.Body.GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture);

        stage.Server.Interactions.Component(null, channel, stage.Alice.Id, id, "appeal");
        var pressed = await client.ExpectAsync("INTERACTION_CREATE");
        Assert.Equal(($"{stage.Alice.Id}", false, false), (pressed.GetProperty("user").GetProperty("id").GetString(), pressed.TryGetProperty("member", out _), pressed.TryGetProperty("guild_id", out _)));
        Assert.Throws<InteractionRefusedException>(() => stage.Server.Interactions.Component(null, channel, stage.Bob.Id, id, "appeal"));
        Assert.Throws<InteractionRefusedException>(() => stage.Server.Interactions.Modal(null, channel, stage.Alice.Id, "form", Why("not me")));
        await stage.Rest.PostAsync($"/interactions/{pressed.GetProperty("id").GetString()}/{pressed.GetProperty("token").GetString()}/callback",
            new { type = 9, data = new { custom_id = "form", title = "Appeal", components = new[] { new { type = 18, label = "Why", component = new { type = 4, style = 2, custom_id = "why", min_length = 5 } } } } });
        Assert.Throws<InteractionRefusedException>(() => stage.Server.Interactions.Modal(null, channel, stage.Alice.Id, "form", Why("no")));
        Assert.Throws<InteractionRefusedException>(() => stage.Server.Interactions.Modal(null, channel, stage.Bob.Id, "form", Why("not me")));
        stage.Server.Interactions.Modal(null, channel, stage.Alice.Id, "form", Why("not me"));
        Assert.Equal($"{id}", (await client.ExpectAsync("INTERACTION_CREATE")).GetProperty("message").GetProperty("id").GetString());

        static Dictionary<string, string> Why(string text) => new() { ["why"] = text };
    }
}
