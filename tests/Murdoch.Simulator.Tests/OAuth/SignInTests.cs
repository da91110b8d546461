using System.Security.Cryptography;
using System.Text;
using System.Web;

namespace Murdoch.Simulator.Tests.OAuth;

public sealed class SignInTests
{
    private const string RedirectUri = "http://127.0.0.1:8081/api/auth/callback";
    private static readonly string Verifier = new('v', 43);
    private static readonly string Challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    [Fact]
    public async Task Code_state_and_pkce_lead_to_a_token_for_the_chosen_user()
    {
        await using var stage = await Stage.SetAsync();
        var code = await AuthorizeAsync(stage, $"&user={stage.Moderator.Id}");
        var token = await TokenAsync(stage, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", RedirectUri), ("code_verifier", Verifier));
        Assert.Equal((200, 604_800, "Bearer", "identify guilds"), (token.Status, token.Body.GetProperty("expires_in").GetInt32(), token.Body.GetProperty("token_type").GetString(), token.Body.GetProperty("scope").GetString()));
        var bearer = $"Bearer {token.Body.GetProperty("access_token").GetString()}";
        Assert.Equal(stage.Moderator.Username, (await stage.Rest.SendAsync(HttpMethod.Get, "/users/@me", authorization: bearer)).Body.GetProperty("username").GetString());
        var guild = Assert.Single((await stage.Rest.SendAsync(HttpMethod.Get, "/users/@me/guilds", authorization: bearer)).Body.EnumerateArray());
        Assert.False(guild.GetProperty("owner").GetBoolean());
        Assert.Equal(1UL << 40, ulong.Parse(guild.GetProperty("permissions").GetString()!) & (1UL << 40));
        Assert.Equal(401, (await stage.Rest.SendAsync(HttpMethod.Get, $"/guilds/{stage.Guild.Id}", authorization: bearer)).Status);

        var refreshed = await TokenAsync(stage, ("grant_type", "refresh_token"), ("refresh_token", token.Body.GetProperty("refresh_token").GetString()!));
        Assert.Equal(401, (await stage.Rest.SendAsync(HttpMethod.Get, "/users/@me", authorization: bearer)).Status);
        bearer = $"Bearer {refreshed.Body.GetProperty("access_token").GetString()}";
        Assert.Equal(200, (await PostFormAsync(stage, "/oauth2/token/revoke", ("token", refreshed.Body.GetProperty("refresh_token").GetString()!))).Status);
        Assert.Equal(401, (await stage.Rest.SendAsync(HttpMethod.Get, "/users/@me", authorization: bearer)).Status);
    }

    [Fact]
    public async Task A_code_works_once_and_only_with_its_verifier_and_redirect()
    {
        await using var stage = await Stage.SetAsync();
        foreach (var (verifier, redirect) in new[] { (new string('x', 43), RedirectUri), (Verifier, RedirectUri + "/other"), ("", RedirectUri) })
        {
            var code = await AuthorizeAsync(stage, $"&user={stage.Alice.Id}");
            var refused = await TokenAsync(stage, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect), ("code_verifier", verifier));
            Assert.Equal((400, "invalid_grant"), (refused.Status, refused.Body.GetProperty("error").GetString()));
        }
        var used = await AuthorizeAsync(stage, $"&user={stage.Alice.Id}");
        (string, string)[] form = [("grant_type", "authorization_code"), ("code", used), ("redirect_uri", RedirectUri), ("code_verifier", Verifier)];
        Assert.Equal(200, (await TokenAsync(stage, form)).Status);
        Assert.Equal(400, (await TokenAsync(stage, form)).Status);
    }

    [Fact]
    public async Task A_wrong_secret_or_a_json_body_is_refused_and_the_page_offers_users()
    {
        await using var stage = await Stage.SetAsync();
        Assert.Equal(401, (await PostFormAsync(stage, "/oauth2/token", ("grant_type", "refresh_token"), ("client_secret", "wrong"))).Status);
        Assert.Equal("invalid_request", (await stage.Rest.PostAsync("/oauth2/token", new { grant_type = "refresh_token" })).Body.GetProperty("error").GetString());
        using var http = new HttpClient();
        var page = await http.GetStringAsync(AuthorizeUrl(stage, ""), TestContext.Current.CancellationToken);
        Assert.Contains($"&amp;user={stage.Guild.OwnerId}", page);
    }

    private static Uri AuthorizeUrl(Stage stage, string more) => new(stage.Server.Origin,
        $"/oauth2/authorize?response_type=code&client_id={stage.World.Bot.Id}&scope=identify%20guilds&state=s1&redirect_uri={Uri.EscapeDataString(RedirectUri)}&code_challenge={Challenge}&code_challenge_method=S256{more}");

    private static async Task<string> AuthorizeAsync(Stage stage, string more)
    {
        var reply = await stage.Rest.SendAsync(new HttpRequestMessage(HttpMethod.Get, AuthorizeUrl(stage, more)));
        Assert.Equal(302, reply.Status);
        var query = HttpUtility.ParseQueryString(reply.Headers.Location!.Query);
        Assert.Equal("s1", query["state"]);
        return query["code"]!;
    }

    private static Task<Reply> TokenAsync(Stage stage, params (string, string)[] fields) => PostFormAsync(stage, "/oauth2/token", fields);

    private static Task<Reply> PostFormAsync(Stage stage, string path, params (string Name, string Value)[] fields)
    {
        var form = new Dictionary<string, string> { ["client_id"] = $"{stage.World.Bot.Id}", ["client_secret"] = stage.Server.Options.ClientSecret };
        foreach (var (name, value) in fields) form[name] = value;
        return stage.Rest.SendAsync(new HttpRequestMessage(HttpMethod.Post, stage.Server.ApiUrl + path) { Content = new FormUrlEncodedContent(form) });
    }
}
