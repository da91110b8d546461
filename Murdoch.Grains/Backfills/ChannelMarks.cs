using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Backfills;

/// <summary>
/// The newest message that a guild has seen in each channel. Channels that have been quiet since the guild last came need no mark: all that they held
/// then lies below the floor. Marks are only told, never used to drop a message of the gateway.
/// </summary>
[GenerateSerializer, Alias("channel-marks")]
internal sealed class ChannelMarks
{
    /// <summary>Channels and threads marked at once; beyond it all of them share one mark, the newest.</summary>
    public const int Limit = 1_024;

    /// <summary>Below every message, and still a floor: the guild was there, and empty.</summary>
    private const ulong Empty = 1;

    [Id(0)] private ulong _floor;
    [Id(1)] private Dictionary<ulong, ulong>? _newest;

    /// <summary>The newest message that the guild knows of; 0 before the guild was first seen.</summary>
    public ulong Newest => _newest is null ? _floor : Math.Max(_floor, _newest.Values.Max());

    public void Saw(ulong channel, ulong message)
    {
        _newest ??= [];
        if (_newest.TryGetValue(channel, out var known) && known >= message) return;
        _newest[channel] = message;
        if (_newest.Count > Limit) Settle(_newest.Values.Max());
    }

    /// <summary>Compares with what a guild that has just come back holds, and takes that for seen from now on.</summary>
    /// <param name="unseenSince">From where a guild that is seen for the first time has missed something; 0 when it has missed nothing.</param>
    /// <returns>What was missed, channel by channel.</returns>
    public ChannelGap[] Missed(ChannelHead[] heads, ulong unseenSince = 0)
    {
        if (_floor == 0) _floor = unseenSince;
        ChannelGap[] gaps = _floor == 0
            ? []
            : [.. heads.Select(head => new ChannelGap(head.Channel.Value, Of(head.Channel.Value), head.Newest.Value)).Where(gap => gap.Until > gap.After)];
        Settle(heads.Select(head => head.Newest.Value).Append(Newest).Append(Empty).Max());
        return gaps;
    }

    private ulong Of(ulong channel) => _newest is not null && _newest.TryGetValue(channel, out var newest) ? newest : _floor;

    private void Settle(ulong floor) => (_floor, _newest) = (floor, null);
}

/// <summary>Messages of a channel that were not seen: newer than <paramref name="After"/>, up to <paramref name="Until"/>.</summary>
[GenerateSerializer, Immutable, Alias("channel-gap")]
internal readonly record struct ChannelGap([property: Id(0)] ulong Channel, [property: Id(1)] ulong After, [property: Id(2)] ulong Until);
