using System.Text.RegularExpressions;

namespace Murdoch.Simulator.Faults;

/// <summary>What happens to matching REST requests.</summary>
public sealed record RestFault
{
    private Regex? _pattern;

    /// <summary>HTTP method; null matches all.</summary>
    public string? Method { get; init; }

    /// <summary>Regular expression over the path below /api/v10; null matches all.</summary>
    public string? Path { get; init; }

    /// <summary>Status to answer with (500, 502, 503, 429 …); null serves the request as usual, after <see cref="Delay"/>.</summary>
    public int? Status { get; init; }

    /// <summary>For 429: <c>user</c>, <c>global</c> or <c>shared</c>.</summary>
    public string Scope { get; init; } = "user";

    /// <summary>For 429, in seconds.</summary>
    public double RetryAfterSeconds { get; init; } = 1;

    /// <summary>Wait before anything else.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Cut the connection without an answer.</summary>
    public bool Reset { get; init; }

    /// <summary>Do what is asked for, and cut the connection instead of answering: the caller cannot know that it is done.</summary>
    public bool LosesAnswer { get; init; }

    /// <summary>Share of matching requests, 0..1.</summary>
    public double Share { get; init; } = 1;

    /// <summary>How many requests it still hits; null means until cleared.</summary>
    public int? Remaining { get; set; }

    internal bool Matches(string method, string path)
    {
        if (Method is not null && !Method.Equals(method, StringComparison.OrdinalIgnoreCase)) return false;
        return Path is null || (_pattern ??= new Regex(Path, RegexOptions.NonBacktracking)).IsMatch(path);
    }
}
