using Microsoft.Extensions.Time.Testing;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Tests.Rest;

public sealed class MessageTests
{
    [Fact]
    public async Task A_sent_message_comes_back_over_rest_and_gateway()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        var reply = await stage.Rest.PostAsync(Messages(stage), new { content = "hello", embeds = new[] { new { title = "t" } }, nonce = "n" });
        Assert.Equal((200, "hello", "n"), (reply.Status, reply.Body.GetProperty("content").GetString(), reply.Body.GetProperty("nonce").GetString()));
        var told = await client.ExpectAsync("MESSAGE_CREATE");
        Assert.Equal(reply.Body.GetProperty("id").GetString(), told.GetProperty("id").GetString());
        Assert.Equal("t", told.GetProperty("embeds")[0].GetProperty("title").GetString());
    }

    [Fact]
    public async Task Too_long_texts_empty_messages_and_bad_allowed_mentions_are_refused()
    {
        await using var stage = await Stage.SetAsync();
        var reply = await stage.Rest.PostAsync(Messages(stage), new { content = new string('x', 2001), embeds = new[] { new { title = new string('t', 257) } } });
        Assert.Equal((400, 50035), (reply.Status, reply.Code));
        var errors = reply.Body.GetProperty("errors");
        Assert.Equal("BASE_TYPE_MAX_LENGTH", errors.GetProperty("content").GetProperty("_errors")[0].GetProperty("code").GetString());
        Assert.Equal("BASE_TYPE_MAX_LENGTH", errors.GetProperty("embeds").GetProperty("0").GetProperty("title").GetProperty("_errors")[0].GetProperty("code").GetString());
        Assert.Equal(200, (await stage.Rest.PostAsync(Messages(stage), new { content = new string('x', 2000) })).Status);
        Assert.Equal(50006, (await stage.Rest.PostAsync(Messages(stage), new { content = "" })).Code);
        Assert.Equal(50035, (await stage.Rest.PostAsync(Messages(stage), """{"content":"x","allowed_mentions":{"parse":["users"],"users":["1"]}}""")).Code);
    }

    [Fact]
    public async Task Deleting_is_204_then_404_and_leaves_no_audit_entry()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        var id = stage.Post(stage.Alice, "bad").Id;
        Assert.Equal(204, (await stage.Rest.DeleteAsync($"{Messages(stage)}/{id}", "spam")).Status);
        var again = await stage.Rest.DeleteAsync($"{Messages(stage)}/{id}");
        Assert.Equal((404, 10008), (again.Status, again.Code));
        Assert.Equal($"{id}", (await client.ExpectAsync("MESSAGE_DELETE")).GetProperty("id").GetString());
        Assert.NotNull(stage.World.FindMessage(id)!.DeletedAt);
        Assert.Empty(stage.Guild.AuditLog);
        Assert.Equal("spam", Assert.Single(stage.Server.Journal.Since(0), e => e is { Kind: "rest", Status: 204 }).Reason);
    }

    [Fact]
    public async Task Missing_permission_is_50013_and_a_hidden_channel_50001()
    {
        await using var stage = await Stage.SetAsync();
        var id = stage.Post(stage.Alice, "x").Id;
        stage.World.SetBotRights(stage.Guild.Id, Permissions.EveryoneDefault);
        var reply = await stage.Rest.DeleteAsync($"{Messages(stage)}/{id}");
        Assert.Equal((403, 50013), (reply.Status, reply.Code));
        stage.World.SetOverwrite(stage.Channel.Id, stage.Guild.Id, new PermissionOverwrite(stage.Guild.Id, false, Permissions.None, Permissions.ViewChannel));
        reply = await stage.Rest.DeleteAsync($"{Messages(stage)}/{id}");
        Assert.Equal((403, 50001), (reply.Status, reply.Code));
        Assert.Equal(10003, (await stage.Rest.GetAsync("/channels/1")).Code);
    }

    [Theory]
    [InlineData(1, 50016)]
    [InlineData(101, 50016)]
    [InlineData(2, 0)]
    [InlineData(100, 0)]
    public async Task Bulk_delete_takes_2_to_100(int count, int code)
    {
        await using var stage = await Stage.SetAsync();
        var ids = Enumerable.Range(0, count).Select(i => $"{stage.Post(stage.Alice, $"{i}").Id}").ToList();
        var reply = await stage.Rest.PostAsync($"{Messages(stage)}/bulk-delete", new { messages = ids }, "purge");
        Assert.Equal(code == 0 ? 204 : 400, reply.Status);
        if (code != 0) Assert.Equal(code, reply.Code);
        else Assert.Equal((73, "purge", $"{count}"), (stage.Guild.AuditLog[0].ActionType, stage.Guild.AuditLog[0].Reason, stage.Guild.AuditLog[0].Options["count"]));
    }

    [Fact]
    public async Task Bulk_delete_refuses_all_for_one_old_or_double_id_and_tells_of_one_event()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var stage = await Stage.SetAsync(o => o with { Time = time });
        var old = stage.Post(stage.Alice, "old").Id;
        time.Advance(TimeSpan.FromDays(14) + TimeSpan.FromSeconds(1));
        var (one, two) = (stage.Post(stage.Alice, "1").Id, stage.Post(stage.Alice, "2").Id);
        Assert.Equal(50034, (await Bulk(old, one)).Code);
        Assert.Equal(50035, (await Bulk(one, one)).Code);
        Assert.Null(stage.World.FindMessage(one)!.DeletedAt);
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        Assert.Equal(204, (await Bulk(one, two, two + 1)).Status); // an unknown id does not fail it
        Assert.Equal([$"{one}", $"{two}"], (await client.ExpectAsync("MESSAGE_DELETE_BULK")).GetProperty("ids").EnumerateArray().Select(e => e.GetString()));

        Task<Reply> Bulk(params ulong[] ids) => stage.Rest.PostAsync($"{Messages(stage)}/bulk-delete", new { messages = ids.Select(i => $"{i}") });
    }

    [Fact]
    public async Task History_pages_before_after_and_around_newest_first()
    {
        await using var stage = await Stage.SetAsync();
        var ids = Enumerable.Range(0, 10).Select(i => stage.Post(stage.Alice, $"{i}").Id).ToList();
        Assert.Equal("9 8 7", await Page("limit=3"));
        Assert.Equal("4 3", await Page($"limit=2&before={ids[5]}"));
        Assert.Equal("8 7", await Page($"limit=2&after={ids[6]}"));
        Assert.Equal("6 5 4", await Page($"limit=3&around={ids[5]}"));
        Assert.Equal(50035, (await stage.Rest.GetAsync($"{Messages(stage)}?limit=101")).Code);
        stage.World.SetBotRights(stage.Guild.Id, Permissions.None);
        stage.World.SetOverwrite(stage.Channel.Id, stage.Guild.Id, new PermissionOverwrite(stage.Guild.Id, false, Permissions.None, Permissions.ReadMessageHistory));
        Assert.Equal("", await Page("limit=3"));

        async Task<string> Page(string query) =>
            string.Join(' ', (await stage.Rest.GetAsync($"{Messages(stage)}?{query}")).Body.EnumerateArray().Select(m => m.GetProperty("content").GetString()));
    }

    [Fact]
    public async Task Only_own_messages_can_be_edited()
    {
        await using var stage = await Stage.SetAsync();
        var id = stage.Post(stage.Alice, "mine").Id;
        Assert.Equal(50005, (await stage.Rest.PatchAsync($"{Messages(stage)}/{id}", new { content = "yours" })).Code);
        var own = (await stage.Rest.PostAsync(Messages(stage), new { content = "a" })).Body.GetProperty("id").GetString();
        var edited = await stage.Rest.PatchAsync($"{Messages(stage)}/{own}", new { content = "b" });
        Assert.Equal((200, "b"), (edited.Status, edited.Body.GetProperty("content").GetString()));
    }

    [Fact]
    public async Task Direct_messages_reach_open_members_only()
    {
        await using var stage = await Stage.SetAsync();
        stage.Bob.DmsClosed = true;
        Assert.Equal(200, (await SendTo(stage.Alice)).Status);
        var closed = await SendTo(stage.Bob);
        Assert.Equal((403, 50007), (closed.Status, closed.Code));
        stage.World.Leave(stage.Guild.Id, stage.Alice.Id);
        Assert.Equal(50278, (await SendTo(stage.Alice)).Code);

        async Task<Reply> SendTo(User user)
        {
            var dm = await stage.Rest.PostAsync("/users/@me/channels", new { recipient_id = $"{user.Id}" });
            return await stage.Rest.PostAsync($"/channels/{dm.Body.GetProperty("id").GetString()}/messages", new { content = "notice" });
        }
    }

    [Fact]
    public async Task Reactions_threads_and_webhooks_work()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        var id = stage.Post(stage.Alice, "react to me").Id;
        Assert.Equal(204, (await stage.Rest.PutAsync($"{Messages(stage)}/{id}/reactions/{Uri.EscapeDataString("👍")}/@me")).Status);
        Assert.Equal("👍", (await client.ExpectAsync("MESSAGE_REACTION_ADD")).GetProperty("emoji").GetProperty("name").GetString());

        var thread = await stage.Rest.PostAsync($"/channels/{stage.Channel.Id}/threads", new { name = "case 1" });
        Assert.Equal((201, 12), (thread.Status, thread.Body.GetProperty("type").GetInt32()));
        var threadId = thread.Body.GetProperty("id").GetString();
        Assert.Equal(204, (await stage.Rest.PutAsync($"/channels/{threadId}/thread-members/{stage.Alice.Id}")).Status);
        Assert.Equal(200, (await stage.Rest.PostAsync($"/channels/{threadId}/messages", new { content = "in here" })).Status);
        Assert.Equal(200, (await stage.Rest.PatchAsync($"/channels/{threadId}", new { archived = true, locked = true })).Status);
        Assert.Equal(50083, (await stage.Rest.PutAsync($"/channels/{threadId}/thread-members/{stage.Bob.Id}")).Code);

        var hook = await stage.Rest.PostAsync($"/channels/{stage.Channel.Id}/webhooks", new { name = "log" });
        var said = await stage.Rest.PostAsync($"/webhooks/{hook.Body.GetProperty("id").GetString()}/{hook.Body.GetProperty("token").GetString()}?wait=true", new { content = "from the hook" });
        Assert.Equal(hook.Body.GetProperty("id").GetString(), said.Body.GetProperty("author").GetProperty("id").GetString());
        Assert.DoesNotContain(stage.Server.Journal.Since(0), e => e.Path?.Contains(hook.Body.GetProperty("token").GetString()!, StringComparison.Ordinal) == true);
    }

    private static string Messages(Stage stage) => $"/channels/{stage.Channel.Id}/messages";
}
