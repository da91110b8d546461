namespace Murdoch.Simulator.Rest;

/// <summary>Where the gateway is.</summary>
internal static class GatewayEndpoints
{
    public static void Add(RouteTable routes)
    {
        routes.Add("GET", "/gateway", call => RestAnswer.Json(w =>
        {
            w.WriteStartObject();
            w.WriteString("url", Url(call));
            w.WriteEndObject();
        }), RestCaller.Anyone);
        routes.Add("GET", "/gateway/bot", call => RestAnswer.Json(w =>
        {
            var options = call.Server.Options;
            w.WriteStartObject();
            w.WriteString("url", Url(call));
            w.WriteNumber("shards", Math.Max(options.Shards, options.RequiredShards));
            w.WriteStartObject("session_start_limit");
            w.WriteNumber("total", options.IdentifyLimit);
            w.WriteNumber("remaining", Math.Max(0, call.Server.Gateway.IdentifiesLeft));
            w.WriteNumber("reset_after", (long)TimeSpan.FromHours(24).TotalMilliseconds);
            w.WriteNumber("max_concurrency", options.MaxConcurrency);
            w.WriteEndObject();
            w.WriteEndObject();
        }));
    }

    private static string Url(RestCall call) => call.Server.GatewayUrl.AbsoluteUri;
}
