namespace Murdoch.Simulator.Tests.Control;

/// <summary>People who moderate in Discord itself, as a bot sees it.</summary>
public sealed class PeopleTests
{
    [Fact]
    public async Task The_audit_log_tells_who_did_what_and_why()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);

        Assert.Equal(204, await Act("timeout", stage.Moderator.Id, stage.Alice.Id, seconds: 600));
        var timeout = await client.ExpectAsync("GUILD_AUDIT_LOG_ENTRY_CREATE");
        Assert.Equal((24, $"{stage.Moderator.Id}", $"{stage.Alice.Id}", "because"), (timeout.GetProperty("action_type").GetInt32(), timeout.GetProperty("user_id").GetString(), timeout.GetProperty("target_id").GetString(), timeout.GetProperty("reason").GetString()));
        Assert.Equal("communication_disabled_until", timeout.GetProperty("changes")[0].GetProperty("key").GetString());
        Assert.Equal(204, await Act("kick", stage.Moderator.Id, stage.Alice.Id));
        Assert.Equal(20, (await client.ExpectAsync("GUILD_AUDIT_LOG_ENTRY_CREATE")).GetProperty("action_type").GetInt32());
        Assert.Equal(204, await Act("ban", stage.Moderator.Id, stage.Bob.Id));
        Assert.Equal(22, (await client.ExpectAsync("GUILD_AUDIT_LOG_ENTRY_CREATE")).GetProperty("action_type").GetInt32());
        Assert.Equal(204, await Act("unban", stage.Admin.Id, stage.Bob.Id));
        Assert.Equal(23, (await client.ExpectAsync("GUILD_AUDIT_LOG_ENTRY_CREATE")).GetProperty("action_type").GetInt32());

        async Task<int> Act(string action, ulong by, ulong user, int seconds = 0) =>
            (await stage.Rest.PostAsync($"/control/guilds/{stage.Guild.Id}/moderation", new { action, by = $"{by}", user = $"{user}", reason = "because", seconds })).Status;
    }

    [Fact]
    public async Task Nobody_does_what_they_have_no_right_or_rank_for()
    {
        await using var stage = await Stage.SetAsync();

        Assert.Equal("no-permission", Act(stage.Alice.Id, World.ModeratorAct.Kick, stage.Bob.Id));
        Assert.Equal("outranked", Act(stage.Moderator.Id, World.ModeratorAct.Ban, stage.Admin.Id));
        Assert.Equal("outranked", Act(stage.Admin.Id, World.ModeratorAct.Timeout, stage.Guild.OwnerId));
        Assert.Equal("administrator", Act(stage.Guild.OwnerId, World.ModeratorAct.Timeout, stage.Admin.Id));
        Assert.Equal("not-banned", Act(stage.Admin.Id, World.ModeratorAct.Unban, stage.Alice.Id));
        Assert.Empty(stage.Guild.AuditLog);

        string? Act(ulong by, World.ModeratorAct act, ulong user) => stage.World.Moderate(stage.Guild.Id, by, act, user, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_private_thread_is_for_those_who_were_brought_into_it()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        var made = await stage.Rest.PostAsync($"/channels/{stage.Channel.Id}/threads", new { name = "appeal", type = 12, invitable = false });
        var thread = ulong.Parse(made.Body.GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal("no-permission", stage.World.Post(thread, stage.Alice.Id, "hello").Refusal);
        Assert.Equal(204, (await stage.Rest.PutAsync($"/channels/{thread}/thread-members/{stage.Alice.Id}")).Status);
        Assert.Equal($"{stage.Alice.Id}", (await client.ExpectAsync("THREAD_MEMBERS_UPDATE")).GetProperty("added_members")[0].GetProperty("user_id").GetString());
        Assert.True(stage.World.Post(thread, stage.Alice.Id, "hello").Posted);
        Assert.Equal(200, (await stage.Rest.PatchAsync($"/channels/{thread}", new { archived = true, locked = true })).Status);
        Assert.Equal("locked", stage.World.Post(thread, stage.Alice.Id, "one more").Refusal);
        Assert.Equal(50083, (await stage.Rest.PutAsync($"/channels/{thread}/thread-members/{stage.Bob.Id}")).Code);
    }
}
