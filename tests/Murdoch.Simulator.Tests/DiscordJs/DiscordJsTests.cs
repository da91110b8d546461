using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Murdoch.Simulator.Tests.DiscordJs;

/// <summary>discord.js, a client that many bots use, works against the simulator as it works against Discord. Needs node and npm: without them
/// these tests are skipped at a desk and fail where CI is set.</summary>
public sealed class DiscordJsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Discord_js_signs_in_moderates_answers_commands_and_resumes()
    {
        await using var stage = await Stage.SetAsync(o => o with { Guilds = 3, Members = 12 });
        await using var bot = await NodeBot.StartAsync(stage);
        var ready = await bot.ExpectAsync("ready");
        Assert.Equal(3, ready.GetProperty("guilds").GetArrayLength());
        Assert.Equal(12, ready.GetProperty("guilds")[0].GetProperty("members").GetInt32());

        // Receives a message, deletes it over REST, is told that it is gone.
        var bad = stage.Post(stage.Alice, "join discord.gg/abc123").Id;
        Assert.Equal($"{bad}", (await bot.ExpectAsync("message")).GetProperty("id").GetString());
        Assert.Equal($"{bad}", (await bot.ExpectAsync("deleted-by-me")).GetProperty("id").GetString());
        Assert.NotNull(stage.World.FindMessage(bad)!.DeletedAt);

        // Answers a slash command: deferred, edited, followed up.
        var interaction = stage.Server.Interactions.Command(stage.Guild.Id, stage.Channel.Id, stage.Alice.Id, "ping");
        await interaction.ChangedAsync(2, Stop).WaitAsync(TimeSpan.FromSeconds(10), Stop);
        Assert.Equal((5, $"pong to {stage.Alice.Username}", "and one more"), (interaction.CallbackType, interaction.Original!.Content, interaction.Followups[0].Content));
        await bot.ExpectAsync("message");
        await bot.ExpectAsync("message");

        // Sanctions through its own managers, with reasons.
        await bot.OrderAsync("timeout", new JsonObject { ["guild"] = $"{stage.Guild.Id}", ["user"] = $"{stage.Bob.Id}", ["reason"] = "zu laut" });
        Assert.Equal($"{stage.Bob.Id}", (await bot.ExpectAsync("member-updated")).GetProperty("id").GetString());
        Assert.Equal("zu laut", (await bot.ExpectAsync("audit")).GetProperty("reason").GetString());
        Assert.Equal("timed-out", stage.Post(stage.Bob, "hm").Refusal);
        await bot.OrderAsync("ban", new JsonObject { ["guild"] = $"{stage.Guild.Id}", ["user"] = $"{stage.Bob.Id}", ["reason"] = "spam" });
        Assert.Equal($"{stage.Bob.Id}", (await bot.ExpectAsync("banned")).GetProperty("id").GetString());
        var ids = Enumerable.Range(0, 3).Select(i => stage.Post(stage.Alice, $"bulk {i}").Id).ToList();
        foreach (var id in ids) Assert.Equal($"{id}", (await bot.ExpectAsync("message")).GetProperty("id").GetString());
        await bot.OrderAsync("bulk", new JsonObject { ["channel"] = $"{stage.Channel.Id}", ["ids"] = new JsonArray([.. ids.Select(i => JsonValue.Create($"{i}"))]) });
        Assert.Equal(3, (await bot.ExpectAsync("bulk-deleted")).GetProperty("count").GetInt32());
        Assert.All(ids, id => Assert.NotNull(stage.World.FindMessage(id)!.DeletedAt));
        await bot.OrderAsync("failing", new JsonObject { ["channel"] = $"{stage.Channel.Id}" });
        Assert.Equal(50035, (await bot.ExpectAsync("refused")).GetProperty("code").GetInt32());

        // The socket dies silently; what is posted meanwhile arrives once after the resume.
        var since = stage.Server.Journal.Last;
        stage.Server.Faults.KillSockets();
        await stage.Server.Journal.WaitForAsync(e => e.What == "disconnected", Stop, since);
        var missed = stage.Post(stage.Alice, "sent while nobody listened").Id;
        await bot.ExpectAsync("resumed");
        var after = stage.Post(stage.Alice, "and after").Id;
        await bot.ExpectMessageAsync(after);
        Assert.Equal(1, bot.Heard.Count(m => m.What == "message" && m.Data.GetProperty("id").GetString() == $"{missed}"));
        Assert.Contains(stage.Server.Journal.Since(since), e => e.What == "resumed");
        Assert.DoesNotContain(bot.Heard, m => m.What is "error" or "failed");
    }

    [Fact]
    public async Task Discord_js_identifies_anew_when_the_resume_is_refused()
    {
        await using var stage = await Stage.SetAsync();
        await using var bot = await NodeBot.StartAsync(stage);
        await bot.ExpectAsync("ready");
        var since = stage.Server.Journal.Last;
        stage.Server.Faults.RefuseNextResumes();
        stage.Server.Faults.Reconnect();
        await stage.Server.Journal.WaitForAsync(e => e.What == "identified", Stop, since).WaitAsync(TimeSpan.FromSeconds(20), Stop);
        Assert.Contains(stage.Server.Journal.Since(since), e => e.What == "resume-refused");
        var id = stage.Post(stage.Alice, "still there?").Id;
        await bot.ExpectMessageAsync(id);
    }

    private sealed class NodeBot : IAsyncDisposable
    {
        private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
        private readonly Process _node;
        private readonly Channel<(string What, JsonElement Data)> _lines = Channel.CreateUnbounded<(string, JsonElement)>();
        private readonly Task _reading;

        private NodeBot(Process node)
        {
            _node = node;
            _reading = ReadAsync();
        }

        public List<(string What, JsonElement Data)> Heard { get; } = [];

        public static async Task<NodeBot> StartAsync(Stage stage)
        {
            var folder = Path.Combine(AppContext.BaseDirectory, "DiscordJs");
            await NpmPackages.InstallAsync(folder);
            var node = Process.Start(new ProcessStartInfo("node", ["client.mjs", new Uri(stage.Server.Origin, "/api").AbsoluteUri, stage.Server.Options.Token])
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            return new NodeBot(node);
        }

        /// <summary>Skips what else it says.</summary>
        public async Task<JsonElement> ExpectAsync(string what)
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            deadline.CancelAfter(Deadline);
            while (true)
            {
                var line = await _lines.Reader.ReadAsync(deadline.Token);
                Heard.Add(line);
                if (line.What == what) return line.Data;
                Assert.False(line.What is "error" or "failed", line.Data.ToString());
            }
        }

        public async Task ExpectMessageAsync(ulong id)
        {
            while ((await ExpectAsync("message")).GetProperty("id").GetString() != $"{id}") { }
        }

        public async Task OrderAsync(string what, JsonObject order)
        {
            order["do"] = what;
            await _node.StandardInput.WriteLineAsync(order.ToJsonString());
            await _node.StandardInput.FlushAsync(Stop);
        }

        public async ValueTask DisposeAsync()
        {
            if (!_node.HasExited) _node.Kill();
            await _node.WaitForExitAsync(CancellationToken.None);
            await _reading;
            _node.Dispose();
        }

        private async Task ReadAsync()
        {
            while (await _node.StandardOutput.ReadLineAsync() is { } line)
            {
                using var document = JsonDocument.Parse(line);
                _lines.Writer.TryWrite((document.RootElement.GetProperty("what").GetString()!, document.RootElement.Clone()));
            }
            _lines.Writer.TryComplete();
        }
    }
}
