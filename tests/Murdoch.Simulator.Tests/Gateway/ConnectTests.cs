using System.Net.WebSockets;

namespace Murdoch.Simulator.Tests.Gateway;

public sealed class ConnectTests
{
    [Fact]
    public async Task Identify_answers_ready_and_then_every_guild()
    {
        await using var stage = await Stage.SetAsync(o => o with { Guilds = 3, Members = 7 });
        await using var client = await GatewayClient.ConnectAsync(stage.Server.GatewayUrl);
        Assert.Equal(41_250, (await client.ExpectOpAsync(10)).GetProperty("heartbeat_interval").GetInt32());
        await client.IdentifyAsync(stage.Server.Options.Token, shard: [0, 1]);

        var ready = await client.ExpectAsync("READY");
        Assert.Equal(3, ready.GetProperty("guilds").GetArrayLength());
        Assert.True(ready.GetProperty("guilds")[0].GetProperty("unavailable").GetBoolean());
        Assert.Equal(stage.World.Bot.Id.ToString(), ready.GetProperty("user").GetProperty("id").GetString());
        Assert.Equal(2, ready.GetProperty("shard").GetArrayLength());
        for (var i = 0; i < 3; i++)
        {
            var guild = await client.ExpectAsync("GUILD_CREATE");
            Assert.Equal(7, guild.GetProperty("member_count").GetInt32());
            Assert.Equal(1, guild.GetProperty("members").GetArrayLength()); // without GUILD_PRESENCES: the bot alone
            Assert.False(guild.GetProperty("channels")[0].TryGetProperty("guild_id", out _));
        }
        Assert.Equal(4, client.Sequence);
    }

