using System.Globalization;
using System.Net.Http.Headers;

namespace Murdoch.Discord.Rest.RateLimits;

/// <summary>What an answer says about its bucket. <c>Reset-After</c> is used, not <c>Reset</c>: clocks differ.</summary>
internal readonly record struct RateLimitHeaders(bool HasLimit, int Limit, int Remaining, TimeSpan ResetAfter, string? Bucket, string? Scope)
{
    public static RateLimitHeaders Of(HttpResponseHeaders headers)
    {
        var bucket = Text(headers, "X-RateLimit-Bucket");
        var hasLimit = int.TryParse(Text(headers, "X-RateLimit-Limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit);
        hasLimit &= int.TryParse(Text(headers, "X-RateLimit-Remaining"), NumberStyles.None, CultureInfo.InvariantCulture, out var remaining);
        hasLimit &= double.TryParse(Text(headers, "X-RateLimit-Reset-After"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds);
        return new(hasLimit, limit, remaining, Seconds(seconds), bucket, Text(headers, "X-RateLimit-Scope"));
    }

    public static TimeSpan Seconds(double seconds) => double.IsFinite(seconds) && seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400)) : TimeSpan.Zero;

    private static string? Text(HttpResponseHeaders headers, string name)
    {
        if (!headers.NonValidated.TryGetValues(name, out var values)) return null;
        foreach (var value in values) return value;
        return null;
    }
}
