namespace Murdoch.Grains.Guilds;

/// <summary>The messages that were found violating lately: what an edit or an unfurled link brings again is not a second offence.</summary>
internal sealed class JudgedMessages
{
    /// <summary>An edit comes minutes after the message; a guild rarely has this many violations in that time.</summary>
    private const int Limit = 256;
    private HashSet<ulong>? _messages;
    private Queue<ulong>? _order;

    public bool Contains(ulong message) => _messages is not null && _messages.Contains(message);

    public void Add(ulong message)
    {
        if (!(_messages ??= []).Add(message)) return;
        (_order ??= []).Enqueue(message);
        if (_order.Count > Limit) _messages.Remove(_order.Dequeue());
    }

    public ulong[] ToArray() => _order is null ? [] : [.. _order];
}
