using Murdoch.Grains.Interfaces.Backtests;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Grains.Backtests;

/// <summary>Tries a draft of the installation's lists on messages from anywhere, outside of any guild.</summary>
public static class ListBacktest
{
    /// <param name="inForce">The settings as they are. Both they and the draft come beside the lists that are built in.</param>
    /// <param name="draftPath">A file as REGEX_PATTERNS_PATH names one.</param>
    /// <param name="messages">In the order of their ids.</param>
    /// <exception cref="InvalidDataException">The draft cannot be read.</exception>
    public static BacktestReport Run(PatternOptions inForce, string draftPath, IEnumerable<MessagePosted> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (PatternSet.Read(new PatternOptions { PatternsPath = draftPath }, out var drafted) is { } unreadable)
        {
            throw new InvalidDataException(unreadable.Replace("REGEX_PATTERNS_PATH: ", "", StringComparison.Ordinal));
        }

        _ = PatternSet.Read(inForce, out var current);
        var draft = PatternLists.BuildWithBuiltIn(drafted);
        var config = new FilterConfig();
        var trial = new DraftTrial(
            new(PatternLists.BuildWithBuiltIn(current).Lists, GuildPatterns.None, config, countsMessages: false),
            new(draft.Lists, GuildPatterns.None, config, countsMessages: false));
        foreach (var message in messages)
        {
            trial.Try(message);
        }

        return trial.Report(kept: 0, exempt: 0, draft.Problems);
    }
}
