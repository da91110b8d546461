using System.Text.Json;

namespace Murdoch.Simulator.Tests.Control;

public sealed class ControlTests
{
    [Fact]
    public async Task Another_process_builds_a_guild_posts_and_asks_what_became_of_it()
    {
        await using var stage = await Stage.SetAsync();
        var guild = (await stage.Rest.PostAsync("/control/guilds", new { name = "Fresh" })).Body;
        var id = Text(guild, "id");
        var channel = Text((await stage.Rest.PostAsync($"/control/guilds/{id}/channels", new { name = "talk" })).Body, "id");
        var user = Text((await stage.Rest.PostAsync($"/control/guilds/{id}/members", new { name = "someone", account_age_seconds = 60 })).Body.GetProperty("user"), "id");
        var posted = await stage.Rest.PostAsync("/control/messages", new object[]
        {
            new { guild = id, channel, author = user, content = "join discord.gg/abc", label = "invite" },
            new { guild = id, channel, author = user, content = "hello", label = new { category = "benign", violating = false } },
        });
        var ids = posted.Body.EnumerateArray().Select(m => Text(m, "id")).ToList();
        Assert.Equal(204, (await stage.Rest.DeleteAsync($"/channels/{channel}/messages/{ids[0]}", "invite link")).Status);
        var states = (await stage.Rest.PostAsync("/control/messages/query", new { ids })).Body;
        Assert.Equal((true, true, "invite"), (states[0].GetProperty("deleted").GetBoolean(), states[0].GetProperty("violating").GetBoolean(), Text(states[0], "label")));
        Assert.Equal((false, false), (states[1].GetProperty("deleted").GetBoolean(), states[1].GetProperty("violating").GetBoolean()));

        await stage.Rest.PutAsync($"/guilds/{id}/bans/{user}", new { }, "enough");
        var member = (await stage.Rest.GetAsync($"/control/guilds/{id}/members/{user}")).Body;
        Assert.Equal((false, true), (member.GetProperty("member").GetBoolean(), member.GetProperty("banned").GetBoolean()));
        Assert.Equal("banned", Text((await stage.Rest.PostAsync("/control/messages", new { guild = id, author = user, content = "hm" })).Body, "refused"));
        var journal = (await stage.Rest.GetAsync("/control/journal?since=0&kind=rest")).Body.GetProperty("entries");
        Assert.Equal(["DELETE", "PUT"], journal.EnumerateArray().Select(e => Text(e, "what")));
        Assert.Equal(["invite link", "enough"], journal.EnumerateArray().Select(e => Text(e, "reason")));
    }

    [Fact]
    public async Task Faults_and_sessions_are_steered_from_outside()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        await client.ExpectAsync("GUILD_CREATE");
        Assert.True((await stage.Rest.GetAsync("/control/state")).Body.GetProperty("sessions")[0].GetProperty("connected").GetBoolean());
        Assert.Equal(204, (await stage.Rest.PostAsync("/control/dispatch", new { t = "SOMETHING_NEW", guild = $"{stage.Guild.Id}", d = new { x = 1 } })).Status);
        Assert.Equal(1, (await client.ExpectAsync("SOMETHING_NEW")).GetProperty("x").GetInt32());
        await stage.Rest.PostAsync("/control/faults", new { kind = "rest", path = "/users/", status = 500, count = 1 });
        Assert.Equal(500, (await stage.Rest.GetAsync("/users/@me")).Status);
        var waiting = stage.Rest.GetAsync("/control/journal?since=0&what=disconnected&wait_ms=10000");
        Assert.Equal(1, (await stage.Rest.PostAsync("/control/faults", new { kind = "drop", code = 4000 })).Body.GetProperty("sockets").GetInt32());
        Assert.Equal(4000, await client.EndAsync());
        Assert.Equal(1, (await waiting).Body.GetProperty("entries").GetArrayLength());
        Assert.Equal(400, (await stage.Rest.PostAsync("/control/faults", new { kind = "nonsense" })).Status);
        Assert.Equal(204, (await stage.Rest.PostAsync("/control/reset", new { })).Status);
    }

    [Fact]
    public async Task Scenarios_firehose_and_interactions_run_from_outside()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        var scenario = (await stage.Rest.PostAsync("/control/scenarios", new { kind = "chat", rate = 500, violating = 0.1, messages = 20 })).Body;
        for (var i = 0; i < 20; i++) await client.ExpectAsync("MESSAGE_CREATE");
        var report = (await stage.Rest.GetAsync($"/control/scenarios/{scenario.GetProperty("id").GetInt32()}")).Body;
        Assert.Equal((20, 20), (report.GetProperty("posted").GetInt32(), report.GetProperty("messages").GetArrayLength()));

        Assert.Equal(200, (await stage.Rest.PostAsync("/control/firehose", new { messages = 50, guilds = 1, violatingShare = 0.2, rate = 0, payloadBytes = 1300, seed = 1 })).Status);
        for (var i = 0; i < 50; i++) await client.ExpectAsync("MESSAGE_CREATE");
        Assert.Equal(50, (await stage.Rest.GetAsync("/control/firehose")).Body.GetProperty("sent").GetInt32());

        await stage.RegisterAsync("ping");
        var sending = stage.Rest.PostAsync("/control/interactions", new { kind = "command", guild = $"{stage.Guild.Id}", channel = $"{stage.Channel.Id}", user = $"{stage.Alice.Id}", name = "ping" });
        var told = await client.ExpectAsync("INTERACTION_CREATE");
        await stage.Rest.PostAsync($"/interactions/{Text(told, "id")}/{Text(told, "token")}/callback", new { type = 4, data = new { content = "pong" } });
        var answer = (await sending).Body;
        Assert.Equal((true, 4, "pong"), (answer.GetProperty("answered").GetBoolean(), answer.GetProperty("type").GetInt32(), Text(answer.GetProperty("original"), "content")));
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
