using Microsoft.Extensions.Time.Testing;

namespace Murdoch.Simulator.Tests.Gateway;

public sealed class SessionTests
{
    [Fact]
    public async Task Resume_replays_what_was_missed_in_order_and_ends_with_resumed()
    {
        await using var stage = await Stage.SetAsync(o => o with { SeparateResumePort = true });
        await using var first = await GatewayClient.IdentifiedAsync(stage.Server);
        await first.ExpectAsync("GUILD_CREATE");
        stage.Post(stage.Alice, "seen");
        await first.ExpectAsync("MESSAGE_CREATE");
        Assert.NotEqual(stage.Server.GatewayUrl.Port, new Uri(first.ResumeUrl).Port);

        stage.Server.Faults.KillSockets();
        Assert.Null(await first.EndAsync());
        stage.Post(stage.Alice, "missed 1");
        stage.Post(stage.Bob, "missed 2");

        await using var second = await GatewayClient.ConnectAsync(new Uri(first.ResumeUrl));
        await second.ExpectOpAsync(10);
        await second.ResumeAsync(stage.Server.Options.Token, first.SessionId, first.Sequence);
        Assert.Equal("missed 1", (await second.NextAsync()).GetProperty("d").GetProperty("content").GetString());
        Assert.Equal("missed 2", (await second.NextAsync()).GetProperty("d").GetProperty("content").GetString());
        var resumed = await second.NextAsync();
        Assert.Equal("RESUMED", resumed.GetProperty("t").GetString());
        Assert.Equal(first.Sequence + 3, resumed.GetProperty("s").GetInt64());
    }

    [Fact]
    public async Task A_sequence_ahead_of_the_session_closes_with_4007()
    {
        await using var stage = await Stage.SetAsync();
        await using var first = await GatewayClient.IdentifiedAsync(stage.Server);
        await first.ExpectAsync("GUILD_CREATE");
        await first.DropAsync();
        await using var second = await GatewayClient.ConnectAsync(new Uri(first.ResumeUrl));
        await second.ResumeAsync(stage.Server.Options.Token, first.SessionId, first.Sequence + 1);
        Assert.Equal(4007, await second.EndAsync());
    }

    [Theory]
    [InlineData(1000, false)]
    [InlineData(1001, false)]
    [InlineData(4200, true)]
    public async Task The_close_code_decides_whether_the_session_lives(int code, bool lives)
    {
        await using var stage = await Stage.SetAsync();
        await using var first = await GatewayClient.IdentifiedAsync(stage.Server);
        await first.ExpectAsync("GUILD_CREATE");
        await first.CloseAsync(code);
        await using var second = await GatewayClient.ConnectAsync(new Uri(first.ResumeUrl));
        await second.ExpectOpAsync(10);
        await second.ResumeAsync(stage.Server.Options.Token, first.SessionId, first.Sequence);
        var answer = await second.NextAsync();
        Assert.Equal(lives ? 0 : 9, answer.GetProperty("op").GetInt32());
        if (!lives) Assert.False(answer.GetProperty("d").GetBoolean());
    }

