using System.Text.Json;
using Murdoch.Silo.Commands;

namespace Murdoch.Silo.Tests.Commands;

public sealed class BacktestTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("murdoch-backtest-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _errors.Dispose();
    }

    [Theory]
    [InlineData("a lovely day\nsee https://example.org/x\n\njoin discord.gg/abcdef\n")]
    [InlineData("{\"id\":7,\"text\":\"a lovely day\"}\n{\"text\":\"see https://example.org/x\"}\n{\"text\":\"\"}\n{\"text\":\"join discord.gg/abcdef\"}\n")]
    public void A_draft_is_tried_beside_what_is_in_force(string input)
    {
        Assert.Equal(ExitCode.Done, Run(File("draft.json", """{"slurs":["lovely"],"invite_links":[],"phishing_urls":["example.org"]}"""), input));
        var lines = _output.ToString().Split('\n');
        Assert.EndsWith(" messages tried.", lines[0].TrimEnd(), StringComparison.Ordinal);
        Assert.Matches("^invite +1 +1 +0 +0$", lines[3]);
        Assert.Matches("^listed-word +0 +1 +1 +0$", lines[4]);
        Assert.Matches("^phishing-link +0 +1 +1 +0$", lines[5]);
        Assert.Contains("line 1: nothing → listed-word [lovely]  a lovely day", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("line 2: nothing → phishing-link [example.org]", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_that_cannot_be_used_is_named_with_its_position_and_the_others_are_tried()
    {
        Assert.Equal(ExitCode.Failed, Run(File("draft.json", """{"slurs":["(oops","lovely"],"invite_links":[],"phishing_urls":[]}"""), "a lovely day\n"));
        Assert.Matches("slurs: pattern 1 [(][(]oops[)], at position [0-9]+: ", _errors.ToString());
        Assert.Contains("listed-word", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Scripts_get_one_object()
    {
        Assert.Equal(ExitCode.Done, Run(File("draft.json", """{"slurs":["lovely"],"invite_links":[],"phishing_urls":[]}"""), "a lovely day\nanother\n", json: true));
        using var report = JsonDocument.Parse(_output.ToString());
        Assert.Equal(2, report.RootElement.GetProperty("messages").GetInt32());
        Assert.Equal(1, report.RootElement.GetProperty("rules")[0].GetProperty("newly").GetInt32());
        Assert.Equal("1", report.RootElement.GetProperty("examples")[0].GetProperty("message").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{\"slurs\":")]
    [InlineData("[]")]
    public void A_draft_that_cannot_be_read_is_an_error_in_a_sentence(string? draft)
    {
        var file = draft is null ? new FileInfo(Path.Combine(_folder.FullName, "nothing.json")) : File("draft.json", draft);
        Assert.Equal(ExitCode.Failed, Run(file, "hello\n"));
        Assert.Contains(file.Name, _errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public void Without_messages_nothing_matches()
    {
        Assert.Equal(ExitCode.Done, Run(File("draft.json", """{"slurs":["lovely"]}"""), ""));
        Assert.Contains("0 messages tried.", _output.ToString(), StringComparison.Ordinal);
    }

    private FileInfo File(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, content);
        return new(path);
    }

    private int Run(FileInfo draft, string input, bool json = false) => BacktestCommand.Run(draft, null, json, new StringReader(input), _output, _errors);
}
