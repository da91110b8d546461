namespace Murdoch.Grains.Analysis.Budget;

/// <summary>What was spent on one day.</summary>
[GenerateSerializer, Alias("analysis-spending")]
internal sealed class AnalysisSpending
{
    /// <summary>Since 1 January 0001, UTC.</summary>
    [Id(0)] public int Day { get; set; }

    /// <summary>Dollars.</summary>
    [Id(1)] public double Total { get; set; }

    /// <summary>Dollars of each guild that spent any.</summary>
    [Id(2)] public Dictionary<ulong, double> Guilds { get; set; } = [];
}
