using Microsoft.Extensions.Logging;

namespace Murdoch.Grains.Analysis;

/// <summary>Whether layer 3 of this silo works, as operators see it. A change is logged once, not for each buffer that waits.</summary>
public sealed partial class AnalysisHealth(ILogger<AnalysisHealth> logger)
{
    private volatile string? _problem;

    /// <summary>Why the analyser is not asked or does not answer, in a sentence; null while all is well, and before it was needed.</summary>
    public string? Problem => _problem;

    /// <summary>What the cluster has paid since midnight UTC, as last heard; null when nothing costs anything.</summary>
    public double? DollarsToday { get; private set; }

    internal void Works()
    {
        if (Interlocked.Exchange(ref _problem, null) is not null) LogBack();
    }

    internal void Fails(string problem)
    {
        if (Interlocked.Exchange(ref _problem, problem) != problem) LogAway(problem);
    }

    internal void Spent(double dollarsToday) => DollarsToday = dollarsToday;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem} Layer 1 goes on alone; buffers wait")]
    private partial void LogAway(string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "The analyser answers again")]
    private partial void LogBack();
}