    [Fact]
    public async Task A_session_expires_after_its_time_without_connection()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var stage = await Stage.SetAsync(o => o with { Time = time });
        await using var first = await GatewayClient.IdentifiedAsync(stage.Server);
        await first.DropAsync();
        await stage.Server.Journal.WaitForAsync(e => e.What == "disconnected", TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMinutes(3) + TimeSpan.FromSeconds(1));
        await using var second = await GatewayClient.ConnectAsync(new Uri(first.ResumeUrl));
        await second.ResumeAsync(stage.Server.Options.Token, first.SessionId, first.Sequence);
        Assert.False((await second.ExpectOpAsync(9)).GetBoolean());
    }

    [Fact]
    public async Task A_resume_with_another_query_or_an_unknown_session_gets_op_9()
    {
        await using var stage = await Stage.SetAsync();
        await using var first = await GatewayClient.IdentifiedAsync(stage.Server);
        await first.DropAsync();
        await using var other = await GatewayClient.ConnectAsync(new Uri(first.ResumeUrl), compress: "zlib-stream");
        await other.ResumeAsync(stage.Server.Options.Token, first.SessionId, first.Sequence);
        Assert.False((await other.ExpectOpAsync(9)).GetBoolean());
        await using var unknown = await GatewayClient.ConnectAsync(new Uri(first.ResumeUrl));
        await unknown.ResumeAsync(stage.Server.Options.Token, "nobody", 1);
        Assert.False((await unknown.ExpectOpAsync(9)).GetBoolean());
    }

    [Fact]
    public async Task A_replay_buffer_that_is_too_small_cannot_resume()
    {
        await using var stage = await Stage.SetAsync(o => o with { ReplayBufferEvents = 5 });
        await using var first = await GatewayClient.IdentifiedAsync(stage.Server);
        await first.ExpectAsync("GUILD_CREATE");
        await first.DropAsync();
        await stage.Server.Journal.WaitForAsync(e => e.What == "disconnected", TestContext.Current.CancellationToken);
        for (var i = 0; i < 6; i++) stage.Post(stage.Alice, $"{i}");
        await using var second = await GatewayClient.ConnectAsync(new Uri(first.ResumeUrl));
        await second.ResumeAsync(stage.Server.Options.Token, first.SessionId, first.Sequence);
        Assert.False((await second.ExpectOpAsync(9)).GetBoolean());
    }

    [Fact]
    public async Task A_replay_buffer_keeps_what_fits_after_it_has_turned_over()
    {
        await using var stage = await Stage.SetAsync(o => o with { ReplayBufferEvents = 300 });
        await using var first = await GatewayClient.IdentifiedAsync(stage.Server);
        await first.ExpectAsync("GUILD_CREATE");
        for (var i = 0; i < 500; i++)
        {
            stage.Post(stage.Alice, $"{i}");
            await first.ExpectAsync("MESSAGE_CREATE");
        }
        await first.DropAsync();
        await stage.Server.Journal.WaitForAsync(e => e.What == "disconnected", TestContext.Current.CancellationToken);
        for (var i = 500; i < 799; i++) stage.Post(stage.Alice, $"{i}");
        await using var second = await GatewayClient.ConnectAsync(new Uri(first.ResumeUrl));
        await second.ResumeAsync(stage.Server.Options.Token, first.SessionId, first.Sequence);
        for (var i = 500; i < 799; i++) Assert.Equal($"{i}", (await second.ExpectAsync("MESSAGE_CREATE")).GetProperty("content").GetString());
    }

    [Fact]
    public async Task Identify_on_the_resume_url_is_refused()
    {
        await using var stage = await Stage.SetAsync();
        await using var first = await GatewayClient.IdentifiedAsync(stage.Server);
        await using var second = await GatewayClient.ConnectAsync(new Uri(first.ResumeUrl));
        await second.IdentifyAsync(stage.Server.Options.Token);
        Assert.Equal(4000, await second.EndAsync());
    }

    [Fact]
    public async Task A_stopped_simulator_starts_again_on_its_port_with_its_world()
    {
        var stage = await Stage.SetAsync();
        await using var first = await GatewayClient.IdentifiedAsync(stage.Server);
        var (port, world) = (stage.Server.Origin.Port, stage.World);
        var id = stage.Post(stage.Alice, "before the outage").Id;
        await stage.DisposeAsync();
        Assert.Null(await first.EndAsync());

        await using var again = await SimulatorServer.StartAsync(stage.Server.Options with { Port = port, World = world }, TestContext.Current.CancellationToken);
        await using var second = await GatewayClient.ConnectAsync(new Uri(first.ResumeUrl));
        await second.ResumeAsync(again.Options.Token, first.SessionId, first.Sequence);
        Assert.False((await second.ExpectOpAsync(9)).GetBoolean());
        using var rest = new RestClient(again);
        var history = await rest.GetAsync($"/channels/{stage.Channel.Id}/messages");
        Assert.Equal($"{id}", history.Body[0].GetProperty("id").GetString());
    }
}
