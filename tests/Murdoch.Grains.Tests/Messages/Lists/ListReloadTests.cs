using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Grains.Tests.Messages.Lists;

public sealed class ListReloadTests : ReloadTests
{
    [Fact]
    public async Task A_file_that_changes_is_in_force_with_the_next_look()
    {
        using var reload = Of(new PatternOptions { PatternsPath = Write("""{"slurs":["gadget"]}""") });
        await reload.Check(Cancellation);
        Write("""{"slurs":["widget"],"phishing_urls":["bad.example"]}""");

        await reload.Check(Cancellation);
        await reload.Check(Cancellation);

        Assert.Equal((false, true, true), (Finds("gadget"), Finds("widget"), Finds("https://www.bad.example/x")));
        Assert.Equal(["replaced", "replaced", "unchanged"], Counted.Select(one => one.Outcome));
        Assert.Null(reload.Problem);
        Assert.Equal($"REGEX_PATTERNS_PATH ({FilePath}) has 2 entries.", reload.Summary);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" \r\n", "is empty")]
    [InlineData("{}", "has no patterns")]
    [InlineData("""{"error":"not found"}""", "has no patterns")]
    [InlineData("<!DOCTYPE html><title>Sign in</title>", "is a page for people (HTML), not a list")]
    [InlineData("""{"slurs":["widget"]""", "is not the expected JSON: line 1, column 20")]
    [InlineData("""{"slurs":["widget",null]}""", "has null for a pattern")]
    [InlineData("""{"slurs":["widget","b(c"]}""", "does not compile: slurs: pattern 2 (b(c), at position 3: a ( is not closed")]
    public async Task What_cannot_be_right_is_refused_and_told_once(string content, string problem)
    {
        using var reload = Of(new PatternOptions { PatternsPath = Write("""{"slurs":["gadget"]}""") });
        await reload.Check(Cancellation);
        var before = Catalogue.Current;
        Write(content);

        for (var i = 0; i < 3; i++) await reload.Check(Cancellation);

        Assert.Same(before, Catalogue.Current);
        Assert.Equal($"REGEX_PATTERNS_PATH ({FilePath}) {problem}; {Kept}", reload.Problem);
        Assert.Equal([$"Warning: {reload.Problem}"], Told.Where(line => !line.StartsWith("Information", StringComparison.Ordinal)));
        Assert.Equal(["replaced", "refused", "unchanged", "unchanged"], Counted.Select(one => one.Outcome));
        Write("""{"slurs":["widget"]}""");
        await reload.Check(Cancellation);
        Assert.Null(reload.Problem);
        Assert.True(Finds("widget"));
    }

    [Theory]
    [InlineData(20, 2, "has 2 entries of slurs, ten times fewer than the 20 before")]
    [InlineData(20, 200, "has 200 entries of slurs, ten times more than the 20 before")]
    [InlineData(20, 0, "has 0 entries of slurs, ten times fewer than the 20 before")]
    [InlineData(20, 3, null)]
    [InlineData(20, 199, null)]
    [InlineData(0, 300, null)]
    [InlineData(1, 9, null)]
    [InlineData(9, 0, null)]
    public async Task A_list_that_is_ten_times_larger_or_smaller_than_before_is_refused(int before, int after, string? problem)
    {
        using var reload = Of(new PatternOptions { PatternsPath = Write(Slurs(before)) });
        await reload.Check(Cancellation);
        Write(Slurs(after));

        await reload.Check(Cancellation);

        Assert.Equal(problem is null ? null : $"REGEX_PATTERNS_PATH ({FilePath}) {problem}; {Kept}", reload.Problem);
        Assert.Equal((problem is null ? after : before) + 1, Catalogue.Settings.Count);
    }

    [Fact]
    public async Task A_file_that_goes_away_or_grows_too_large_leaves_the_list_in_force()
    {
        using var reload = Of(new PatternOptions { PatternsPath = Write("""{"slurs":["gadget"]}""") });
        await reload.Check(Cancellation);
        File.Delete(FilePath);
        await reload.Check(Cancellation);
        Assert.StartsWith($"REGEX_PATTERNS_PATH ({FilePath}) cannot be read: ", reload.Problem, StringComparison.Ordinal);
        await using (var file = File.Create(FilePath)) file.SetLength(PatternSet.MaxFileBytes + 1);
        await reload.Check(Cancellation);
        Assert.Contains("is larger than", reload.Problem, StringComparison.Ordinal);
        Assert.True(Finds("gadget"));

        Write("""{"slurs":["gadget"]}""");
        await reload.Check(Cancellation);

        Assert.Null(reload.Problem);
        Assert.Equal("Information: REGEX_PATTERNS_PATH (" + FilePath + ") can be read again; nothing in it has changed", Told.Last());
    }

    [Fact]
    public async Task It_looks_at_the_start_and_then_on_its_timer_and_not_at_all_without_lists()
    {
        Server.Serve("""{"slurs":["widget"]}""");
        using var idle = Of(new PatternOptions { Slurs = "gadget" });
        await idle.StartAsync(Cancellation);
        await idle.ExecuteTask!.WaitAsync(Cancellation);
        using var reload = Of(new(), new() { PatternsUrl = Server.Address, ReloadSeconds = 60 });

        await reload.StartAsync(Cancellation);
        await ModerationCluster.Until(() => Finds("widget"), "the list is in force");
        Server.Serve("""{"slurs":["gizmo"]}""");
        await ModerationCluster.Until(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return Finds("gizmo");
        }, "the new list is in force");
        await reload.StopAsync(Cancellation);
        await reload.ExecuteTask!.WaitAsync(Cancellation);
    }

    /// <summary>One other pattern beside them, so that none of the lists is empty as a whole.</summary>
    private static string Slurs(int count) =>
        $$"""{"slurs":[{{string.Join(',', Enumerable.Range(0, count).Select(at => $"\"zq{(char)('a' + (at % 26))}{(char)('a' + (at / 26))}x\""))}}],"phishing_urls":["bad.example"]}""";
}
