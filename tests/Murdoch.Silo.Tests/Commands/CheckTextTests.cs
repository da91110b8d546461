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

    [Fact]
    public async Task Scripts_get_one_object_for_each_line_of_the_input()
    {
        Assert.Equal(ExitCode.Done, await Run(["-"], json: true, input: "good morning: all\nyou are an idiot\n"));
        var verdicts = _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["good morning: all", "you are an idiot"], verdicts.Select(verdict => verdict.GetProperty("text").GetString()));
        Assert.Equal(JsonValueKind.Null, verdicts[0].GetProperty("layer3").ValueKind);
        Assert.Equal("harassment", verdicts[1].GetProperty("layer3").GetProperty("category").GetString());
    }

    [Fact]
    public async Task A_conversation_changes_what_a_text_means()
    {
        var context = Path.Combine(_folder.FullName, "chat.txt");
        await File.WriteAllTextAsync(context, "ann > bob: you suck lol\nbob > ann: haha says the one who fell off the map\n", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Done, await Run(["ann > bob: lol shut up you idiot", "cid > bob: shut up you idiot"], context));
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

    private Task<int> Run(string[] texts, string? context = null, bool json = false, string input = "") =>
        CheckTextCommand.RunAsync(texts, context is null ? null : new FileInfo(context), json, new StringReader(input), _output, _errors);
}
