using System.Security.Cryptography;
using System.Text;

namespace Murdoch.Simulator.Rest.Limits;

/// <summary>How a request stands with its limit. Times in seconds.</summary>
internal readonly record struct RateVerdict(bool Refused, bool Global, int Limit, int Remaining, double ResetAfter, double ResetAt, string? Bucket);

/// <summary>Discord's limits: one fixed window per route and top-level id, and one for the whole bot.
/// https://docs.discord.com/developers/topics/rate-limits. The numbers per route are what clients have seen, not documented.</summary>
internal sealed class RateLimits(TimeProvider time, double scale, int globalPerSecond)
{
    private static readonly (string Method, string Ending, int Limit, double WindowSeconds)[] Rules =
    [
        ("DELETE", "/messages/{message}", 5, 1),
        ("POST", "/channels/{channel}/messages", 5, 5),
        ("PATCH", "/messages/{message}", 5, 5),
        ("POST", "/messages/bulk-delete", 1, 1),
        ("PUT", "/reactions/{emoji}/@me", 1, 0.25),
        ("DELETE", "/reactions/{emoji}/@me", 1, 0.25),
        ("GET", "/channels/{channel}/messages", 5, 5),
        ("PATCH", "/members/{user}", 10, 10),
        ("PUT", "/bans/{user}", 10, 5),
        ("DELETE", "/members/{user}", 5, 1),
        ("PATCH", "/channels/{channel}", 5, 15),
        ("POST", "/threads", 50, 300),
        ("POST", "/users/@me/channels", 10, 10),
        ("POST", "/callback", 10, 1),
    ];

    private const int StandardLimit = 20;
    private const double StandardWindowSeconds = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Bucket, string Major), Window> _windows = [];
    private readonly Dictionary<(string Method, string Template), Rule> _rules = [];
    private readonly Window _global = new();

    public RateVerdict Take(RestRoute route, string major)
    {
        if (scale <= 0) return default;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        lock (_lock)
        {
            var rule = RuleFor(route);
            var key = (rule.Bucket, major);
            if (!_windows.TryGetValue(key, out var window)) _windows.Add(key, window = new Window());
            if (now >= window.ResetAt) (window.Used, window.ResetAt) = (0, now + rule.WindowSeconds);
            if (window.Used >= rule.Limit) return new RateVerdict(true, false, rule.Limit, 0, window.ResetAt - now, window.ResetAt, rule.Bucket);
            if (route.InGlobalLimit)
            {
                if (now >= _global.ResetAt) (_global.Used, _global.ResetAt) = (0, now + 1);
                if (_global.Used >= globalPerSecond)
                    return new RateVerdict(true, true, rule.Limit, rule.Limit - window.Used, _global.ResetAt - now, _global.ResetAt, rule.Bucket);
                _global.Used++;
            }
            window.Used++;
            return new RateVerdict(false, false, rule.Limit, rule.Limit - window.Used, window.ResetAt - now, window.ResetAt, rule.Bucket);
        }
    }

    private Rule RuleFor(RestRoute route)
    {
        var key = (route.Method, route.Template);
        if (_rules.TryGetValue(key, out var known)) return known;
        var match = Rules.FirstOrDefault(r => r.Method == route.Method && route.Template.EndsWith(r.Ending, StringComparison.Ordinal));
        var (limit, window) = match.Limit == 0 ? (StandardLimit, StandardWindowSeconds) : (match.Limit, match.WindowSeconds);
        // An opaque name, as Discord's are.
        var bucket = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{route.Method} {route.Template}")).AsSpan(0, 16));
        return _rules[key] = new Rule(bucket, Math.Max(1, (int)(limit * scale)), window);
    }

    private sealed record Rule(string Bucket, int Limit, double WindowSeconds);

    private sealed class Window
    {
        public int Used { get; set; }
        public double ResetAt { get; set; }
    }
}
