using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Murdoch.Grains.Messages.Lists;
using Murdoch.Grains.Tests.Messages.Filters;

namespace Murdoch.Grains.Tests.Messages.Lists;

public sealed class ListDownloadTests : ReloadTests
{
    [Fact]
    public async Task A_list_from_a_server_takes_the_place_of_the_file_and_is_asked_for_only_when_it_has_changed()
    {
        Server.Serve("""{"slurs":["widget"]}""", tag: "\"1\"");
        using var reload = Of(new PatternOptions { PatternsPath = Write("""{"slurs":["gadget"]}""") }, new() { PatternsUrl = Server.Address });
        Assert.True(Finds("gadget"));

        await reload.Check(Cancellation);
        var current = Catalogue.Current;
        await reload.Check(Cancellation);

        Assert.Equal((false, true), (Finds("gadget"), Finds("widget")));
        Assert.Same(current, Catalogue.Current);
        Assert.Equal(["", "\"1\""], Server.Asked.Select(asked => asked.Tag));
        Assert.Equal([("REGEX_PATTERNS_URL", "replaced"), ("REGEX_PATTERNS_URL", "unchanged")], Counted);
        Server.Serve("""{"slurs":["gizmo"]}""", tag: "\"2\"");
        await reload.Check(Cancellation);
        Assert.True(Finds("gizmo"));
    }

    [Fact]
    public async Task A_server_without_tags_is_asked_by_the_time_of_its_list()
    {
        Server.Answer = context =>
        {
            context.Response.Headers.LastModified = "Sat, 14 Mar 2026 12:00:00 GMT";
            return context.Response.WriteAsync("""{"slurs":["widget"]}""");
        };
        using var reload = Of(new(), new() { PatternsUrl = Server.Address });

        await reload.Check(Cancellation);
        await reload.Check(Cancellation);

        Assert.Equal(["", "Sat, 14 Mar 2026 12:00:00 GMT"], Server.Asked.Select(asked => asked.Modified));
        Assert.Equal(["replaced", "unchanged"], Counted.Select(one => one.Outcome));
    }

    [Fact]
    public async Task A_list_that_was_refused_stays_refused_when_the_server_says_that_it_has_not_changed()
    {
        Server.Serve("""{"slurs":["widget"]}""", tag: "\"1\"");
        using var reload = Of(new(), new() { PatternsUrl = Server.Address });
        await reload.Check(Cancellation);
        Server.Serve("""{"slurs":["b(c"]}""", tag: "\"2\"");
        await reload.Check(Cancellation);
        var problem = reload.Problem;
        Assert.NotNull(problem);
        Server.Fail(503);
        await reload.Check(Cancellation);
        Assert.Equal($"REGEX_PATTERNS_URL (127.0.0.1) cannot be read: the server answers 503; {Kept}", reload.Problem);
        Server.Serve("not asked for", tag: "\"2\"");

        await reload.Check(Cancellation);

        Assert.Equal("\"2\"", Server.Asked.Last().Tag);
        Assert.Equal(problem, reload.Problem);
        Assert.True(Finds("widget"));
    }

    [Fact]
    public async Task What_a_server_does_wrong_is_told_without_the_key_in_its_address()
    {
        using var reload = Of(new(), new() { PatternsUrl = Server.Address, MaxKilobytes = 1 });
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
            Server.Answer = answer;
            await reload.Check(Cancellation);
            problems.Add(reload.Problem?.Split("127.0.0.1) ")[1].Split(';')[0]);
        }

        Assert.Equal(
            ["cannot be read: the server answers 404", "cannot be read: the server answers 304", "is a page for people (HTML), not a list", "is a page for people (HTML), not a list",
                "is larger than 1024 bytes", "is larger than 1024 bytes"], problems[..^1]);
        Assert.StartsWith("cannot be read: ", problems[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(Told, line => line.Contains("secret", StringComparison.Ordinal));
        Assert.Equal(Given.BuiltIn.HasPatterns, Catalogue.Current.HasPatterns);
    }

    [Fact]
    public async Task A_server_that_takes_too_long_is_given_up()
    {
        Server.Answer = async context => await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var reload = Of(new(), new() { PatternsUrl = Server.Address, TimeoutSeconds = 7 });

        var check = reload.Check(Cancellation);
        await ModerationCluster.Until(() => !Server.Asked.IsEmpty, "the server is asked");
        Assert.False(check.IsCompleted);
        Time.Advance(TimeSpan.FromSeconds(7));
        await check;

        Assert.Equal($"REGEX_PATTERNS_URL (127.0.0.1) did not come within 7 seconds; {Kept}", reload.Problem);
    }

    [Theory]
    [InlineData("# scams\nbad.example\n\n0.0.0.0 worse.example # really\r\n")]
    [InlineData("""["bad.example","worse.example"]""")]
    [InlineData("""{"domains":["bad.example","Worse.Example"]}""")]
    public async Task Hosts_come_in_the_forms_in_which_they_are_published_and_beside_patterns(string content)
    {
        Server.Serve(content, "text/plain");
        using var reload = Of(new PatternOptions { PhishingUrls = "own.example", Slurs = "gadget" }, new() { HostsUrl = Server.Address });

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
        Server.Serve("first.example", "text/plain");
        using var reload = Of(new(), new() { HostsUrl = Server.Address });
        await reload.Check(Cancellation);
        Server.Serve(content, "text/plain");

        await reload.Check(Cancellation);

        Assert.Equal($"PHISHING_HOSTS_URL (127.0.0.1) {problem}; {Kept}", reload.Problem);
        Assert.Equal((true, false), (Finds("https://first.example"), Finds("https://bad.example")));
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

    private static Task Send(HttpContext context, int status, string content, string type = "application/json")
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, type);
        return status == 304 ? Task.CompletedTask : context.Response.WriteAsync(content);
    }
}
