using Murdoch.Grains.Backtests;
using Murdoch.Grains.Explanations;
using Murdoch.Grains.Interfaces;
using Murdoch.Grains.Interfaces.Backtests;
using Murdoch.Grains.Interfaces.Explanations;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Filters;

namespace Murdoch.Grains.Guilds;

/// <summary>Questions about what the guild's rules say, or would say. What they need is taken in the turn; the work is not the turn's, and changes nothing.</summary>
internal sealed partial class GuildGrain
{
    /// <summary>Violations that are looked through for kept content.</summary>
    private const int MostKept = 200;

    public Task<MessageExplanation> Explain(MessagePosted message)
    {
        // One that was made up is written now: what went before it counts by its time.
        if (message.Message == default) message = message with { Message = new(Snowflake.At(Now)) };
        var (rules, lists, context) = (_moderation.Rules, services.Patterns.Current, _analysis.Before(message));
        return Task.Run(() => services.Explainer.Explain(message, context, lists, rules));
    }

    public async Task<BacktestReport> Backtest(FilterConfig draft)
    {
        var (rules, lists, held) = (_moderation.Rules, services.Patterns.Current, _analysis.Held());
        var kept = (await GetRecentViolations(MostKept)).Where(violation => violation is { Content.Length: > 0, Subject: ViolationSubject.Message }).DistinctBy(violation => violation.Message).ToArray();
        return await Task.Run(() => Try(draft, rules, lists, held, kept));
    }

    private static BacktestReport Try(FilterConfig draft, GuildRules rules, Messages.Lists.PatternLists lists, MessagePosted[] held, Violation[] kept)
    {
        var patterns = GuildPatterns.Compile(draft);
        var trial = new DraftTrial(new(lists, rules.Patterns, rules.Config.Filter, countsMessages: true), new(lists, patterns.Patterns, draft, countsMessages: true));
        var reached = held.Where(message => rules.Standing?.ExemptionOf(message.Author, message.AuthorRoles, message.Channel) is null).ToArray();
        var found = kept.Select(violation => new MessagePosted { Message = violation.Message, Channel = violation.Channel, Author = violation.Member, Content = violation.Content! }).ToArray();
        foreach (var message in reached.Concat(found).DistinctBy(message => message.Message).OrderBy(message => message.Message.Value)) trial.Try(message);
        return trial.Report(found.Length, held.Length - reached.Length, patterns.Problems);
    }
}
