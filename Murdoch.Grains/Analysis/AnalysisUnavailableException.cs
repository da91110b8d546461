namespace Murdoch.Grains.Analysis;

/// <summary>The analyser cannot be asked now, or does not answer. The buffer keeps its messages.</summary>
/// <param name="message">A sentence for operators, without anything that a stranger wrote.</param>
internal sealed class AnalysisUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
