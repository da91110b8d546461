using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Guilds;

/// <summary>Counts over a sliding window of equal slots. Nothing is allocated before the first count: an idle guild costs a reference.</summary>
[GenerateSerializer, Alias("rolling-counts")]
internal sealed class RollingCounts
{
    [Id(0)] private readonly long _slotTicks;
    [Id(1)] private readonly int _length;
    [Id(2)] private Slot[]? _slots;
    [Id(3)] private long _newest;

    public RollingCounts(TimeSpan slot, int slots)
    {
        _slotTicks = slot.Ticks;
        _length = slots;
    }

    /// <summary>Counts at the event's own time: a replayed event lands where it belongs, one older than the window nowhere.</summary>
    public void Add(long utcTicks, int messages, int violations, int actions)
    {
        var index = utcTicks / _slotTicks;
        var slots = _slots ??= new Slot[_length];
        if (index > _newest)
        {
            var stale = Math.Min(index - _newest, _length);
            for (var i = 0; i < stale; i++) slots[(index - i) % _length] = default;
            _newest = index;
        }
        else if (index <= _newest - _length)
        {
            return;
        }
        ref var slot = ref slots[index % _length];
        slot.Messages += messages;
        slot.Violations += violations;
        slot.Actions += actions;
    }

    public PeriodCounts Sum(long utcTicks)
    {
        if (_slots is null) return default;
        var now = Math.Max(utcTicks / _slotTicks, _newest);
        var counts = (Messages: 0L, Violations: 0L, Actions: 0L);
        for (var index = Math.Max(now - _length + 1, _newest - _length + 1); index <= _newest; index++)
        {
            var slot = _slots[index % _length];
            counts = (counts.Messages + slot.Messages, counts.Violations + slot.Violations, counts.Actions + slot.Actions);
        }
        return new(counts.Messages, counts.Violations, counts.Actions);
    }

    [GenerateSerializer, Alias("rolling-counts-slot")]
    internal struct Slot
    {
        [Id(0)] public int Messages;
        [Id(1)] public int Violations;
        [Id(2)] public int Actions;
    }
}
