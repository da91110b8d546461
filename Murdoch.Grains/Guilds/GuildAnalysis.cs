using Murdoch.Grains.Analysis;
using Murdoch.Grains.Buffers;
using Murdoch.Grains.Interfaces.Analysis;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Guilds;

/// <summary>A guild's layers 2 and 3: what waits for the analyser, what it is shown beside that, and what it never sees.</summary>
internal sealed class GuildAnalysis(GuildId guild, MessageBuffer buffer, AnalysisDispatcher analysis, int contextMessages)
{
    private readonly ConversationHistory _history = new(contextMessages);
    private MessagePosted[] _taken = [];
    private int _reportedWaiting;
    private long _reportedDropped;

    /// <summary>For every message that layer 1 let pass; nothing at all without an analyser.</summary>
    public void Add(MessagePosted message, DateTimeOffset now)
    {
        if (analysis.IsEnabled && message.Content.Length > 0) buffer.Add(message, UrgentMessages.IsUrgent(message), now);
    }

    /// <summary>Sends off what is due.</summary>
    public void SubmitDue(GuildModeration moderation, string? rules, DateTimeOffset now)
    {
        while (buffer.TakeDue(now) is { } taken)
        {
            var request = Compose(taken, moderation, rules);
            if (request.Messages.Length > 0)
            {
                analysis.Submit(buffer.Flushes, request);
                break;
            }
            // All of it was written by people who are left alone.
            buffer.End(buffer.Flushes, failed: false, now);
            _history.Add(_taken);
        }
        Report();
    }

    /// <summary>What was said last and what waits, in the order of writing: all messages that the guild still holds. For questions, not for the hot path.</summary>
    public MessagePosted[] Held() => [.. _history.All.Concat(buffer.ToArray()).GroupBy(message => message.Message).Select(same => same.Last()).OrderBy(message => message.Message.Value)];

    /// <summary>What was said in the message's channel before it, as far as the guild still holds it: what the analyser would be shown beside it.</summary>
    public MessagePosted[] Before(MessagePosted message) =>
        [.. Held().Where(other => other.Channel == message.Channel && other.Message.Value < message.Message.Value).TakeLast(contextMessages)];

    /// <returns>The messages that the findings may speak of.</returns>
    public MessagePosted[] End(AnalysisResult result, DateTimeOffset now)
    {
        var ended = buffer.End(result.Flush, result.Failed, now);
        if (ended.Length > 0) _history.Add(_taken);
        return ended;
    }

    /// <summary>The guild leaves this silo, and what it held is counted where it comes up again.</summary>
    public void Leave()
    {
        AnalysisMetrics.Buffered.Add(-_reportedWaiting);
        _reportedWaiting = 0;
    }

    // Whom no verdict can reach is not judged, which costs less and shows less to others. What moderators say still explains what others answer;
    // an exempt channel is nobody's business.
    private AnalysisRequest Compose(MessagePosted[] taken, GuildModeration moderation, string? rules)
    {
        List<MessagePosted>? spared = null;
        var judged = new List<MessagePosted>(taken.Length);
        foreach (var message in taken)
        {
            if (!moderation.IsExempt(message)) judged.Add(message);
            else if (!moderation.IsExemptChannel(message.Channel)) (spared ??= []).Add(message);
        }
        _taken = spared is null ? [.. judged] : [.. taken.Where(message => !moderation.IsExemptChannel(message.Channel))];
        MessagePosted[] messages = judged.Count == taken.Length ? taken : [.. judged];
        return new(guild, messages, _history.Before(messages, spared), rules);
    }

    private void Report()
    {
        var waiting = buffer.Count;
        if (waiting != _reportedWaiting)
        {
            AnalysisMetrics.Buffered.Add(waiting - _reportedWaiting);
            _reportedWaiting = waiting;
        }
        if (buffer.Dropped == _reportedDropped) return;
        AnalysisMetrics.Dropped.Add(buffer.Dropped - _reportedDropped);
        _reportedDropped = buffer.Dropped;
    }
}
