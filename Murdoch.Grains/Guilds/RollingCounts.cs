using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Guilds;

/// <summary>Counts over a sliding window of equal slots. Only slots in which something happened take room: most guilds are quiet most of the time.</summary>
[GenerateSerializer, Alias("rolling-counts")]
internal sealed class RollingCounts
{
    /// <summary>Slots that come at once: room that stays empty is multiplied by the number of guilds.</summary>
    private const int Growth = 4;
    private const long DiscordEpochTicks = 1_420_070_400 * TimeSpan.TicksPerSecond;
    [Id(0)] private readonly long _slotTicks;
    [Id(1)] private readonly int _length;

    /// <summary>The oldest first.</summary>
    [Id(2)] private Slot[]? _slots;
    [Id(4)] private int _count;

    public RollingCounts(TimeSpan slot, int slots)
    {
        _slotTicks = slot.Ticks;
        _length = slots;
    }

    private ReadOnlySpan<Slot> Slots => _slots.AsSpan(0, _count);
    private long Newest => _count == 0 ? 0 : _slots![_count - 1].Number;

    /// <summary>Slots since the first snowflake, in 2015: they fit into half the room of those since year 1.</summary>
    private int NumberOf(long utcTicks) => (int)Math.Max(0, (utcTicks - DateTimeOffset.UnixEpoch.UtcTicks - DiscordEpochTicks) / _slotTicks);

    /// <summary>Counts at the event's own time: a replayed event lands where it belongs, one older than the window nowhere.</summary>
    public void Add(long utcTicks, int messages, int violations, int actions)
    {
        var number = NumberOf(utcTicks);
        if (number <= Newest - _length) return;
        ref var slot = ref Find(number);
        slot.Messages += messages;
        slot.Violations += violations;
        slot.Actions += actions;
    }

    public PeriodCounts Sum(long utcTicks)
    {
        var oldest = Math.Max(NumberOf(utcTicks), Newest) - _length;
        var counts = (Messages: 0L, Violations: 0L, Actions: 0L);
        foreach (ref readonly var slot in Slots)
        {
            if (slot.Number > oldest) counts = (counts.Messages + slot.Messages, counts.Violations + slot.Violations, counts.Actions + slot.Actions);
        }
        return new(counts.Messages, counts.Violations, counts.Actions);
    }

    private ref Slot Find(int number)
    {
        var place = _count;
        while (place > 0 && _slots![place - 1].Number > number) place--;
        if (place > 0 && _slots![place - 1].Number == number) return ref _slots[place - 1];
        place -= Forget(Math.Max(number, Newest) - _length);
        if (_slots is null || _count == _slots.Length) Array.Resize(ref _slots, Math.Min(_count + Growth, _length));
        Array.Copy(_slots, place, _slots, place + 1, _count++ - place);
        _slots[place] = new() { Number = number };
        return ref _slots[place];
    }

    /// <returns>How many went.</returns>
    private int Forget(long oldest)
    {
        var gone = 0;
        while (gone < _count && _slots![gone].Number <= oldest) gone++;
        if (gone == 0) return 0;
        _count -= gone;
        Array.Copy(_slots!, gone, _slots!, 0, _count);
        Array.Clear(_slots!, _count, gone);
        return gone;
    }

    [GenerateSerializer, Alias("rolling-counts-slot")]
    internal struct Slot
    {
        [Id(0)] public int Messages;
        [Id(1)] public int Violations;
        [Id(2)] public int Actions;

        [Id(3)] public int Number;
    }
}
