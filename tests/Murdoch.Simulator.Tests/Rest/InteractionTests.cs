using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace Murdoch.Simulator.Tests.Rest;

public sealed class InteractionTests
{
    [Fact]
    public async Task A_command_is_deferred_edited_and_followed_up()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        var commands = await stage.Rest.PutAsync($"/applications/{stage.World.Bot.Id}/commands", new[] { new { name = "warn", description = "Warns a member", options = new[] { new { type = 6, name = "user", description = "Who", required = true } } } });
        Assert.Equal(200, commands.Status);
        var interaction = stage.Server.Interactions.Command(stage.Guild.Id, stage.Channel.Id, stage.Moderator.Id, "warn",
            [new JsonObject { ["name"] = "user", ["type"] = 6, ["value"] = $"{stage.Alice.Id}" }]);
        var told = await client.ExpectAsync("INTERACTION_CREATE");
        Assert.Equal(commands.Body[0].GetProperty("id").GetString(), told.GetProperty("data").GetProperty("id").GetString());
        Assert.Equal(stage.Alice.Username, told.GetProperty("data").GetProperty("resolved").GetProperty("users").GetProperty($"{stage.Alice.Id}").GetProperty("username").GetString());

        Assert.Equal(204, (await stage.Rest.PostAsync(Callback(told), new { type = 5, data = new { flags = 64 } })).Status);
        var second = await stage.Rest.PostAsync(Callback(told), new { type = 4, data = new { content = "again" } });
        Assert.Equal((400, 40060), (second.Status, second.Code));
        var webhook = $"/webhooks/{stage.World.Bot.Id}/{told.GetProperty("token").GetString()}";
        Assert.Equal(200, (await stage.Rest.PatchAsync($"{webhook}/messages/@original", new { content = "done" })).Status);
        Assert.Equal(200, (await stage.Rest.PostAsync(webhook, new { content = "more" })).Status);
        await interaction.ChangedAsync(2, TestContext.Current.CancellationToken);
        Assert.Equal((5, "done", "more"), (interaction.CallbackType, interaction.Original!.Content, interaction.Followups[0].Content));
    }

    [Fact]
    public async Task After_three_seconds_without_answer_the_token_is_dead_and_after_15_minutes_anyway()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var stage = await Stage.SetAsync(o => o with { Time = time });
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        await stage.RegisterAsync("late", "slow");
        stage.Server.Interactions.Command(stage.Guild.Id, stage.Channel.Id, stage.Alice.Id, "late");
        var late = await client.ExpectAsync("INTERACTION_CREATE");
        time.Advance(TimeSpan.FromSeconds(3.1));
        var refused = await stage.Rest.PostAsync(Callback(late), new { type = 4, data = new { content = "sorry" } });
        Assert.Equal((404, 10062), (refused.Status, refused.Code));

        stage.Server.Interactions.Command(stage.Guild.Id, stage.Channel.Id, stage.Alice.Id, "slow");
        var slow = await client.ExpectAsync("INTERACTION_CREATE");
        Assert.Equal(204, (await stage.Rest.PostAsync(Callback(slow), new { type = 5 })).Status);
        time.Advance(TimeSpan.FromMinutes(15.1));
        Assert.Equal(50027, (await stage.Rest.PatchAsync($"/webhooks/{stage.World.Bot.Id}/{slow.GetProperty("token").GetString()}/messages/@original", new { content = "x" })).Code);
    }

    [Fact]
    public async Task A_button_opens_a_modal_and_the_modal_updates_the_message()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        var message = await stage.Rest.PostAsync($"/channels/{stage.Channel.Id}/messages", new { content = "appeal?", components = new[] { new { type = 1, components = new[] { new { type = 2, style = 1, label = "Appeal", custom_id = "appeal" } } } } });
        var id = ulong.Parse(message.Body.GetProperty("id").GetString()!);
        var button = stage.Server.Interactions.Component(stage.Guild.Id, stage.Channel.Id, stage.Alice.Id, id, "appeal");
        var pressed = await client.ExpectAsync("INTERACTION_CREATE");
        Assert.Equal((3, "appeal"), (pressed.GetProperty("type").GetInt32(), pressed.GetProperty("data").GetProperty("custom_id").GetString()));
        Assert.Equal(50035, (await stage.Rest.PostAsync(Callback(pressed), new { type = 9, data = new { custom_id = "m", title = new string('t', 46), components = Fields } })).Code);
        Assert.Equal(204, (await stage.Rest.PostAsync(Callback(pressed), new { type = 9, data = new { custom_id = "m", title = "Why", components = Fields } })).Status);
        Assert.Equal(9, button.CallbackType);

        stage.Server.Interactions.Modal(stage.Guild.Id, stage.Channel.Id, stage.Alice.Id, "m", new Dictionary<string, string> { ["why"] = "not me" });
        var sent = await client.ExpectAsync("INTERACTION_CREATE");
        Assert.Equal("not me", sent.GetProperty("data").GetProperty("components")[0].GetProperty("component").GetProperty("value").GetString());
        Assert.Equal(204, (await stage.Rest.PostAsync(Callback(sent), new { type = 7, data = new { content = "received", components = Array.Empty<object>() } })).Status);
        Assert.Equal("received", stage.World.FindMessage(id)!.Content);
    }

    [Fact]
    public async Task Commands_are_validated_and_replaced_as_a_whole()
    {
        await using var stage = await Stage.SetAsync();
        var path = $"/applications/{stage.World.Bot.Id}/guilds/{stage.Guild.Id}/commands";
        var bad = await stage.Rest.PutAsync(path, new[] { new { name = "Bad Name", description = "" } });
        Assert.Equal((400, 50035), (bad.Status, bad.Code));
        Assert.True(bad.Body.GetProperty("errors").GetProperty("0").TryGetProperty("name", out _));
        var first = await stage.Rest.PutAsync(path, new[] { new { name = "one", description = "1" }, new { name = "two", description = "2" } });
        var second = await stage.Rest.PutAsync(path, new[] { new { name = "two", description = "2b" } });
        Assert.Equal(first.Body[1].GetProperty("id").GetString(), second.Body[0].GetProperty("id").GetString());
        Assert.Equal(1, (await stage.Rest.GetAsync(path)).Body.GetArrayLength());
    }

    [Fact]
    public async Task A_deferred_update_and_its_message_are_one_and_a_hidden_answer_is_told_to_nobody()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        var id = await stage.PostComponentsAsync(new { type = 1, components = new[] { new { type = 2, style = 1, label = "Undo", custom_id = "undo" } } });
        await client.ExpectAsync("MESSAGE_CREATE");
        stage.Server.Interactions.Component(stage.Guild.Id, stage.Channel.Id, stage.Moderator.Id, id, "undo");
        var pressed = await client.ExpectAsync("INTERACTION_CREATE");
        Assert.Equal(204, (await stage.Rest.PostAsync(Callback(pressed), new { type = 6 })).Status);
        var webhook = $"/webhooks/{stage.World.Bot.Id}/{pressed.GetProperty("token").GetString()}";
        Assert.Equal($"{id}", (await stage.Rest.PatchAsync($"{webhook}/messages/@original", new { content = "undone" })).Body.GetProperty("id").GetString());
        Assert.Equal("undone", stage.World.FindMessage(id)!.Content);
        await client.ExpectAsync("MESSAGE_UPDATE");

        var hidden = await stage.Rest.PostAsync(webhook, new { content = "only you", flags = 64 });
        var hiddenId = ulong.Parse(hidden.Body.GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        stage.Post(stage.Alice, "hello");
        Assert.Equal("hello", (await client.ExpectAsync("MESSAGE_CREATE")).GetProperty("content").GetString());
        Assert.Null(stage.World.FindMessage(hiddenId));
        Assert.Equal(204, (await stage.Rest.DeleteAsync($"{webhook}/messages/{hiddenId}")).Status);
        Assert.Equal(10008, (await stage.Rest.DeleteAsync($"{webhook}/messages/{hiddenId}")).Code);
    }

    [Fact]
    public async Task The_first_message_after_a_deferral_fills_it()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        await stage.RegisterAsync("ping");
        var interaction = stage.Server.Interactions.Command(stage.Guild.Id, stage.Channel.Id, stage.Alice.Id, "ping");
        var told = await client.ExpectAsync("INTERACTION_CREATE");
        Assert.Equal(50035, (await stage.Rest.PostAsync(Callback(told), new { type = 5, data = new { flags = 4 } })).Code);
        await stage.Rest.PostAsync(Callback(told), new { type = 5 });
        await stage.Rest.PostAsync($"/webhooks/{stage.World.Bot.Id}/{told.GetProperty("token").GetString()}", new { content = "pong" });

        Assert.Equal(("pong", 0), (interaction.Original!.Content, interaction.Followups.Count));
    }

    private static readonly object[] Fields = [new { type = 18, label = "Why", component = new { type = 4, style = 2, custom_id = "why", max_length = 4000 } }];

    private static string Callback(System.Text.Json.JsonElement interaction) => $"/interactions/{interaction.GetProperty("id").GetString()}/{interaction.GetProperty("token").GetString()}/callback";
}
