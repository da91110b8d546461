using System.Text.Json;
using Murdoch.Silo.Commands;

namespace Murdoch.Silo.Tests.Commands;

public sealed class CheckTextTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("murdoch-text-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public async Task Each_layer_says_what_it_finds()
    {
        Assert.Equal(ExitCode.Done, await Run(["you are an idiot", "join discord.gg/abcdef"]));
        var lines = _output.ToString().Split('\n');
        Assert.Equal(["you are an idiot", "join discord.gg/abcdef"], lines.Where((_, at) => at % 4 == 0).Select(line => line.Trim()).Where(line => line.Length > 0));
        Assert.Equal("  layer 1  nothing", lines[1].TrimEnd());
        Assert.Matches("^  layer 3  0[.][5-9][0-9] harassment [(]analysis[)]: Reads like abuse because of “idiot”", lines[2]);
        Assert.Matches("^  layer 1  [01][.][0-9]{2} invite [(]invite[)]: ", lines[5]);
    }

    [Theory]
    [InlineData("good morning: all\n\nyou are an idiot\njoin discord.gg/abcdef\n", "\"1\" \"2\" \"3\" \"4\"")]
    [InlineData("{\"id\":\"a\",\"text\":\"good morning: all\"}\n{\"id\":2,\"text\":\"\"}\n{\"text\":\"you are an idiot\"}\n{\"id\":\"d\",\"text\":\"join discord.gg/abcdef\",\"label\":\"invite\"}\n", "\"a\" 2 \"3\" \"d\"")]
    public async Task Scripts_get_one_object_for_each_line_of_the_input(string input, string ids)
    {
        Assert.Equal(ExitCode.Done, await Run([], input: input));
        var lines = Answers();
        Assert.Equal(ids, string.Join(' ', lines.Select(line => line.GetProperty("id").GetRawText())));
        Assert.Equal([false, false, true, true], lines.Select(line => line.GetProperty("flagged").GetBoolean()));
        Assert.Equal([null, null, "harassment", "invite"], lines.Select(line => line.GetProperty("category").GetString()));
        Assert.Equal(["", "", "3", "1"], lines.Select(line => line.GetProperty("layer").ToString()));
        Assert.Equal([null, null, "analysis", "invite"], lines.Select(line => line.GetProperty("rule").GetString()));
        Assert.All(lines, line => Assert.Equal(line.GetProperty("flagged").GetBoolean(), line.GetProperty("score").GetDouble() >= 0.5));
    }

    [Fact]
    public async Task The_score_grows_with_suspicion_below_the_threshold_too()
    {
        Assert.Equal(ExitCode.Done, await Run(["-"], input: "the weather is lovely in the morning\nthat was a stupid idea\nyou are a stupid idiot\n"));
        var scores = Answers().Select(line => line.GetProperty("score").GetDouble()).ToArray();
        Assert.Equal(scores.Order(), scores);
        Assert.Equal(3, scores.Distinct().Count());
    }

    [Fact]
    public async Task A_file_is_read_as_lines_and_a_wrong_line_is_named_and_costs_no_other()
    {
        var file = Path.Combine(_folder.FullName, "rows.jsonl");
        await File.WriteAllTextAsync(file, """
            {"id":"a","text":"hello"}
            {"id":"b"}
            not json
            {"id":"c","text":"you are an idiot"}
            """, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Failed, await Run([file]));
        Assert.Equal(["a", "c"], Answers().Select(line => line.GetProperty("id").GetString()));
        Assert.Contains("line 2: text is missing", _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("line 3: not a JSON object", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_explanation_names_what_decided_where_and_why_nothing_else_did()
    {
        Assert.Equal(ExitCode.Done, await Run(["come to d i s c o r d . g g / abcdef"], explain: true));
        var text = _output.ToString();
        Assert.Contains("  reads as   come to discordgg abcdef", text, StringComparison.Ordinal);
        Assert.Matches("  decided    invite 0[.]60 at 8 to [0-9]+, “d i s c o r d [.] g g” read as “discordgg”: An invite .* \\[abcdef\\]", text);
        Assert.Contains("  nothing    listed-word: ", text, StringComparison.Ordinal);
        Assert.Contains("  off        caps-flood: The guild has switched it off.", text, StringComparison.Ordinal);
        Assert.Contains("  not asked  flood: ", text, StringComparison.Ordinal);
        Assert.Contains("  exempt     nobody", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explanations_of_lines_are_objects_and_of_a_conversation_too()
    {
        Assert.Equal(ExitCode.Failed, await Run([], input: "{\"text\":\"you are an idiot\"}\nwrong\n", json: true, explain: true));
        var explanation = Assert.Single(Answers());
        Assert.Equal("analysis", explanation.GetProperty("verdict").GetProperty("rule").GetString());
        Assert.Equal("decided", explanation.GetProperty("rules")[0].GetProperty("outcome").GetString());
        Assert.Equal("idiot", explanation.GetProperty("opinion").GetProperty("words")[0].GetProperty("place").GetProperty("original").GetString());
        Assert.Contains("line 2: not a JSON object", _errors.ToString(), StringComparison.Ordinal);

        var context = Path.Combine(_folder.FullName, "chat.txt");
        await File.WriteAllTextAsync(context, "ann > bob: you suck lol\nbob > ann: haha says the one who fell off the map\n", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Done, await Run(["ann > bob: lol you noob"], context, explain: true));
        Assert.Contains("-4.00 friendly-banter: The two tease each other and laugh.", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_changes_what_a_text_means()
    {
        var context = Path.Combine(_folder.FullName, "chat.txt");
        await File.WriteAllTextAsync(context, "ann > bob: you suck lol\nbob > ann: haha says the one who fell off the map\n", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Done, await Run(["ann > bob: lol you noob", "cid > bob: you noob, shut up"], context));
        var layer3 = _output.ToString().Split('\n').Where(line => line.StartsWith("  layer 3", StringComparison.Ordinal)).ToArray();
        Assert.Equal("  layer 3  nothing", layer3[0].TrimEnd());
        Assert.EndsWith("; it is aimed at one person.", layer3[1].TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_that_is_missing_is_told()
    {
        Assert.Equal(ExitCode.Failed, await Run(["hello"], Path.Combine(_folder.FullName, "nothing")));
        Assert.Contains("nothing", _errors.ToString(), StringComparison.Ordinal);
    }

    private JsonElement[] Answers() => [.. _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private Task<int> Run(string[] texts, string? context = null, bool json = false, string input = "", bool explain = false) =>
        CheckTextCommand.RunAsync(texts, context is null ? null : new FileInfo(context), explain, json, new StringReader(input), _output, _errors);
}
