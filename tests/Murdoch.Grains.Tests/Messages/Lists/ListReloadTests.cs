using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Murdoch.Grains.Messages.Lists;
using Murdoch.Grains.Tests.Messages.Filters;

namespace Murdoch.Grains.Tests.Messages.Lists;

public sealed class ListReloadTests : IAsyncLifetime, ILogger<ListReload>
{
    private const string Kept = "the list before stays in force.";
    private readonly string _path = Path.GetTempFileName();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ConcurrentQueue<string> _told = [];
    private readonly ConcurrentQueue<(string List, string Outcome)> _counted = [];
    private readonly MeterListener _metrics = new();
    private readonly FakeTimeProvider _time = new(New.Noon);
    private ListServer _server = null!;
    private PatternCatalogue _catalogue = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await ListServer.Start();
        _metrics.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "list_reloads" && instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>()) listener.EnableMeasurementEvents(instrument);
        };
        _metrics.SetMeasurementEventCallback<long>((_, _, tags, _) => _counted.Enqueue(((string)tags[0].Value!, (string)tags[1].Value!)));
        _metrics.Start();
    }

    public async ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        await _server.DisposeAsync();
        await _services.DisposeAsync();
        File.Delete(_path);
    }

    [Fact]
    public async Task A_file_that_changes_is_in_force_with_the_next_look()
    {
        using var reload = Of(new PatternOptions { PatternsPath = Write("""{"slurs":["gadget"]}""") });
        await reload.Check(Cancellation);
        Write("""{"slurs":["widget"],"phishing_urls":["bad.example"]}""");

        await reload.Check(Cancellation);
        await reload.Check(Cancellation);

        Assert.Equal((false, true, true), (Finds("gadget"), Finds("widget"), Finds("https://www.bad.example/x")));
        Assert.Equal(["replaced", "replaced", "unchanged"], _counted.Select(one => one.Outcome));
        Assert.Null(reload.Problem);
        Assert.Equal($"REGEX_PATTERNS_PATH ({_path}) has 2 entries.", reload.Summary);
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
        var before = _catalogue.Current;
        Write(content);

        for (var i = 0; i < 3; i++) await reload.Check(Cancellation);

        Assert.Same(before, _catalogue.Current);
        Assert.Equal($"REGEX_PATTERNS_PATH ({_path}) {problem}; {Kept}", reload.Problem);
        Assert.Equal([$"Warning: {reload.Problem}"], _told.Where(line => !line.StartsWith("Information", StringComparison.Ordinal)));
        Assert.Equal(["replaced", "refused", "unchanged", "unchanged"], _counted.Select(one => one.Outcome));
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

        Assert.Equal(problem is null ? null : $"REGEX_PATTERNS_PATH ({_path}) {problem}; {Kept}", reload.Problem);
        Assert.Equal((problem is null ? after : before) + 1, _catalogue.Settings.Count);
    }

    [Fact]
    public async Task A_file_that_goes_away_or_grows_too_large_leaves_the_list_in_force()
    {
        using var reload = Of(new PatternOptions { PatternsPath = Write("""{"slurs":["gadget"]}""") });
        await reload.Check(Cancellation);
        File.Delete(_path);
        await reload.Check(Cancellation);
        Assert.StartsWith($"REGEX_PATTERNS_PATH ({_path}) cannot be read: ", reload.Problem, StringComparison.Ordinal);
        await using (var file = File.Create(_path)) file.SetLength(PatternSet.MaxFileBytes + 1);
        await reload.Check(Cancellation);
        Assert.Contains("is larger than", reload.Problem, StringComparison.Ordinal);
        Assert.True(Finds("gadget"));

        Write("""{"slurs":["gadget"]}""");
        await reload.Check(Cancellation);

        Assert.Null(reload.Problem);
        Assert.Equal("Information: REGEX_PATTERNS_PATH (" + _path + ") can be read again; nothing in it has changed", _told.Last());
    }

    [Fact]
    public async Task A_list_from_a_server_takes_the_place_of_the_file_and_is_asked_for_only_when_it_has_changed()
    {
        _server.Serve("""{"slurs":["widget"]}""", tag: "\"1\"");
        using var reload = Of(new PatternOptions { PatternsPath = Write("""{"slurs":["gadget"]}""") }, new() { PatternsUrl = _server.Address });
        Assert.True(Finds("gadget"));

        await reload.Check(Cancellation);
        var current = _catalogue.Current;
        await reload.Check(Cancellation);

        Assert.Equal((false, true), (Finds("gadget"), Finds("widget")));
        Assert.Same(current, _catalogue.Current);
        Assert.Equal(["", "\"1\""], _server.Asked.Select(asked => asked.Tag));
        Assert.Equal([("REGEX_PATTERNS_URL", "replaced"), ("REGEX_PATTERNS_URL", "unchanged")], _counted);
        _server.Serve("""{"slurs":["gizmo"]}""", tag: "\"2\"");
        await reload.Check(Cancellation);
        Assert.True(Finds("gizmo"));
    }

    [Fact]
    public async Task A_server_without_tags_is_asked_by_the_time_of_its_list()
    {
        _server.Answer = context =>
        {
            context.Response.Headers.LastModified = "Sat, 14 Mar 2026 12:00:00 GMT";
            return context.Response.WriteAsync("""{"slurs":["widget"]}""");
        };
        using var reload = Of(new(), new() { PatternsUrl = _server.Address });

        await reload.Check(Cancellation);
        await reload.Check(Cancellation);

        Assert.Equal(["", "Sat, 14 Mar 2026 12:00:00 GMT"], _server.Asked.Select(asked => asked.Modified));
        Assert.Equal(["replaced", "unchanged"], _counted.Select(one => one.Outcome));
    }

    [Fact]
    public async Task A_list_that_was_refused_stays_refused_when_the_server_says_that_it_has_not_changed()
    {
        _server.Serve("""{"slurs":["widget"]}""", tag: "\"1\"");
        using var reload = Of(new(), new() { PatternsUrl = _server.Address });
        await reload.Check(Cancellation);
        _server.Serve("""{"slurs":["b(c"]}""", tag: "\"2\"");
        await reload.Check(Cancellation);
        var problem = reload.Problem;
        Assert.NotNull(problem);
        _server.Fail(503);
        await reload.Check(Cancellation);
        Assert.Equal($"REGEX_PATTERNS_URL (127.0.0.1) cannot be read: the server answers 503; {Kept}", reload.Problem);
        _server.Serve("not asked for", tag: "\"2\"");

        await reload.Check(Cancellation);

        Assert.Equal("\"2\"", _server.Asked.Last().Tag);
        Assert.Equal(problem, reload.Problem);
        Assert.True(Finds("widget"));
    }

    [Fact]
    public async Task What_a_server_does_wrong_is_told_without_the_key_in_its_address()
    {
        using var reload = Of(new(), new() { PatternsUrl = _server.Address, MaxKilobytes = 1 });
        var problems = new List<string?>();
        Func<HttpContext, Task>[] answers =
        [
            context => Send(context, 404, "{}"),
            context => Send(context, 304, ""),
            context => Send(context, 200, "<p>Sign in", "text/html; charset=utf-8"),
            context => Send(context, 200, "{\"slurs\":[\"widget\"]}", "text/html"),
            context => Send(context, 200, new string(' ', 1_025)),
            // Nothing announces how long it is, and it is packed.
            async context =>
            {
                context.Response.Headers.ContentEncoding = "gzip";
                await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
                await gzip.WriteAsync(new byte[1_000_000]);
            },
            context =>
            {
                context.Abort();
                return Task.CompletedTask;
            },
        ];
        foreach (var answer in answers)
        {
            _server.Answer = answer;
            await reload.Check(Cancellation);
            problems.Add(reload.Problem?.Split("127.0.0.1) ")[1].Split(';')[0]);
        }

        Assert.Equal(
            ["cannot be read: the server answers 404", "cannot be read: the server answers 304", "is a page for people (HTML), not a list", "is a page for people (HTML), not a list",
                "is larger than 1024 bytes", "is larger than 1024 bytes"], problems[..^1]);
        Assert.StartsWith("cannot be read: ", problems[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(_told, line => line.Contains("secret", StringComparison.Ordinal));
        Assert.Equal(Given.BuiltIn.HasPatterns, _catalogue.Current.HasPatterns);
    }

    [Fact]
    public async Task A_server_that_takes_too_long_is_given_up()
    {
        _server.Answer = async context => await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var reload = Of(new(), new() { PatternsUrl = _server.Address, TimeoutSeconds = 7 });

        var check = reload.Check(Cancellation);
        await ModerationCluster.Until(() => !_server.Asked.IsEmpty, "the server is asked");
        Assert.False(check.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(7));
        await check;

        Assert.Equal($"REGEX_PATTERNS_URL (127.0.0.1) did not come within 7 seconds; {Kept}", reload.Problem);
    }

    [Theory]
    [InlineData("# scams\nbad.example\n\n0.0.0.0 worse.example # really\r\n")]
    [InlineData("""["bad.example","worse.example"]""")]
    [InlineData("""{"domains":["bad.example","Worse.Example"]}""")]
    public async Task Hosts_come_in_the_forms_in_which_they_are_published_and_beside_patterns(string content)
    {
        _server.Serve(content, "text/plain");
        using var reload = Of(new PatternOptions { PhishingUrls = "own.example", Slurs = "gadget" }, new() { HostsUrl = _server.Address });

        await reload.Check(Cancellation);

        Assert.Null(reload.Problem);
        Assert.All(["https://bad.example", "https://login.worse.example/a", "https://own.example", "gadget"], text => Assert.True(Finds(text)));
        Assert.False(Finds("https://fine.example.org"));
    }

    [Theory]
    [InlineData("bad.example\nnot a host\n", "has an entry 2 that is no host name")]
    [InlineData("bad.example\ncom\n", "has an entry 2 that is no host name")]
    [InlineData("bad.example\nDiscord.com\n", "has an entry 2 that is Discord.com, a host of its own brand that imitators are told by")]
    [InlineData("[\"bad.example\",null]", "has an entry 2 that is no host name")]
    [InlineData("[\"bad.example\",7]", "is not the expected JSON: line 1, column 17")]
    [InlineData("# nothing left\n", "has no hosts")]
    public async Task A_list_of_hosts_with_anything_else_in_it_is_refused(string content, string problem)
    {
        _server.Serve("first.example", "text/plain");
        using var reload = Of(new(), new() { HostsUrl = _server.Address });
        await reload.Check(Cancellation);
        _server.Serve(content, "text/plain");

        await reload.Check(Cancellation);

        Assert.Equal($"PHISHING_HOSTS_URL (127.0.0.1) {problem}; {Kept}", reload.Problem);
        Assert.Equal((true, false), (Finds("https://first.example"), Finds("https://bad.example")));
    }

    [Fact]
    public async Task It_looks_at_the_start_and_then_on_its_timer_and_not_at_all_without_lists()
    {
        _server.Serve("""{"slurs":["widget"]}""");
        using var idle = Of(new PatternOptions { Slurs = "gadget" });
        await idle.StartAsync(Cancellation);
        await idle.ExecuteTask!.WaitAsync(Cancellation);
        using var reload = Of(new(), new() { PatternsUrl = _server.Address, ReloadSeconds = 60 });

        await reload.StartAsync(Cancellation);
        await ModerationCluster.Until(() => Finds("widget"), "the list is in force");
        _server.Serve("""{"slurs":["gizmo"]}""");
        await ModerationCluster.Until(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Finds("gizmo");
        }, "the new list is in force");
        await reload.StopAsync(Cancellation);
        await reload.ExecuteTask!.WaitAsync(Cancellation);
    }

    [Theory]
    [InlineData("https://example.com/list.json", true)]
    [InlineData("http://10.0.0.7:8000/list", true)]
    [InlineData("ftp://example.com/list", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("list.json", false)]
    [InlineData("https://user:password@example.com/list", false)]
    public void Only_addresses_of_the_web_are_taken(string address, bool isTaken)
    {
        Assert.Equal(isTaken, new ListOptions.Validator().Validate(null, new() { PatternsUrl = address }).Succeeded);
        Assert.Equal(isTaken, new ListOptions.Validator().Validate(null, new() { HostsUrl = address }).Succeeded);
    }

    private ListReload Of(PatternOptions patterns, ListOptions? lists = null)
    {
        _catalogue = new(Options.Create(patterns));
        return new(_catalogue, Options.Create(patterns), Options.Create(lists ?? new()), _time, _services.GetRequiredService<IMeterFactory>(), this);
    }

    private bool Finds(string text) => Given.Check(text, lists: _catalogue.Current) is not null;

    private string Write(string content)
    {
        File.WriteAllText(_path, content);
        return _path;
    }

    /// <summary>One other pattern beside them, so that none of the lists is empty as a whole.</summary>
    private static string Slurs(int count) =>
        $$"""{"slurs":[{{string.Join(',', Enumerable.Range(0, count).Select(at => $"\"zq{(char)('a' + (at % 26))}{(char)('a' + (at / 26))}x\""))}}],"phishing_urls":["bad.example"]}""";

    private static Task Send(HttpContext context, int status, string content, string type = "application/json")
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, type);
        return status == 304 ? Task.CompletedTask : context.Response.WriteAsync(content);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;
    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _told.Enqueue($"{logLevel}: {formatter(state, exception)}");
}
