namespace Murdoch.Simulator.Tests.Gateway;

public sealed class FaultTests
{
    [Theory]
    [InlineData(4000)]
    [InlineData(4009)]
    [InlineData(1001)]
    public async Task Sockets_close_with_the_code_that_was_asked_for(int code)
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        Assert.Equal(1, stage.Server.Faults.KillSockets(closeCode: code));
        Assert.Equal(code, await client.EndAsync());
    }

    [Fact]
    public async Task A_resumable_op_9_lets_the_client_resume_on_the_same_socket()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        await client.ExpectAsync("GUILD_CREATE");
        stage.Server.Faults.InvalidateSessions(resumable: true);
        Assert.True((await client.ExpectOpAsync(9)).GetBoolean());
        stage.Post(stage.Alice, "meanwhile");
        await client.ResumeAsync(stage.Server.Options.Token, client.SessionId, client.Sequence);
        Assert.Equal(["MESSAGE_CREATE", "RESUMED"], await client.NamesUpToAsync("RESUMED"));
    }

    [Fact]
    public async Task Op_7_comes_on_demand_and_in_place_of_hello()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        stage.Server.Faults.Reconnect();
        await client.ExpectOpAsync(7);
        stage.Server.Faults.ReconnectInsteadOfHello();
        await using var next = await GatewayClient.ConnectAsync(stage.Server.GatewayUrl);
        Assert.Equal(7, (await next.NextAsync()).GetProperty("op").GetInt32());
    }

    [Fact]
    public async Task A_frozen_socket_neither_acknowledges_nor_dispatches_and_a_resume_gets_the_rest()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        await client.ExpectAsync("GUILD_CREATE");
        stage.Server.Faults.Freeze();
        await client.SendAsync(1, null);
        stage.Post(stage.Alice, "unheard");
        await using var next = await GatewayClient.ConnectAsync(new Uri(client.ResumeUrl));
        await next.ResumeAsync(stage.Server.Options.Token, client.SessionId, client.Sequence);
        Assert.Equal("unheard", (await next.ExpectAsync("MESSAGE_CREATE")).GetProperty("content").GetString());
        Assert.Equal(2, client.Sequence);
        Assert.Null(await client.EndAsync());
    }

    [Fact]
    public async Task The_server_can_ask_for_a_heartbeat()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        stage.Server.Faults.RequestHeartbeat();
        await client.ExpectOpAsync(1);
    }

    [Fact]
    public async Task Dispatches_can_be_doubled_and_change_places()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        await client.ExpectAsync("GUILD_CREATE");
        stage.Server.Faults.DuplicateNext();
        stage.Post(stage.Alice, "twice");
        stage.Server.Faults.ReorderNext();
        stage.Post(stage.Alice, "first");
        stage.Post(stage.Alice, "second");
        var texts = new List<string?>();
        for (var i = 0; i < 4; i++) texts.Add((await client.ExpectAsync("MESSAGE_CREATE")).GetProperty("content").GetString());
        Assert.Equal(["twice", "twice", "second", "first"], texts);
    }

    [Fact]
    public async Task A_guild_outage_and_its_end_are_told()
    {
        await using var stage = await Stage.SetAsync();
        stage.World.SetAvailable(stage.Guild.Id, false);
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        Assert.True((await client.ExpectAsync("GUILD_DELETE")).GetProperty("unavailable").GetBoolean());
        stage.World.SetAvailable(stage.Guild.Id, true);
        await client.ExpectAsync("GUILD_CREATE");
    }

    [Fact]
    public async Task A_client_that_stops_heartbeating_is_closed_with_4009()
    {
        await using var stage = await Stage.SetAsync(o => o with { HeartbeatInterval = TimeSpan.FromMilliseconds(100), HeartbeatGrace = TimeSpan.Zero });
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        Assert.Equal(4009, await client.EndAsync());
    }

    [Fact]
    public async Task A_gateway_that_refuses_answers_503()
    {
        await using var stage = await Stage.SetAsync();
        stage.Server.Faults.RefuseGateway = true;
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => GatewayClient.ConnectAsync(stage.Server.GatewayUrl));
    }
}