    [Fact]
    public async Task With_presences_all_members_come_with_the_guild()
    {
        await using var stage = await Stage.SetAsync(o => o with { Members = 40 });
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server, GatewayClient.ModerationIntents | 256);
        Assert.Equal(40, (await client.ExpectAsync("GUILD_CREATE")).GetProperty("members").GetArrayLength());
    }

    [Fact]
    public async Task A_heartbeat_is_acknowledged_also_before_identify()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.ConnectAsync(stage.Server.GatewayUrl);
        await client.SendAsync(1, null);
        await client.ExpectOpAsync(11);
    }

    [Theory]
    [InlineData("{\"op\":99,\"d\":null}", 4001)]
    [InlineData("{\"op\":2,\"d\":{\"token\":7}}", 4001)]
    [InlineData("{nonsense", 4002)]
    [InlineData("[]", 4002)]
    [InlineData("{\"op\":3,\"d\":{\"status\":\"online\",\"afk\":false,\"activities\":[],\"since\":null}}", 4003)]
    public async Task Wrong_messages_close_the_socket(string text, int code)
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.ConnectAsync(stage.Server.GatewayUrl);
        await client.SendTextAsync(text);
        Assert.Equal(code, await client.EndAsync());
    }

    [Fact]
    public async Task A_payload_above_4096_bytes_closes_with_4002()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        await client.SendTextAsync($"{{\"op\":1,\"d\":null,\"x\":\"{new string('x', 4096)}\"}}");
        Assert.Equal(4002, await client.EndAsync());
    }

    [Theory]
    [InlineData("wrong", 513, 0, 1, 4004)]
    [InlineData("simulator-token", 1L << 40, 0, 1, 4013)]
    [InlineData("simulator-token", 1 << 17, 0, 1, 4013)]
    [InlineData("simulator-token", 513 | 32768, 0, 1, 4014)]
    [InlineData("simulator-token", 513, 2, 2, 4010)]
    [InlineData("simulator-token", 513, 0, 1, 4011)]
    public async Task Identify_is_refused_with_its_close_code(string token, long intents, int shard, int count, int code)
    {
        await using var stage = await Stage.SetAsync(o => o with { AllowedIntents = Murdoch.Simulator.Gateway.Intents.None, RequiredShards = code == 4011 ? 2 : 1 });
        await using var client = await GatewayClient.ConnectAsync(stage.Server.GatewayUrl);
        await client.IdentifyAsync(token, intents, [shard, count]);
        Assert.Equal(code, await client.EndAsync());
    }

    [Fact]
    public async Task A_second_identify_closes_with_4005()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        await client.IdentifyAsync(stage.Server.Options.Token);
        Assert.Equal(4005, await client.EndAsync());
    }

    [Fact]
    public async Task The_121st_message_in_a_minute_closes_with_4008()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.ConnectAsync(stage.Server.GatewayUrl);
        for (var i = 0; i < 120; i++) await client.SendAsync(1, null);
        for (var i = 0; i < 120; i++) await client.ExpectOpAsync(11);
        await client.SendAsync(1, null);
        Assert.Equal(4008, await client.EndAsync());
    }

    [Theory]
    [InlineData("?v=8&encoding=json", 4012)]
    [InlineData("?encoding=json", 4012)]
    [InlineData("?v=10&encoding=etf", 4000)]
    public async Task Another_version_or_encoding_is_closed(string query, int code)
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.ConnectAsync(stage.Server.GatewayUrl, query);
        Assert.Equal(code, await client.EndAsync());
    }

    [Fact]
    public async Task A_second_identify_in_the_window_gets_op_9_and_another_bucket_does_not()
    {
        await using var stage = await Stage.SetAsync(o => o with { IdentifyWindow = TimeSpan.FromHours(1), MaxConcurrency = 2 });
        await using var first = await GatewayClient.IdentifiedAsync(stage.Server, shard: [0, 4]);
        await using var other = await GatewayClient.IdentifiedAsync(stage.Server, shard: [1, 4]);
        await using var same = await GatewayClient.ConnectAsync(stage.Server.GatewayUrl);
        await same.IdentifyAsync(stage.Server.Options.Token, shard: [2, 4]);
        Assert.False((await same.ExpectOpAsync(9)).GetBoolean());
    }

    [Fact]
    public async Task Zlib_stream_is_one_context_flushed_after_each_message()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server, compress: "zlib-stream");
        await client.ExpectAsync("GUILD_CREATE");
        for (var i = 0; i < 200; i++) stage.Post(stage.Alice, $"message {i} {new string('z', i * 9)}");
        for (var i = 0; i < 200; i++)
            Assert.StartsWith($"message {i} ", (await client.ExpectAsync("MESSAGE_CREATE")).GetProperty("content").GetString());
        Assert.All(client.Frames, frame => Assert.Equal(WebSocketMessageType.Binary, frame.Type));
    }

    [Fact]
    public async Task Payload_compression_sends_separate_blobs()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.ConnectAsync(stage.Server.GatewayUrl);
        await client.ExpectOpAsync(10);
        await client.IdentifyAsync(stage.Server.Options.Token, compress: true);
        await client.ExpectAsync("GUILD_CREATE");
        Assert.Equal([WebSocketMessageType.Text, WebSocketMessageType.Binary, WebSocketMessageType.Binary], client.Frames.Select(f => f.Type));
    }

    [Fact]
    public async Task A_frame_can_be_split_in_three_inside_a_zlib_stream()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server, compress: "zlib-stream");
        await client.ExpectAsync("GUILD_CREATE");
        var before = client.Frames.Count;
        stage.Server.Faults.SplitNextFrame();
        stage.Post(stage.Alice, "in three pieces");
        Assert.Equal("in three pieces", (await client.ExpectAsync("MESSAGE_CREATE")).GetProperty("content").GetString());
        Assert.Equal([false, false, true], client.Frames.Skip(before).Select(f => f.End));
    }

    [Fact]
    public async Task Shards_get_their_guilds_and_dms_go_to_shard_0()
    {
        await using var stage = await Stage.SetAsync(o => o with { Guilds = 6 });
        await using var zero = await GatewayClient.IdentifiedAsync(stage.Server, shard: [0, 2]);
        await using var one = await GatewayClient.IdentifiedAsync(stage.Server, shard: [1, 2]);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(0UL, (Id(await zero.ExpectAsync("GUILD_CREATE")) >> 22) % 2);
            Assert.Equal(1UL, (Id(await one.ExpectAsync("GUILD_CREATE")) >> 22) % 2);
        }
        var dm = await stage.Rest.PostAsync("/users/@me/channels", new { recipient_id = stage.Alice.Id.ToString() });
        stage.World.Post(ulong.Parse(dm.Body.GetProperty("id").GetString()!), stage.Alice.Id, "hello bot");
        Assert.Equal("hello bot", (await zero.ExpectAsync("MESSAGE_CREATE")).GetProperty("content").GetString());
        Assert.Equal(4, one.Sequence);

        static ulong Id(System.Text.Json.JsonElement guild) => ulong.Parse(guild.GetProperty("id").GetString()!);
    }
}
