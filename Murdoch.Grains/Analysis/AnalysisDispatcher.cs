using Microsoft.Extensions.Logging;
using Murdoch.Grains.Interfaces.Analysis;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Analysis;

/// <summary>Asks the analyser outside of the guild's turn and brings the answer back. A flush lost in a crash is in the guild's snapshot.</summary>
internal sealed partial class AnalysisDispatcher(IMessageAnalyzer analyzer, IGrainFactory grains, ILogger<AnalysisDispatcher> logger)
{
    public bool IsEnabled => analyzer.IsEnabled;

    /// <summary>Returns at once; safe to call from a grain's turn.</summary>
    public void Submit(long flush, AnalysisRequest request) =>
        ThreadPool.UnsafeQueueUserWorkItem(static item => _ = item.Dispatcher.Analyse(item.Flush, item.Request), (Dispatcher: this, Flush: flush, Request: request), preferLocal: false);

    private async Task Analyse(long flush, AnalysisRequest request)
    {
        var guild = grains.GetGrain<IGuildGrain>(request.Guild.Key);
        AnalysisResult result;
        try { result = new(flush, Failed: false, await analyzer.Analyse(request, CancellationToken.None)); }
        catch (AnalysisUnavailableException exception)
        {
            // Told to operators already, once for all guilds.
            LogWaits(exception.Message, request.Guild.Value, request.Messages.Length);
            result = new(flush, Failed: true, []);
        }
        catch (Exception exception)
        {
            LogFailed(exception, request.Guild.Value, request.Messages.Length);
            result = new(flush, Failed: true, []);
        }
        AnalysisMetrics.Flushed(analyzer.Name, result.Failed);
        try { await guild.Analysed(result); }
        catch (Exception exception) { LogNotReported(exception, request.Guild.Value); }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Problem} {Messages} messages of guild {Guild} wait")]
    private partial void LogWaits(string problem, ulong guild, int messages);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The analyser failed on {Messages} messages of guild {Guild}; the guild keeps them")]
    private partial void LogFailed(Exception exception, ulong guild, int messages);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Guild {Guild} could not be told what the analyser found")]
    private partial void LogNotReported(Exception exception, ulong guild);
}
