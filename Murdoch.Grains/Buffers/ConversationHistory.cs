using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Buffers;

/// <summary>
/// What was said last in the channels of one guild: the context of what is said next. A message comes in when it leaves the buffer, so that no
/// message is its own context, however long the analyser was away, and the hot path does nothing for it.
/// </summary>
/// <remarks>Begins empty after a start: a conversation that goes on has a context again after one flush, and a snapshot stays small.</remarks>
/// <param name="perChannel">Messages that are kept of each channel; 0 keeps nothing.</param>
internal sealed class ConversationHistory(int perChannel)
{
    /// <summary>Channels in which people talk at the same time. The one that was quiet for longest makes room.</summary>
    internal const int MaxChannels = 32;

    private Dictionary<ChannelId, Queue<MessagePosted>>? _channels;
    private List<ChannelId>? _order;

    /// <summary>Everything that is kept, channel after channel.</summary>
    public IEnumerable<MessagePosted> All => _channels is null ? [] : _channels.Values.SelectMany(said => said);

    /// <param name="messages">What was analysed, in the order of arrival.</param>
    public void Add(IEnumerable<MessagePosted> messages)
    {
        if (perChannel == 0) return;
        foreach (var message in messages)
        {
            var said = Open(message.Channel);
            said.Enqueue(message);
            if (said.Count > perChannel) said.Dequeue();
        }
    }

    /// <param name="beside">Messages that belong to the context too, such as those of moderators.</param>
    /// <returns>What was said before in the channels of these messages, oldest first.</returns>
    public MessagePosted[] Before(MessagePosted[] messages, List<MessagePosted>? beside)
    {
        if (_channels is null && beside is null) return [];
        List<MessagePosted>? context = null;
        foreach (var channel in messages.Select(message => message.Channel).Distinct())
        {
            var said = _channels is not null && _channels.TryGetValue(channel, out var kept) ? kept : [];
            foreach (var message in said.Concat(beside?.Where(other => other.Channel == channel) ?? []).TakeLast(perChannel)) (context ??= []).Add(message);
        }
        return context is null ? [] : [.. context.OrderBy(message => message.Message.Value)];
    }

    private Queue<MessagePosted> Open(ChannelId channel)
    {
        _channels ??= [];
        _order ??= [];
        // The order is short and nearly always right already: one channel speaks most of the time.
        if (_order.Count == 0 || _order[^1] != channel)
        {
            _order.Remove(channel);
            _order.Add(channel);
        }
        if (_channels.TryGetValue(channel, out var said)) return said;
        if (_channels.Count == MaxChannels)
        {
            _channels.Remove(_order[0]);
            _order.RemoveAt(0);
        }
        _channels.Add(channel, said = new Queue<MessagePosted>(perChannel));
        return said;
    }
}
