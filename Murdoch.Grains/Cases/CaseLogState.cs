namespace Murdoch.Grains.Cases;

/// <summary>What a guild's case book remembers of telling its moderators, beside what each case says of itself.</summary>
[GenerateSerializer, Alias("case-log-state")]
internal sealed class CaseLogState
{
    /// <summary>The owner was asked to name a log channel. Never asked again.</summary>
    [Id(0)] public bool OwnerAsked { get; set; }

    /// <summary>The channel whose problem the owner was told of; 0 while there is none.</summary>
    [Id(1)] public ulong ProblemChannel { get; set; }
    [Id(2)] public string? Problem { get; set; }

    /// <summary>The message that many cases share; 0 when there was none yet.</summary>
    [Id(3)] public ulong Summary { get; set; }
    [Id(4)] public ulong SummaryChannel { get; set; }

    /// <summary>When a case was put into it last.</summary>
    [Id(5)] public DateTimeOffset SummaryAt { get; set; }
}
