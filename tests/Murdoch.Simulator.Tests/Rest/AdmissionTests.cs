using System.Text;
using Murdoch.Simulator.Faults;

namespace Murdoch.Simulator.Tests.Rest;

public sealed class AdmissionTests
{
    [Theory]
    [InlineData("simulator-token")]
    [InlineData("Bot wrong")]
    [InlineData("Bearer simulator-token")]
    public async Task Without_the_bot_prefix_and_its_token_the_answer_is_401(string authorization)
    {
        await using var stage = await Stage.SetAsync();
        var reply = await stage.Rest.SendAsync(HttpMethod.Get, $"/guilds/{stage.Guild.Id}", authorization: authorization);
        Assert.Equal((401, 0), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Without_user_agent_the_answer_is_40333()
    {
        await using var stage = await Stage.SetAsync();
        using var bare = new HttpClient();
        using var answer = await bare.GetAsync($"{stage.Server.ApiUrl}/gateway", TestContext.Current.CancellationToken);
        Assert.Equal(403, (int)answer.StatusCode);
        Assert.Contains("40333", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Another_content_type_is_50035_and_broken_json_50109()
    {
        await using var stage = await Stage.SetAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, $"{stage.Server.ApiUrl}/channels/{stage.Channel.Id}/messages") { Content = new StringContent("{}", Encoding.UTF8, "text/plain") };
        request.Headers.TryAddWithoutValidation("Authorization", "Bot simulator-token");
        var reply = await stage.Rest.SendAsync(request);
        Assert.Equal((400, 50035, "CONTENT_TYPE_INVALID"), (reply.Status, reply.Code, reply.Body.GetProperty("errors").GetProperty("_errors")[0].GetProperty("code").GetString()));
        Assert.Equal(50109, (await stage.Rest.PostAsync($"/channels/{stage.Channel.Id}/messages", "{broken")).Code);
    }

    [Theory]
    [InlineData("/api/v8/gateway", 400)]
    [InlineData("/api/gateway", 404)]
    [InlineData("/api/v10/nothing/here", 404)]
    public async Task Other_versions_and_unknown_routes_are_refused(string path, int status)
    {
        await using var stage = await Stage.SetAsync();
        Assert.Equal(status, (await stage.Rest.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(stage.Server.Origin, path)))).Status);
    }

    [Fact]
    public async Task Headers_count_down_and_the_sixth_delete_in_a_second_gets_429_for_its_channel_alone()
    {
        await using var stage = await Stage.SetAsync(o => o with { RateLimitScale = 1, Channels = 2, Time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow) });
        var other = stage.Guild.Channels.Values.ElementAt(1);
        var ids = Enumerable.Range(0, 6).Select(i => stage.Post(stage.Alice, $"{i}").Id).ToList();
        for (var i = 0; i < 5; i++)
        {
            var reply = await stage.Rest.DeleteAsync($"/channels/{stage.Channel.Id}/messages/{ids[i]}");
            Assert.Equal((204, "5", $"{4 - i}"), (reply.Status, Header(reply, "X-RateLimit-Limit"), Header(reply, "X-RateLimit-Remaining")));
            Assert.Equal("1.000", Header(reply, "X-RateLimit-Reset-After"));
        }
        var refused = await stage.Rest.DeleteAsync($"/channels/{stage.Channel.Id}/messages/{ids[5]}");
        Assert.Equal((429, "user", "1", 1.0, false), (refused.Status, Header(refused, "X-RateLimit-Scope"), Header(refused, "Retry-After"),
            refused.Body.GetProperty("retry_after").GetDouble(), refused.Body.GetProperty("global").GetBoolean()));
        var id = stage.World.Post(other.Id, stage.Alice.Id, "elsewhere").Id;
        Assert.Equal(204, (await stage.Rest.DeleteAsync($"/channels/{other.Id}/messages/{id}")).Status);
    }

    [Fact]
    public async Task The_51st_request_in_a_second_gets_a_global_429()
    {
        await using var stage = await Stage.SetAsync(o => o with { RateLimitScale = 10, Time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow) });
        for (var i = 0; i < 50; i++) Assert.Equal(200, (await stage.Rest.GetAsync("/users/@me")).Status);
        var refused = await stage.Rest.GetAsync("/users/@me");
        Assert.Equal((429, "global", "true", true), (refused.Status, Header(refused, "X-RateLimit-Scope"), Header(refused, "X-RateLimit-Global"), refused.Body.GetProperty("global").GetBoolean()));
    }

    [Theory]
    [InlineData("user", false)]
    [InlineData("shared", false)]
    [InlineData("global", true)]
    public async Task A_429_of_each_scope_comes_on_demand(string scope, bool global)
    {
        await using var stage = await Stage.SetAsync();
        stage.Server.Faults.Add(new RestFault { Method = "GET", Path = "^/users/@me$", Status = 429, Scope = scope, RetryAfterSeconds = 64.57, Remaining = 1 });
        var refused = await stage.Rest.GetAsync("/users/@me");
        Assert.Equal((429, scope, "65", 64.57, global), (refused.Status, Header(refused, "X-RateLimit-Scope"), Header(refused, "Retry-After"),
            refused.Body.GetProperty("retry_after").GetDouble(), refused.Body.GetProperty("global").GetBoolean()));
        Assert.Equal(scope == "shared" ? 0 : 1, stage.Server.Journal.InvalidRequests);
        Assert.Equal(200, (await stage.Rest.GetAsync("/users/@me")).Status);
    }

    [Fact]
    public async Task Requests_fail_or_break_on_demand()
    {
        await using var stage = await Stage.SetAsync();
        stage.Server.Faults.Add(new RestFault { Path = "/users/", Status = 502, Remaining = 2 });
        Assert.Equal(502, (await stage.Rest.GetAsync("/users/@me")).Status);
        Assert.Equal(200, (await stage.Rest.GetAsync("/gateway/bot")).Status);
        Assert.Equal(502, (await stage.Rest.GetAsync("/users/@me")).Status);
        stage.Server.Faults.Add(new RestFault { Reset = true, Remaining = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => stage.Rest.GetAsync("/users/@me"));
        Assert.Equal(200, (await stage.Rest.GetAsync("/users/@me")).Status);
    }

    private static string? Header(Reply reply, string name) => reply.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
