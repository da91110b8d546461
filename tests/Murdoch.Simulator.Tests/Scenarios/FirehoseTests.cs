using Murdoch.Simulator.Scenarios;

namespace Murdoch.Simulator.Tests.Scenarios;

public sealed class FirehoseTests
{
    [Theory]
    [InlineData("")]
    [InlineData("zlib-stream")]
    public async Task Every_message_arrives_once_in_order_and_whole(string compress)
    {
        await using var stage = await Stage.SetAsync(o => o with { Guilds = 20 });
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server, compress: compress);
        var run = stage.Server.Firehose.Start(new FirehoseOptions { Messages = 20_000, ViolatingShare = 0.05 });
        ulong last = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var message = await client.ExpectAsync("MESSAGE_CREATE");
            var id = ulong.Parse(message.GetProperty("id").GetString()!);
            Assert.True(id > last);
            last = id;
            Assert.InRange(message.GetRawText().Length, 1250, 1400);
        }
        await run.Completion;
        Assert.Equal(20_000, run.Report().Sent);
        Assert.Equal(20 + 1 + 20_000, client.Sequence);
    }

    [Fact]
    public async Task Deletes_are_matched_timed_and_counted()
    {
        await using var stage = await Stage.SetAsync();
        await using var client = await GatewayClient.IdentifiedAsync(stage.Server);
        var run = stage.Server.Firehose.Start(new FirehoseOptions { Messages = 200, ViolatingShare = 0.5, Rate = 2_000 });
        var benignDeleted = 0;
        for (var i = 0; i < 200; i++)
        {
            var message = await client.ExpectAsync("MESSAGE_CREATE");
            var violating = Violates(message.GetProperty("content").GetString()!);
            if (!violating && benignDeleted++ >= 3) continue;
            var path = $"/channels/{message.GetProperty("channel_id").GetString()}/messages/{message.GetProperty("id").GetString()}";
            Assert.Equal(204, (await stage.Rest.DeleteAsync(path)).Status);
            if (i == 100) Assert.Equal(404, (await stage.Rest.DeleteAsync(path)).Status);
        }
        await run.Completion;
        var report = run.Report();
        Assert.Equal((3, 0), (report.BenignDeleted, report.Missing));
        Assert.Equal(report.ViolatingSent, report.ViolatingDeleted);
        Assert.InRange(report.ViolatingSent, 70, 130);
        Assert.InRange(report.P50, 0.01, report.P99);
    }

    [Fact]
    public async Task A_paced_run_keeps_its_pace_and_a_resume_loses_nothing()
    {
        await using var stage = await Stage.SetAsync();
        await using var first = await GatewayClient.IdentifiedAsync(stage.Server);
        await first.ExpectAsync("GUILD_CREATE");
        var run = stage.Server.Firehose.Start(new FirehoseOptions { Messages = 1_000, Rate = 1_000 });
        var ids = new List<string>();
        for (var i = 0; i < 300; i++) ids.Add((await first.ExpectAsync("MESSAGE_CREATE")).GetProperty("id").GetString()!);
        var read = first.Sequence;
        await first.DropAsync();
        await using var second = await GatewayClient.ConnectAsync(new Uri(first.ResumeUrl));
        await second.ResumeAsync(stage.Server.Options.Token, first.SessionId, 301 + 1);
        while (ids.Count < 1_000) ids.Add((await second.ExpectAsync("MESSAGE_CREATE")).GetProperty("id").GetString()!);
        Assert.True(read >= 302);
        Assert.Equal(1_000, ids.Distinct().Count());
        await run.Completion;
        Assert.InRange(run.Report().Seconds, 0.99, 1.5);
    }

    private static bool Violates(string text) => ((string[])["discord.gg/", "/invite/", "dlscord-", "steamcommunlty", "example-nitro", "@everyone", "retard", "faggot", "tranny"])
        .Any(sign => text.Contains(sign, StringComparison.Ordinal));
}
