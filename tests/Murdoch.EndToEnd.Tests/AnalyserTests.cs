using Microsoft.Data.Sqlite;
using Murdoch.TestCluster.Analysers;

namespace Murdoch.EndToEnd.Tests;

/// <summary>Layer 3 from Discord's socket to a language model's server and back to Discord and the database.</summary>
public sealed class AnalyserTests
{
    private const string Insult = "even your own shadow tries to get away from you";

    public static TheoryData<string> Apis => ["gemini", "openai"];
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Apis))]
    public async Task An_insult_without_a_listed_word_is_deleted_and_recorded_with_reason_and_rule(string api)
    {
        await using var model = await ModelServer.Start();
        model.Answer = call => ModelReply.Finding(call, line => line.Text == Insult, rule: "r2") with { TokensIn = 2_000, TokensOut = 50 };
        await using var installation = await Installation.Create();
        await GuildEditor.Edit(installation, config => config with { Rules = "Speak English.\nBe kind to each other." });
        var murdoch = await installation.Start(Cancellation, Settings(api, model));
        var members = installation.OrdinaryMembers(3);

        var benign = installation.Post("nice weather today", members[0].User.Id);
        var insult = installation.Post(Insult, members[1].User.Id);
        await Eventually.True(() => installation.IsDeleted(insult), Cancellation, () => murdoch.Output);
        // Asked in the same request or the one before.
        await Eventually.True(() => model.Calls.Any(call => call.Messages.Any(line => line.Text == "nice weather today")), Cancellation, () => murdoch.Output);
        var metrics = await murdoch.Metrics(Cancellation);
        var (_, health) = await murdoch.Get("/health/ready", Cancellation);
        Assert.Equal(0, await murdoch.Terminate(Cancellation));

        Assert.False(installation.IsDeleted(benign));
        Assert.Equal([(insult, 3L, "harassment", 0.8, "Belittles a person. (rule: Be kind to each other.)", "done")], await Records(installation));
        Assert.Contains($"analysis_requests_total{{analyzer=\"{api}\",outcome=\"complete\"}} ", metrics, StringComparison.Ordinal);
        Assert.Contains($"analysis_tokens_total{{analyzer=\"{api}\",direction=\"in\"}} ", metrics, StringComparison.Ordinal);
        Assert.Contains($"analysis_cost_dollars_total{{analyzer=\"{api}\"}} ", metrics, StringComparison.Ordinal);
        Assert.Contains("analysis_seconds_bucket{", metrics, StringComparison.Ordinal);
        Assert.Contains($"{api}. $0.00 of the cluster's budget", health, StringComparison.Ordinal);
        Assert.Empty(model.Complaints);
        Assert.DoesNotContain(ModelServer.Key, murdoch.Output + metrics + health, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Apis))]
    public async Task While_the_analyser_is_down_layer_1_goes_on_and_what_waited_is_analysed_when_it_is_back(string api)
    {
        await using var model = await ModelServer.Start();
        model.Answer = _ => new() { Cut = true };
        await using var installation = await Installation.Create();
        var murdoch = await installation.Start(Cancellation, Settings(api, model));
        var members = installation.OrdinaryMembers(4);

        var insult = installation.Post(Insult, members[0].User.Id);
        await Eventually.True(async () => (await murdoch.Get("/health", Cancellation)).Body.Contains("\"analyzer\":{\"status\":\"degraded\"", StringComparison.Ordinal), Cancellation, () => murdoch.Output);
        var invite = installation.Post("come to discord.gg/elsewhere", members[1].User.Id);
        await Eventually.True(() => installation.IsDeleted(invite), Cancellation, () => murdoch.Output);
        Assert.Equal(200, (await murdoch.Get("/health/ready", Cancellation)).Status);
        Assert.Contains((await murdoch.Metrics(Cancellation)).Split('\n').Where(line => line.StartsWith("analysis_buffered", StringComparison.Ordinal)), line => line.Split(' ')[1] == "1");
        Assert.False(installation.IsDeleted(insult));

        model.Answer = call => ModelReply.Finding(call, line => line.Text == Insult);
        await Eventually.True(() => installation.IsDeleted(insult), Cancellation, () => murdoch.Output);
        await Eventually.True(async () => (await murdoch.Get("/health", Cancellation)).Body.Contains("\"analyzer\":{\"status\":\"healthy\"", StringComparison.Ordinal), Cancellation, () => murdoch.Output);
    }

    [Fact]
    public async Task Urgent_messages_do_not_wait_and_later_ones_are_shown_with_what_went_before()
    {
        await using var model = await ModelServer.Start();
        await using var installation = await Installation.Create();
        var murdoch = await installation.Start(Cancellation, [.. Settings("openai", model), ("BUFFER_TIMEOUT_SECS", "3600")]);
        var members = installation.OrdinaryMembers(4);

        installation.Post("nice weather today", members[0].User.Id);
        installation.Post("come to discord.gg/elsewhere", members[1].User.Id);
        installation.Post("you will see, i know where you live", members[2].User.Id);
        await Eventually.True(() => model.Calls.Count == 1, Cancellation, () => murdoch.Output);
        installation.Post("and i will find you", members[2].User.Id);
        await Eventually.True(() => model.Calls.Count == 2, Cancellation, () => murdoch.Output);

        var calls = model.Calls.ToArray();
        Assert.Equal(["nice weather today", "you will see, i know where you live"], calls[0].Messages.Select(line => line.Text));
        Assert.Empty(calls[0].Context);
        Assert.Equal(["and i will find you"], calls[1].Messages.Select(line => line.Text));
        Assert.Equal(["nice weather today", "you will see, i know where you live"], calls[1].Context.Select(line => line.Text));
        Assert.Equal(calls[1].Messages[0].Author, calls[1].Context[1].Author);
    }

    private static (string Name, string Value)[] Settings(string api, ModelServer model) =>
    [
        ("ANALYZER", api), ("ANALYZER_CASCADE", "false"), ("ANALYZER_RETRIES", "0"), ("ANALYZER_BREAK_AFTER", "2"), ("ANALYZER_BREAK_SECS", "0.5"), ("BUFFER_RETRY_SECS", "0.2"), ("BUFFER_RETRY_MAX_SECS", "1"),
        ("GEMINI_API_URL", model.GeminiUrl.ToString()), ("GEMINI_API_KEY", ModelServer.Key), ("GEMINI_MODEL", ModelServer.Model),
        ("OPENAI_API_URL", model.OpenAiUrl.ToString()), ("OPENAI_API_KEY", ModelServer.Key), ("OPENAI_MODEL", ModelServer.Model),
    ];

    private static async Task<List<(ulong Message, long Layer, string Category, double Severity, string Reason, string Deletion)>> Records(Installation installation)
    {
        await using var connection = new SqliteConnection($"Data Source={installation.DatabasePath};Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT message_id, layer, category, severity, reason, deletion FROM violations";
        await using var reader = await command.ExecuteReaderAsync();
        var records = new List<(ulong, long, string, double, string, string)>();
        while (await reader.ReadAsync())
            records.Add((unchecked((ulong)reader.GetInt64(0)), reader.GetInt64(1), reader.GetString(2), reader.GetDouble(3), reader.GetString(4), reader.GetString(5)));
        return records;
    }
}
