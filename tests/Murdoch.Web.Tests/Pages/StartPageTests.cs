using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Net.Http.Headers;

namespace Murdoch.Web.Tests.Pages;

public sealed class StartPageTests : IAsyncLifetime
{
    private WebServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await WebServer.StartAsync(routes =>
    {
        routes.MapStartPage();
        routes.MapGet("/broken", string () => throw new InvalidOperationException("the secret of the house"));
    });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_start_page_says_that_Murdoch_runs_and_that_there_is_no_dashboard()
    {
        using var answer = await Get("/");
        var page = await Read(answer);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("Murdoch is running", page, StringComparison.Ordinal);
        Assert.Contains("A dashboard is not part of this version.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/demo/overview")]
    [InlineData("/api/demo/live")]
    [InlineData("/demo.js")]
    [InlineData("/demo.html")]
    [InlineData("/api/guilds")]
    [InlineData("/metrics")]
    [InlineData("/health")]
    public async Task Nothing_else_is_answered_without_the_demo(string path)
    {
        using var answer = await Get(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        using var problem = JsonDocument.Parse(await Read(answer));
        Assert.Equal(404, problem.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.RootElement.GetProperty("traceId").GetString()!);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/murdoch.css")]
    [InlineData("/nothing-here")]
    [InlineData("/broken")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        using var answer = await Get(path);
        string Header(string name) => string.Join(", ", answer.Headers.GetValues(name));
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            Header(HeaderNames.ContentSecurityPolicy));
        Assert.Equal("nosniff", Header(HeaderNames.XContentTypeOptions));
        Assert.Equal("DENY", Header(HeaderNames.XFrameOptions));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Equal("camera=(), geolocation=(), microphone=(), payment=(), usb=()", Header("Permissions-Policy"));
    }

    [Fact]
    public async Task An_error_is_a_problem_with_a_trace_id_and_no_inner_detail()
    {
        using var answer = await Get("/broken");
        var body = await Read(answer);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("traceId", body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidOperation", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_did_not_change_is_not_sent_again()
    {
        using var first = await Get("/murdoch.css");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/murdoch.css");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await _server.Client.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    private Task<HttpResponseMessage> Get(string path) => _server.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private static Task<string> Read(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
