using System.Text.Json;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Rest;

/// <summary>What goes back to the client.</summary>
internal readonly record struct RestAnswer(int Status, byte[]? Body = null)
{
    public static RestAnswer NoContent => new(204);
    public static RestAnswer Json(Action<Utf8JsonWriter> write, int status = 200) => new(status, JsonBytes.Write(write));

    public static RestAnswer List<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write) => Json(w =>
    {
        w.WriteStartArray();
        foreach (var item in items) write(w, item);
        w.WriteEndArray();
    });
}

internal delegate RestAnswer RestHandler(RestCall call);

/// <summary>Who may call a route.</summary>
internal enum RestCaller
{
    Bot,
    BotOrUser,
    Anyone,
}

/// <param name="Major">The route value that separates rate limits besides the route itself: channel, guild or webhook.</param>
/// <param name="InGlobalLimit">False for answers to interactions. https://docs.discord.com/developers/topics/rate-limits#global-rate-limit</param>
internal sealed record RestRoute(string Method, string Template, RestHandler Handler, RestCaller Caller, string? Major, bool InGlobalLimit);

/// <summary>All routes, filled by one class per subject.</summary>
internal sealed class RouteTable
{
    private static readonly string[] MajorNames = ["channel", "guild", "webhook", "interaction"];

    public List<RestRoute> Routes { get; } = [];

    public void Add(string method, string template, RestHandler handler, RestCaller caller = RestCaller.Bot, bool inGlobalLimit = true)
    {
        var major = MajorNames.FirstOrDefault(name => template.StartsWith($"/{name}s/{{{name}}}", StringComparison.Ordinal));
        Routes.Add(new RestRoute(method, template, handler, caller, major, inGlobalLimit));
    }
}
