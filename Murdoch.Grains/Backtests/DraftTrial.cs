using Murdoch.Grains.Interfaces.Backtests;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Grains.Backtests;

/// <summary>Layer 1 as it stands, or as a draft would have it, and what it counts over a run of messages.</summary>
/// <param name="countsMessages">False where nobody knows who wrote the messages, and when: then nothing is a flood.</param>
internal sealed class TriedRules(PatternLists lists, GuildPatterns patterns, FilterConfig config, bool countsMessages)
{
    private readonly FloodWatch _floods = new();

    /// <summary>As a guild's own check decides, floods included. Messages come in the order of their ids.</summary>
    public FilterMatch? Check(MessagePosted message)
    {
        var facts = new MessageFacts(message);
        var match = MessageFilter.Check(in facts, lists, patterns, config);
        var flood = countsMessages && (message.Traits & MessageTraits.Edited) == 0 ? _floods.Check(in facts, config) : null;
        return flood is not null && (match is null || flood.Severity > match.Severity) ? flood : match;
    }
}

/// <summary>Runs messages through the rules in force and through a draft, and tells the difference.</summary>
internal sealed class DraftTrial(TriedRules inForce, TriedRules draft)
{
    /// <summary>Examples of one kind of change, such as from nothing to a word, and of all kinds.</summary>
    private const int MaxOfAKind = 5;
    private const int MaxExamples = 40;
    private const int MaxText = 200;

    private readonly SortedDictionary<string, RuleChange> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<(string? Before, string? After), Queue<BacktestExample>> _examples = [];
    private MessagePosted? _first;
    private MessagePosted? _last;
    private int _messages;

    /// <summary>Messages come in the order of their ids.</summary>
    public void Try(MessagePosted message)
    {
        _messages++;
        _first ??= message;
        _last = message;
        var (before, after) = (inForce.Check(message), draft.Check(message));
        if (before is not null)
        {
            Count(before.Rule, rule => rule with { Before = rule.Before + 1, NoLonger = rule.NoLonger + (after is null ? 1 : 0) });
        }

        if (after is not null)
        {
            Count(after.Rule, rule => rule with { After = rule.After + 1, Newly = rule.Newly + (before is null ? 1 : 0) });
        }

        if (before?.Rule != after?.Rule)
        {
            Remember(message, before, after);
        }
    }

    /// <param name="kept">How many of the messages come from violations with kept content.</param>
    public BacktestReport Report(int kept, int exempt, string[] problems) => new(
        _first?.Message.At, _last?.Message.At, _messages, kept, exempt, [.. _rules.Values],
        [.. _examples.Values.SelectMany(examples => examples).OrderByDescending(example => example.Message.Value).Take(MaxExamples)], problems);

    private void Count(string rule, Func<RuleChange, RuleChange> change) => _rules[rule] = change(_rules.GetValueOrDefault(rule) ?? new(rule, 0, 0, 0, 0));

    private void Remember(MessagePosted message, FilterMatch? before, FilterMatch? after)
    {
        var kind = (before?.Rule, after?.Rule);
        if (!_examples.TryGetValue(kind, out var examples))
        {
            _examples[kind] = examples = [];
        }

        if (examples.Count == MaxOfAKind)
        {
            examples.Dequeue();
        }

        var text = message.Content.Length > 0 ? message.Content : string.Join(" · ", message.Texts.Select(text => text.Text));
        examples.Enqueue(new(message.Message, message.Channel, message.Author, text.Length <= MaxText ? text : $"{text.AsSpan(0, MaxText)}…", before?.Rule, after?.Rule, (after ?? before)!.Matched));
    }
}
