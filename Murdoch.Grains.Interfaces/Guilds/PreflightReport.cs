namespace Murdoch.Grains.Interfaces.Guilds;

/// <summary>What would fail now of what the guild has configured.</summary>
/// <param name="IsKnown">False: the guild has not been seen yet, and nothing can be said.</param>
/// <param name="Problems">One per thing that would fail.</param>
/// <param name="Notes">Sentences on what may be meant so, such as channels that the bot does not see.</param>
/// <param name="Fine">Sentences on what is all right.</param>
[GenerateSerializer, Immutable, Alias("preflight-report")]
public sealed record PreflightReport(
    [property: Id(0)] bool IsKnown,
    [property: Id(1)] PreflightProblem[] Problems,
    [property: Id(2)] string[] Notes,
    [property: Id(3)] string[] Fine);

/// <param name="Key">Names the problem: the same again is no news.</param>
/// <param name="Text">What would fail, why, and what helps.</param>
[GenerateSerializer, Immutable, Alias("preflight-problem")]
public sealed record PreflightProblem([property: Id(0)] string Key, [property: Id(1)] string Text);
