using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Tests.Gateway;

public sealed class EventFilterTests
{
    private const int Guilds = 1, Members = 2, Moderation = 4, Messages = 512, Content = 32768;

    [Fact]
    public async Task Only_named_intents_bring_their_events()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server, Guilds | Moderation);
        stage.Post(stage.Alice, "not for you");
        stage.World.Leave(stage.Guild.Id, stage.Alice.Id);
        stage.World.SetBan(stage.Guild.Id, stage.Bob, stage.Moderator.Id, "spam");
        Assert.Equal(["GUILD_CREATE", "GUILD_BAN_ADD", "GUILD_AUDIT_LOG_ENTRY_CREATE"], await client.NamesUpToAsync("GUILD_AUDIT_LOG_ENTRY_CREATE"));
    }

    [Fact]
    public async Task Without_message_content_texts_are_blank_unless_the_bot_is_mentioned()
    {
        await using var stage = await Stage.SetAsync();
        await using var blind = await GatewayClient.IdentifiedAsync(stage.Server, Guilds | Messages);
        await using var seeing = await GatewayClient.IdentifiedAsync(stage.Server, Guilds | Messages | Content);
        stage.Post(stage.Alice, "secret");
        stage.Post(stage.Alice, $"hey <@{stage.World.Bot.Id}>");
        Assert.Equal("", Text(await blind.ExpectAsync("MESSAGE_CREATE")));
        Assert.Equal("secret", Text(await seeing.ExpectAsync("MESSAGE_CREATE")));
        Assert.Equal($"hey <@{stage.World.Bot.Id}>", Text(await blind.ExpectAsync("MESSAGE_CREATE")));
    }

    [Fact]
    public async Task A_channel_the_bot_cannot_see_is_silent()
    {
        await using var stage = await Stage.SetAsync();
        var hidden = stage.World.CreateChannel(stage.Guild.Id, "staff");
        stage.World.SetOverwrite(hidden.Id, stage.Guild.Id, new PermissionOverwrite(stage.Guild.Id, false, Permissions.None, Permissions.ViewChannel));
        stage.World.SetOverwrite(hidden.Id, stage.Alice.Id, new PermissionOverwrite(stage.Alice.Id, true, Permissions.ViewChannel, Permissions.None));
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        Assert.True(stage.World.Post(hidden.Id, stage.Alice.Id, "whisper").Posted);
        stage.Post(stage.Alice, "loud");
        Assert.Equal("loud", Text(await client.ExpectAsync("MESSAGE_CREATE")));
    }

    [Fact]
    public async Task Without_view_audit_log_no_entries_come()
    {
        await using var stage = await Stage.SetAsync();
        stage.World.SetBotRights(stage.Guild.Id, Permissions.ModerationBot & ~Permissions.ViewAuditLog);
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        stage.World.Kick(stage.Guild.Id, stage.Alice.Id, stage.Moderator.Id);
        stage.Post(stage.Bob, "end");
        Assert.Equal(["GUILD_CREATE", "GUILD_MEMBER_REMOVE", "MESSAGE_CREATE"], await client.NamesUpToAsync("MESSAGE_CREATE"));
    }

    [Fact]
    public async Task A_message_carries_guild_member_and_mentions()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        stage.Post(stage.Alice, $"<@!{stage.Bob.Id}> <@{stage.Bob.Id}> @everyone");
        var message = await client.ExpectAsync("MESSAGE_CREATE");
        Assert.Equal($"{stage.Guild.Id}", message.GetProperty("guild_id").GetString());
        Assert.False(message.GetProperty("member").TryGetProperty("user", out _));
        Assert.Equal($"{stage.Bob.Id}", Assert.Single(message.GetProperty("mentions").EnumerateArray()).GetProperty("id").GetString());
        Assert.False(message.GetProperty("mention_everyone").GetBoolean()); // a plain member may not
        Assert.Equal(System.Text.Json.JsonValueKind.Null, message.GetProperty("edited_timestamp").ValueKind);
        Assert.False(message.TryGetProperty("webhook_id", out _));
    }

    [Fact]
    public async Task An_edit_sends_the_whole_message_and_a_delete_only_ids()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        var id = stage.Post(stage.Alice, "one").Id;
        stage.World.Edit(id, "two");
        var update = await client.ExpectAsync("MESSAGE_UPDATE");
        Assert.Equal("two", Text(update));
        Assert.Equal($"{stage.Alice.Id}", update.GetProperty("author").GetProperty("id").GetString());
        stage.World.Delete(id);
        Assert.Equal(["channel_id", "guild_id", "id"], (await client.ExpectAsync("MESSAGE_DELETE")).EnumerateObject().Select(p => p.Name).Order());
    }

    [Fact]
    public async Task A_joining_member_a_role_change_and_an_audit_entry_come_with_guild_id()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server, Guilds | Members | Moderation);
        var young = stage.World.Join(stage.Guild.Id, name: "newcomer", accountAge: TimeSpan.FromHours(1))!;
        var added = await client.ExpectAsync("GUILD_MEMBER_ADD");
        Assert.Equal($"{stage.Guild.Id}", added.GetProperty("guild_id").GetString());
        var made = Snowflake.TimeOf(ulong.Parse(added.GetProperty("user").GetProperty("id").GetString()!));
        Assert.InRange((DateTimeOffset.UtcNow - made).TotalMinutes, 59, 61);
        var role = stage.World.CreateRole(stage.Guild.Id, "Muted");
        stage.World.SetRoles(stage.Guild.Id, young.User.Id, [role.Id], stage.Moderator.Id, "why not");
        Assert.Equal($"{role.Id}", (await client.ExpectAsync("GUILD_MEMBER_UPDATE")).GetProperty("roles")[0].GetString());
        var entry = await client.ExpectAsync("GUILD_AUDIT_LOG_ENTRY_CREATE");
        Assert.Equal((25, "$add", "why not"), (entry.GetProperty("action_type").GetInt32(), entry.GetProperty("changes")[0].GetProperty("key").GetString(), entry.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Members_come_in_chunks_and_a_second_full_list_is_rate_limited()
    {
        await using var stage = await Stage.SetAsync(o => o with { Members = 2_300 });
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        var request = new System.Text.Json.Nodes.JsonObject { ["guild_id"] = $"{stage.Guild.Id}", ["query"] = "", ["limit"] = 0, ["nonce"] = "n1" };
        await client.SendAsync(8, request.DeepClone());
        foreach (var (index, count) in new[] { (0, 1000), (1, 1000), (2, 300) })
        {
            var chunk = await client.ExpectAsync("GUILD_MEMBERS_CHUNK");
            Assert.Equal((index, 3, count, "n1"), (chunk.GetProperty("chunk_index").GetInt32(), chunk.GetProperty("chunk_count").GetInt32(),
                chunk.GetProperty("members").GetArrayLength(), chunk.GetProperty("nonce").GetString()));
        }
        await client.SendAsync(8, request);
        var limited = await client.ExpectAsync("RATE_LIMITED");
        Assert.Equal(8, limited.GetProperty("opcode").GetInt32());
        Assert.InRange(limited.GetProperty("retry_after").GetDouble(), 20, 30);
    }

    private static string? Text(System.Text.Json.JsonElement message) => message.GetProperty("content").GetString();
}
