using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.OAuth;

/// <summary>Sign-in: authorization code grant with state and PKCE (S256), refresh and revoke. https://docs.discord.com/developers/topics/oauth2</summary>
internal sealed class OAuthServer(SimulatorServer server)
{
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(7);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, AuthorizationCode> _codes = [];
    private readonly Dictionary<string, Grant> _byAccess = [];
    private readonly Dictionary<string, Grant> _byRefresh = [];

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/oauth2/authorize", AuthorizeAsync);
        foreach (var prefix in (string[])["/api", "/api/v9", "/api/v10"])
        {
            app.MapPost($"{prefix}/oauth2/token", TokenAsync);
            app.MapPost($"{prefix}/oauth2/token/revoke", RevokeAsync);
            app.MapGet($"{prefix}/oauth2/@me", MeAsync);
        }
    }

    /// <summary>The user whose access token this <c>Authorization</c> header carries; null when it is unknown, revoked or expired.</summary>
    public User? UserOf(string authorization) => GrantOf(authorization)?.User;

    private Grant? GrantOf(string authorization)
    {
        if (!authorization.StartsWith("Bearer ", StringComparison.Ordinal)) return null;
        lock (_lock)
            return _byAccess.TryGetValue(authorization["Bearer ".Length..], out var grant) && grant.ExpiresAt > server.World.Now ? grant : null;
    }

    private async Task AuthorizeAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["client_id"] != ClientId || query["response_type"] != "code" || !Uri.TryCreate(query["redirect_uri"], UriKind.Absolute, out var redirect))
        {
            await PageAsync(context, 400, "<h1>Invalid authorization request</h1><p>client_id, response_type=code and redirect_uri are needed.</p>");
            return;
        }
        if (query["code_challenge"].Count > 0 && query["code_challenge_method"] != "S256")
        {
            Redirect(context, redirect, ("error", "invalid_request"), ("error_description", "Only S256 is supported"));
            return;
        }
        if (query["deny"].Count > 0)
        {
            Redirect(context, redirect, ("error", "access_denied"), ("error_description", "The resource owner or authorization server denied the request"));
            return;
        }
        // Who is signed in: named in the URL, or remembered from the last time for prompt=none.
        var chosen = query["user"].Count > 0 ? query["user"].ToString() : query["prompt"] == "none" ? context.Request.Cookies["simulator_user"] : null;
        if (!ulong.TryParse(chosen, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || Find(id) is not { } user)
        {
            await PageAsync(context, 200, AuthorizePage.Render(server.World, context.Request));
            return;
        }
        var code = NewToken();
        lock (_lock)
            _codes[code] = new AuthorizationCode(user, redirect.OriginalString, query["scope"].ToString(), query["code_challenge"], server.World.Now + CodeLifetime);
        context.Response.Cookies.Append("simulator_user", user.Id.ToString(CultureInfo.InvariantCulture), new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax });
        server.Journal.OAuth("authorized", 302, user.Username);
        Redirect(context, redirect, ("code", code));
    }

    private async Task TokenAsync(HttpContext context)
    {
        var form = await ReadFormAsync(context);
        if (form is null) return;
        Grant? grant = null;
        var error = "unsupported_grant_type";
        lock (_lock)
        {
            if (form["grant_type"] == "authorization_code") (grant, error) = Exchange(form);
            else if (form["grant_type"] == "refresh_token") (grant, error) = Refresh(form["refresh_token"].ToString());
        }
        server.Journal.OAuth("token", grant is null ? 400 : 200, form["grant_type"].ToString());
        if (grant is null)
        {
            await ErrorAsync(context, 400, error, error == "invalid_grant" ? "Invalid code, verifier, redirect_uri or refresh token" : "The grant type is not supported");
            return;
        }
        await JsonAsync(context, 200, JsonBytes.Write(w =>
        {
            w.WriteStartObject();
            w.WriteString("token_type", "Bearer");
            w.WriteString("access_token", grant.AccessToken);
            w.WriteNumber("expires_in", (int)TokenLifetime.TotalSeconds);
            w.WriteString("refresh_token", grant.RefreshToken);
            w.WriteString("scope", grant.Scope);
            w.WriteEndObject();
        }));
    }

    private (Grant?, string) Exchange(IFormCollection form)
    {
        if (!_codes.Remove(form["code"].ToString(), out var code) || code.ExpiresAt < server.World.Now || form["redirect_uri"] != code.RedirectUri
            || !code.Proves(form["code_verifier"])) return (null, "invalid_grant");
        return (Issue(code.User, code.Scope), "");
    }

    private (Grant?, string) Refresh(string refreshToken)
    {
        if (!_byRefresh.Remove(refreshToken, out var old)) return (null, "invalid_grant");
        _byAccess.Remove(old.AccessToken);
        return (Issue(old.User, old.Scope), "");
    }

    private Grant Issue(User user, string scope)
    {
        var grant = new Grant(user, scope, NewToken(), NewToken(), server.World.Now + TokenLifetime);
        _byAccess[grant.AccessToken] = grant;
        _byRefresh[grant.RefreshToken] = grant;
        return grant;
    }

    private async Task RevokeAsync(HttpContext context)
    {
        var form = await ReadFormAsync(context);
        if (form is null) return;
        var token = form["token"].ToString();
        lock (_lock)
        {
            // Either token ends the whole authorization.
            if (_byAccess.GetValueOrDefault(token) is { } grant || _byRefresh.TryGetValue(token, out grant!))
            {
                _byAccess.Remove(grant.AccessToken);
                _byRefresh.Remove(grant.RefreshToken);
            }
        }
        server.Journal.OAuth("revoke", 200, null);
        await JsonAsync(context, 200, "{}"u8.ToArray());
    }

    private async Task MeAsync(HttpContext context)
    {
        if (GrantOf(context.Request.Headers.Authorization.ToString()) is not { } grant)
        {
            await JsonAsync(context, 401, "{\"message\":\"401: Unauthorized\",\"code\":0}"u8.ToArray());
            return;
        }
        await JsonAsync(context, 200, JsonBytes.Write(w =>
        {
            w.WriteStartObject();
            w.WriteStartArray("scopes");
            foreach (var scope in grant.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries)) w.WriteStringValue(scope);
            w.WriteEndArray();
            w.WriteTime("expires", grant.ExpiresAt);
            w.WritePropertyName("user");
            UserJson.Write(w, grant.User);
            w.WriteEndObject();
        }));
    }

    /// <returns>Null when the request was answered with an error already.</returns>
    private async Task<IFormCollection?> ReadFormAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType || context.Request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            await ErrorAsync(context, 400, "invalid_request", "Only application/x-www-form-urlencoded is accepted");
            return null;
        }
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (id, secret) = (form["client_id"].ToString(), form["client_secret"].ToString());
        if (AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header) && header.Scheme == "Basic")
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(header.Parameter ?? "")).Split(':', 2);
            (id, secret) = (pair[0], pair.Length > 1 ? pair[1] : "");
        }
        if (id == ClientId && secret == server.Options.ClientSecret) return form;
        await ErrorAsync(context, 401, "invalid_client", "Unknown client or wrong secret");
        return null;
    }

    private string ClientId => server.World.Bot.Id.ToString(CultureInfo.InvariantCulture);

    private User? Find(ulong id)
    {
        lock (server.World.Gate) return server.World.FindUser(id);
    }

    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    private static void Redirect(HttpContext context, Uri target, params (string Name, string Value)[] parameters)
    {
        var query = context.Request.Query;
        var added = parameters.ToList();
        if (query["state"].Count > 0) added.Add(("state", query["state"].ToString()));
        if (query["guild_id"].Count > 0) added.Add(("guild_id", query["guild_id"].ToString()));
        if (query["permissions"].Count > 0) added.Add(("permissions", query["permissions"].ToString()));
        var text = string.Join('&', added.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
        context.Response.Redirect($"{target.OriginalString}{(target.Query.Length > 0 ? '&' : '?')}{text}");
    }

    private static Task ErrorAsync(HttpContext context, int status, string error, string description) => JsonAsync(context, status, JsonBytes.Write(w =>
    {
        w.WriteStartObject();
        w.WriteString("error", error);
        w.WriteString("error_description", description);
        w.WriteEndObject();
    }));

    private static async Task JsonAsync(HttpContext context, int status, byte[] json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    private static Task PageAsync(HttpContext context, int status, string html)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync($"<!doctype html><meta charset=utf-8><title>Authorize</title><body>{html}</body>");
    }

    private sealed record Grant(User User, string Scope, string AccessToken, string RefreshToken, DateTimeOffset ExpiresAt);

    private sealed record AuthorizationCode(User User, string RedirectUri, string Scope, string? Challenge, DateTimeOffset ExpiresAt)
    {
        /// <summary>A challenge that was sent makes the verifier mandatory, 43 characters at least (RFC 7636).</summary>
        public bool Proves(string? verifier)
        {
            if (string.IsNullOrEmpty(Challenge)) return true;
            if (verifier is not { Length: >= 43 and <= 128 }) return false;
            var hash = SHA256.HashData(Encoding.ASCII.GetBytes(verifier));
            return Convert.ToBase64String(hash).TrimEnd('=').Replace('+', '-').Replace('/', '_') == Challenge;
        }
    }
}
