using System.Globalization;
using Murdoch.Simulator.Faults;
using Murdoch.Simulator.OAuth;
using Murdoch.Simulator.Rest.Limits;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Rest;

/// <summary>The way of every REST request: fault, version, User-Agent, authentication, limits, body, handler, journal.</summary>
internal sealed class RestApi(SimulatorServer server, OAuthServer oauth)
{
    private const int MaxReason = 512;
    private readonly RateLimits _limits = new(server.Options.Time, server.Options.RateLimitScale, server.Options.GlobalPerSecond);

    public void Map(IEndpointRouteBuilder app)
    {
        var table = new RouteTable();
        GatewayEndpoints.Add(table);
        UserEndpoints.Add(table);
        MessageEndpoints.Add(table);
        ReactionEndpoints.Add(table);
        ChannelEndpoints.Add(table);
        ThreadEndpoints.Add(table);
        GuildEndpoints.Add(table);
        RoleEndpoints.Add(table);
        MemberEndpoints.Add(table);
        BanEndpoints.Add(table);
        AutoModerationEndpoints.Add(table);
        WebhookEndpoints.Add(table);
        CommandEndpoints.Add(table);
        InteractionEndpoints.Add(table);
        foreach (var route in table.Routes)
            app.MapMethods("/api/v{version:int}" + route.Template, [route.Method], context => HandleAsync(context, route));
        app.Map("/api/{**path}", context => WriteAsync(context, new RestAnswer(404, new RestError(404, 0, "404: Not Found").Body()), default));
    }

    private async Task HandleAsync(HttpContext context, RestRoute route)
    {
        var path = Path(context, route);
        var fault = server.Faults.TakeRestFault(route.Method, path);
        if (fault is not null)
        {
            if (fault.Delay > TimeSpan.Zero) await Task.Delay(fault.Delay, server.Options.Time, context.RequestAborted);
            if (fault.Reset)
            {
                context.Abort();
                return;
            }
            if (fault.Status is { } status)
            {
                await AnswerFaultAsync(context, route, path, fault, status);
                return;
            }
        }
        RateVerdict verdict = default;
        RestAnswer answer;
        string? reason = null, journalBody = null;
        try
        {
            var bearer = Admit(context, route);
            verdict = _limits.Take(route, route.Major is { } major ? (string?)context.Request.RouteValues[major] ?? "" : "");
            if (verdict.Refused)
            {
                await RefuseAsync(context, verdict.ResetAfter, verdict.Global, verdict.Global ? "global" : "user", verdict);
                server.Journal.Rest(route.Method, path, 429, null, null, sharedLimit: false);
                return;
            }
            reason = ReasonOf(context);
            using var body = await BodyParser.ReadAsync(context);
            journalBody = body?.RootElement.GetRawText();
            lock (server.World.Gate) answer = route.Handler(new RestCall(server, context, body?.RootElement, reason, bearer));
        }
        catch (RestError error)
        {
            answer = new RestAnswer(error.Status, error.Body());
        }
        server.Journal.Rest(route.Method, path, answer.Status, reason, journalBody, sharedLimit: false);
        if (fault is { LosesAnswer: true }) context.Abort();
        else await WriteAsync(context, answer, verdict);
    }

    /// <returns>The user of a Bearer token, null for the bot.</returns>
    private User? Admit(HttpContext context, RestRoute route)
    {
        if ((string?)context.Request.RouteValues["version"] is not ("9" or "10")) throw new RestError(400, 50041, "Invalid API version");
        if (context.Request.Headers.UserAgent.Count == 0) throw new RestError(403, 40333, "internal network error");
        if (route.Caller == RestCaller.Anyone) return null;
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization == $"Bot {server.Options.Token}") return null;
        if (route.Caller == RestCaller.BotOrUser && oauth.UserOf(authorization) is { } user) return user;
        throw RestError.Unauthorized();
    }

    private static string? ReasonOf(HttpContext context)
    {
        var header = context.Request.Headers["X-Audit-Log-Reason"].ToString();
        if (header.Length == 0) return null;
        var reason = Uri.UnescapeDataString(header);
        return reason.EnumerateRunes().Count() > MaxReason
            ? throw RestError.InvalidForm("reason", "BASE_TYPE_BAD_LENGTH", $"Must be between 1 and {MaxReason} in length.")
            : reason;
    }

    private async Task AnswerFaultAsync(HttpContext context, RestRoute route, string path, RestFault fault, int status)
    {
        server.Journal.Rest(route.Method, path, status, null, "fault", sharedLimit: fault.Scope == "shared");
        if (status == 429) await RefuseAsync(context, fault.RetryAfterSeconds, fault.Scope == "global", fault.Scope, default);
        else await WriteAsync(context, new RestAnswer(status, new RestError(status, 0, $"{status}: Injected fault").Body()), default);
    }

    private static Task RefuseAsync(HttpContext context, double retryAfter, bool global, string scope, in RateVerdict verdict)
    {
        var headers = context.Response.Headers;
        headers.RetryAfter = Math.Ceiling(retryAfter).ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Scope"] = scope;
        if (global) headers["X-RateLimit-Global"] = "true";
        var seconds = Math.Max(0.001, Math.Round(retryAfter, 3));
        var body = JsonBytes.Write(w =>
        {
            w.WriteStartObject();
            w.WriteString("message", scope == "shared" ? "The resource is being rate limited." : "You are being rate limited.");
            w.WriteNumber("retry_after", seconds);
            w.WriteBoolean("global", global);
            if (scope == "shared") w.WriteNumber("code", 40062);
            w.WriteEndObject();
        });
        return WriteAsync(context, new RestAnswer(429, body), verdict);
    }

    private static async Task WriteAsync(HttpContext context, RestAnswer answer, RateVerdict verdict)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        if (verdict.Bucket is { } bucket)
        {
            response.Headers["X-RateLimit-Limit"] = verdict.Limit.ToString(CultureInfo.InvariantCulture);
            response.Headers["X-RateLimit-Remaining"] = verdict.Remaining.ToString(CultureInfo.InvariantCulture);
            response.Headers["X-RateLimit-Reset"] = verdict.ResetAt.ToString("F3", CultureInfo.InvariantCulture);
            response.Headers["X-RateLimit-Reset-After"] = Math.Max(0, verdict.ResetAfter).ToString("F3", CultureInfo.InvariantCulture);
            response.Headers["X-RateLimit-Bucket"] = bucket;
        }
        response.Headers.Via = "1.1 simulator";
        if (answer.Body is null) return;
        response.ContentType = "application/json";
        response.ContentLength = answer.Body.Length;
        await response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static string Path(HttpContext context, RestRoute route)
    {
        var path = context.Request.Path.Value!;
        path = path[path.IndexOf('/', "/api/v".Length)..];
        return route.Template.Contains("{token}", StringComparison.Ordinal) && context.Request.RouteValues["token"] is string token
            ? path.Replace(token, "-", StringComparison.Ordinal)
            : path;
    }
}
