using Microsoft.Extensions.Time.Testing;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Tests.Rest;

public sealed class ModerationTests
{
    [Fact]
    public async Task A_timed_out_member_cannot_post_until_the_time_is_over()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var stage = await Stage.SetAsync(o => o with { Time = time });
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        var reply = await Timeout(stage, stage.Alice, TimeSpan.FromMinutes(10), "Grüße & mehr");
        Assert.Equal(200, reply.Status);
        Assert.NotNull((await client.ExpectAsync("GUILD_MEMBER_UPDATE")).GetProperty("communication_disabled_until").GetString());
        var entry = await client.ExpectAsync("GUILD_AUDIT_LOG_ENTRY_CREATE");
        Assert.Equal((24, "Grüße & mehr", "communication_disabled_until"), (entry.GetProperty("action_type").GetInt32(), entry.GetProperty("reason").GetString(),
            entry.GetProperty("changes")[0].GetProperty("key").GetString()));
        Assert.Equal("timed-out", stage.Post(stage.Alice, "let me in").Refusal);
        time.Advance(TimeSpan.FromMinutes(11));
        Assert.True(stage.Post(stage.Alice, "back").Posted);
    }

    [Fact]
    public async Task A_timeout_above_28_days_is_refused()
    {
        await using var stage = await Stage.SetAsync();
        var reply = await Timeout(stage, stage.Alice, TimeSpan.FromDays(28) + TimeSpan.FromMinutes(1));
        Assert.Equal((400, 50035, "INVALID_COMMUNICATION_DISABLED_TIMESTAMP"), (reply.Status, reply.Code,
            reply.Body.GetProperty("errors").GetProperty("communication_disabled_until").GetProperty("_errors")[0].GetProperty("code").GetString()));
        Assert.Equal(200, (await Timeout(stage, stage.Alice, TimeSpan.FromDays(28) - TimeSpan.FromMinutes(1))).Status);
    }

    [Fact]
    public async Task Owner_admin_and_higher_members_are_out_of_reach()
    {
        await using var stage = await Stage.SetAsync();
        var owner = stage.World.Guilds.First().Members[stage.Guild.OwnerId].User;
        foreach (var target in new[] { owner, stage.Admin })
        {
            Assert.Equal(50013, (await Timeout(stage, target, TimeSpan.FromMinutes(1))).Code);
            Assert.Equal(50013, (await stage.Rest.DeleteAsync($"/guilds/{stage.Guild.Id}/members/{target.Id}")).Code);
            Assert.Equal(50013, (await stage.Rest.PutAsync($"/guilds/{stage.Guild.Id}/bans/{target.Id}", new { })).Code);
        }
        // An administrator below the bot can be kicked, yet not timed out.
        stage.World.SetBotRights(stage.Guild.Id, Permissions.ModerationBot, position: 100);
        Assert.Equal(50013, (await Timeout(stage, stage.Admin, TimeSpan.FromMinutes(1))).Code);
        Assert.Equal(204, (await stage.Rest.DeleteAsync($"/guilds/{stage.Guild.Id}/members/{stage.Admin.Id}")).Status);
        // Equal positions: the lower id ranks higher, and the bot's role is the older one.
        stage.World.SetBotRights(stage.Guild.Id, Permissions.ModerationBot, position: 5);
        Assert.Equal(200, (await Timeout(stage, stage.Moderator, TimeSpan.FromMinutes(1))).Status);
        stage.World.SetBotRights(stage.Guild.Id, Permissions.ModerationBot, position: 4);
        Assert.Equal(50013, (await Timeout(stage, stage.Moderator, TimeSpan.FromMinutes(1))).Code);
    }

    [Fact]
    public async Task A_timed_out_bot_has_lost_its_rights()
    {
        await using var stage = await Stage.SetAsync();
        var id = stage.Post(stage.Alice, "x").Id;
        stage.World.SetTimeout(stage.Guild.Id, stage.World.Bot.Id, DateTimeOffset.UtcNow.AddMinutes(5), stage.Guild.OwnerId);
        Assert.Equal(50013, (await stage.Rest.DeleteAsync($"/channels/{stage.Channel.Id}/messages/{id}")).Code);
        Assert.Equal(50013, (await Timeout(stage, stage.Alice, TimeSpan.FromMinutes(1))).Code);
    }

    [Fact]
    public async Task A_ban_removes_the_member_and_the_messages_and_ends_with_an_unban()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        var ids = new[] { stage.Post(stage.Alice, "1").Id, stage.Post(stage.Alice, "2").Id };
        Assert.Equal(204, (await stage.Rest.PutAsync(Ban(stage, stage.Alice), new { delete_message_seconds = 3600 }, "raid")).Status);
        Assert.Equal(["GUILD_BAN_ADD", "GUILD_MEMBER_REMOVE", "MESSAGE_DELETE_BULK", "GUILD_AUDIT_LOG_ENTRY_CREATE"],
            (await client.NamesUpToAsync("GUILD_AUDIT_LOG_ENTRY_CREATE")).Where(n => n is not ("GUILD_CREATE" or "MESSAGE_CREATE")));
        Assert.All(ids, id => Assert.NotNull(stage.World.FindMessage(id)!.DeletedAt));
        Assert.Equal("banned", stage.Post(stage.Alice, "hello?").Refusal);
        Assert.Null(stage.World.Join(stage.Guild.Id, stage.Alice));
        Assert.Equal("raid", (await stage.Rest.GetAsync(Ban(stage, stage.Alice))).Body.GetProperty("reason").GetString());
        Assert.Equal(204, (await stage.Rest.DeleteAsync(Ban(stage, stage.Alice))).Status);
        Assert.Equal((404, 10026), ((await stage.Rest.DeleteAsync(Ban(stage, stage.Alice))).Status, (await stage.Rest.GetAsync(Ban(stage, stage.Alice))).Code));
        Assert.NotNull(stage.World.Join(stage.Guild.Id, stage.Alice));
    }

    [Fact]
    public async Task Ban_bounds_are_checked()
    {
        await using var stage = await Stage.SetAsync();
        Assert.Equal(50035, (await stage.Rest.PutAsync(Ban(stage, stage.Alice), new { delete_message_seconds = 604_801 })).Code);
        Assert.Equal(204, (await stage.Rest.PutAsync(Ban(stage, stage.Alice), new { delete_message_seconds = 604_800 })).Status);
        Assert.Equal(50035, (await Bulk(Enumerable.Range(1, 201).Select(i => (ulong)i))).Code);
        Assert.Equal(500000, (await Bulk([stage.Guild.OwnerId])).Code);
        var mixed = await Bulk([stage.Bob.Id, stage.Guild.OwnerId]);
        Assert.Equal($"{stage.Bob.Id}", Assert.Single(mixed.Body.GetProperty("banned_users").EnumerateArray()).GetString());
        Assert.Equal($"{stage.Guild.OwnerId}", Assert.Single(mixed.Body.GetProperty("failed_users").EnumerateArray()).GetString());

        Task<Reply> Bulk(IEnumerable<ulong> ids) => stage.Rest.PostAsync($"/guilds/{stage.Guild.Id}/bulk-ban", new { user_ids = ids.Select(i => $"{i}") });
    }

    [Fact]
    public async Task Kicked_members_are_gone_and_unknown_ones_10007()
    {
        await using var stage = await Stage.SetAsync();
        Assert.Equal(204, (await stage.Rest.DeleteAsync($"/guilds/{stage.Guild.Id}/members/{stage.Alice.Id}", "bye")).Status);
        Assert.Equal(10007, (await stage.Rest.GetAsync($"/guilds/{stage.Guild.Id}/members/{stage.Alice.Id}")).Code);
        Assert.Equal("not-a-member", stage.Post(stage.Alice, "hello?").Refusal);
        Assert.Equal((20, "bye"), (stage.Guild.AuditLog[^1].ActionType, stage.Guild.AuditLog[^1].Reason));
    }

    [Fact]
    public async Task Incident_actions_reach_24_hours_and_stop_joins()
    {
        await using var stage = await Stage.SetAsync();
        Assert.Equal(50035, (await Set(DateTimeOffset.UtcNow.AddHours(25))).Code);
        Assert.Equal(200, (await Set(DateTimeOffset.UtcNow.AddHours(1))).Status);
        Assert.Null(stage.World.Join(stage.Guild.Id, name: "latecomer"));
        Assert.Equal(200, (await Set(null)).Status);
        Assert.NotNull(stage.World.Join(stage.Guild.Id, name: "latecomer"));

        Task<Reply> Set(DateTimeOffset? until) => stage.Rest.PutAsync($"/guilds/{stage.Guild.Id}/incident-actions", new { invites_disabled_until = until });
    }

    [Fact]
    public async Task Roles_above_the_bot_cannot_be_given_and_slow_mode_slows()
    {
        await using var stage = await Stage.SetAsync();
        var admin = stage.Guild.Roles.Values.First(r => r.Name == "Admin");
        var low = stage.World.CreateRole(stage.Guild.Id, "Quarantine");
        var member = $"/guilds/{stage.Guild.Id}/members/{stage.Alice.Id}";
        Assert.Equal(50013, (await stage.Rest.PutAsync($"{member}/roles/{admin.Id}")).Code);
        Assert.Equal(204, (await stage.Rest.PutAsync($"{member}/roles/{low.Id}")).Status);
        Assert.Equal([low.Id], stage.World.GetMember(stage.Guild.Id, stage.Alice.Id).Roles);

        Assert.Equal(200, (await stage.Rest.PatchAsync($"/channels/{stage.Channel.Id}", new { rate_limit_per_user = 60 })).Status);
        Assert.Equal(50035, (await stage.Rest.PatchAsync($"/channels/{stage.Channel.Id}", new { rate_limit_per_user = 21_601 })).Code);
        Assert.True(stage.Post(stage.Bob, "one").Posted);
        Assert.Equal("slow-mode", stage.Post(stage.Bob, "two").Refusal);
    }

    [Fact]
    public async Task A_lockdown_by_overwrite_silences_plain_members_only()
    {
        await using var stage = await Stage.SetAsync();
        var path = $"/channels/{stage.Channel.Id}/permissions/{stage.Guild.Id}";
        Assert.Equal(204, (await stage.Rest.PutAsync(path, new { type = 0, allow = "0", deny = "2048" })).Status);
        Assert.Equal("no-permission", stage.Post(stage.Alice, "hm").Refusal);
        Assert.True(stage.Post(stage.Admin, "still me").Posted);
        Assert.Equal(50013, (await stage.Rest.PutAsync(path, new { type = 0, allow = "8", deny = "0" })).Code); // ADMINISTRATOR, which the bot lacks
        Assert.Equal(204, (await stage.Rest.DeleteAsync(path)).Status);
        Assert.True(stage.Post(stage.Alice, "thanks").Posted);
    }

    [Fact]
    public async Task Audit_log_automod_rules_and_members_are_listed()
    {
        await using var stage = await Stage.SetAsync();
        await stage.Rest.DeleteAsync($"/guilds/{stage.Guild.Id}/members/{stage.Alice.Id}", "first");
        await stage.Rest.PutAsync(Ban(stage, stage.Bob), new { }, "second");
        var log = await stage.Rest.GetAsync($"/guilds/{stage.Guild.Id}/audit-logs?limit=10&action_type=20");
        Assert.Equal("first", Assert.Single(log.Body.GetProperty("audit_log_entries").EnumerateArray()).GetProperty("reason").GetString());
        var rule = new { name = "r", event_type = 1, trigger_type = 3, actions = new[] { new { type = 1 } } };
        Assert.Equal(200, (await stage.Rest.PostAsync($"/guilds/{stage.Guild.Id}/auto-moderation/rules", rule)).Status);
        Assert.Equal(50035, (await stage.Rest.PostAsync($"/guilds/{stage.Guild.Id}/auto-moderation/rules", rule)).Code);
        Assert.Equal(1, (await stage.Rest.GetAsync($"/guilds/{stage.Guild.Id}/auto-moderation/rules")).Body.GetArrayLength());
        Assert.Equal(8, (await stage.Rest.GetAsync($"/guilds/{stage.Guild.Id}/members?limit=1000")).Body.GetArrayLength());
    }

    private static string Ban(Stage stage, User user) => $"/guilds/{stage.Guild.Id}/bans/{user.Id}";

    private static Task<Reply> Timeout(Stage stage, User user, TimeSpan length, string? reason = null) =>
        stage.Rest.PatchAsync($"/guilds/{stage.Guild.Id}/members/{user.Id}", new { communication_disabled_until = stage.Server.Options.Time.GetUtcNow() + length }, reason);
}
