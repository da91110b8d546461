namespace Murdoch.Simulator.Gateway;

/// <summary>The last dispatches of a session by sequence number. It is the send queue too: a connection is a place in it. Grows up to its
/// bound, then forgets the oldest. Not safe for several threads: the session locks.</summary>
internal sealed class ReplayBuffer(int capacity)
{
    private Dispatch[] _items = new Dispatch[Math.Min(256, capacity)];
    private int _count;

    /// <summary>Sequence of the newest dispatch; the first is 1.</summary>
    public long Last { get; private set; }

    public long Oldest => Last - _count + 1;

    public void Add(in Dispatch dispatch)
    {
        if (_count == _items.Length && _count < capacity) Grow();
        Last++;
        _items[Last % _items.Length] = dispatch;
        if (_count < _items.Length) _count++;
    }

    public Dispatch this[long sequence] => _items[sequence % _items.Length];

    private void Grow()
    {
        var larger = new Dispatch[Math.Min(capacity, _items.Length * 2)];
        for (var s = Oldest; s <= Last; s++) larger[s % larger.Length] = _items[s % _items.Length];
        _items = larger;
    }
}
