using Murdoch.Grains.Interfaces.Analysis;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Analysis;

/// <summary>Layer 3: reads a buffer with its context and says which messages break the rules.</summary>
public interface IMessageAnalyzer
{
    /// <summary>As the setting ANALYZER names it.</summary>
    string Name { get; }

    /// <summary>False: nothing is ever found, so guilds do not buffer for it.</summary>
    bool IsEnabled { get; }

    /// <summary>Called from many guilds at once, outside of any grain's turn. Throws when the analyser cannot be asked.</summary>
    Task<AnalysisFinding[]> Analyse(AnalysisRequest request, CancellationToken cancellationToken);
}

/// <summary>One guild's buffer: never messages of two guilds.</summary>
/// <param name="Context">The last messages of the channels concerned, oldest first; not to be judged themselves.</param>
/// <param name="Rules">The guild's own rules in words; null means none were given.</param>
public sealed record AnalysisRequest(GuildId Guild, MessagePosted[] Messages, MessagePosted[] Context, string? Rules);

/// <summary>No layer 3 (<c>ANALYZER=none</c>): layers 1 and 2 are all there is.</summary>
public sealed class NoAnalyzer : IMessageAnalyzer
{
    public string Name => "none";
    public bool IsEnabled => false;

    public Task<AnalysisFinding[]> Analyse(AnalysisRequest request, CancellationToken cancellationToken) => Task.FromResult<AnalysisFinding[]>([]);
}
