using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Interfaces.Backtests;

/// <summary>What a draft would have done to messages that are still known, beside what is in force.</summary>
/// <param name="From">When the oldest of the messages was written; null when there is none.</param>
/// <param name="Messages">Messages that were tried.</param>
/// <param name="Kept">How many of them come from violations with kept content. Only these can be matched no longer: what was removed is held nowhere else.</param>
/// <param name="Exempt">Messages left aside because no rule reaches their authors or channels.</param>
/// <param name="Rules">Rules that match anything, before or after.</param>
/// <param name="Examples">Some of the messages about which the draft decides otherwise, the newest first.</param>
/// <param name="Problems">A sentence for each pattern of the draft that cannot be used, with the position of its fault. The others were tried.</param>
[GenerateSerializer, Immutable, Alias("backtest-report")]
public sealed record BacktestReport(
    [property: Id(0)] DateTimeOffset? From,
    [property: Id(1)] DateTimeOffset? To,
    [property: Id(2)] int Messages,
    [property: Id(3)] int Kept,
    [property: Id(4)] int Exempt,
    [property: Id(5)] RuleChange[] Rules,
    [property: Id(6)] BacktestExample[] Examples,
    [property: Id(7)] string[] Problems);

/// <param name="Before">Messages that the rules in force decide by this one.</param>
/// <param name="After">The same with the draft.</param>
/// <param name="Newly">Messages that this rule decides after and nothing decided before.</param>
/// <param name="NoLonger">Messages that this rule decided before and nothing decides after.</param>
[GenerateSerializer, Immutable, Alias("rule-change")]
public sealed record RuleChange(
    [property: Id(0)] string Rule, [property: Id(1)] int Before, [property: Id(2)] int After, [property: Id(3)] int Newly, [property: Id(4)] int NoLonger);

/// <param name="Text">The beginning of the text that a rule matched.</param>
/// <param name="RuleBefore">Null: nothing matched.</param>
/// <param name="Matched">The list entry, pattern, host or code that decides, of the draft if it matches.</param>
[GenerateSerializer, Immutable, Alias("backtest-example")]
public sealed record BacktestExample(
    [property: Id(0)] MessageId Message,
    [property: Id(1)] ChannelId Channel,
    [property: Id(2)] UserId Author,
    [property: Id(3)] string Text,
    [property: Id(4)] string? RuleBefore,
    [property: Id(5)] string? RuleAfter,
    [property: Id(6)] string Matched);
