using Murdoch.Grains.Interfaces;
using Murdoch.Grains.Interfaces.Backfills;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Backfills;

/// <summary>
/// What a guild has missed and how much of it is fetched. Part of the guild's snapshot, so that history is applied once, like everything else. Reads the
/// channel with the newest activity first, and each backwards: what is on the screens now matters most.
/// </summary>
[GenerateSerializer, Alias("backfill-plan")]
internal sealed class BackfillPlan(int shard, DateTimeOffset from, bool sessionLost)
{
    [Id(0)] private readonly int _shard = shard;
    [Id(1)] private readonly DateTimeOffset _from = from;
    [Id(2)] private readonly bool _sessionLost = sessionLost;
    [Id(3)] private readonly List<OpenGap> _open = [];
    [Id(4)] private DateTimeOffset _to;
    [Id(5)] private int _checked;
    [Id(6)] private int _recovered;
    [Id(7)] private int _refused;
    [Id(8)] private int _cut;

    public bool IsDone => _open.Count == 0;

    /// <summary>The newest message that is still to be fetched; 0 when there is none.</summary>
    public MessageId Newest => new(IsDone ? 0 : _open[0].Until);

    /// <summary>Adds what was missed until <paramref name="now"/>. A guild may lose sight again while its history is still being fetched.</summary>
    public void Add(IEnumerable<ChannelGap> gaps, DateTimeOffset now, BackfillOptions options)
    {
        _to = now;
        var oldest = Snowflake.At(now.AddHours(-options.Hours));
        foreach (var gap in gaps)
        {
            if (gap.Until <= oldest) continue;
            var cut = gap.After < oldest;
            _open.Add(new() { Channel = gap.Channel, After = cut ? oldest : gap.After, Until = gap.Until, Left = options.ChannelMessages, IsCut = cut });
        }
        _open.Sort((one, other) => other.Until.CompareTo(one.Until));
    }

    /// <summary>A message of the gateway: if history brings it too, it is not counted again.</summary>
    public void Saw(ulong channel, ulong message)
    {
        foreach (var gap in _open)
        {
            if (gap.Channel == channel && message > gap.After && message <= gap.Until) (gap.Seen ??= []).Add(message);
        }
    }

    /// <returns>What of the page is new, oldest first; nothing when the page answers an older request.</returns>
    public MessagePosted[] Wanted(BackfillPage page) => Current(page) is { } gap
        ? [.. page.Messages.Where(message => message.Message.Value > gap.After && message.Message.Value <= gap.Until && gap.Seen?.Contains(message.Message.Value) != true)]
        : [];

    /// <summary>The page is applied: the next one is older, or of another channel.</summary>
    public void Applied(BackfillPage page, int recovered)
    {
        if (Current(page) is not { } gap) return;
        _recovered += recovered;
        gap.Left -= page.Messages.Length;
        if (page.Messages.Length > 0) gap.Until = page.Messages[0].Message.Value - 1;
        var isRead = page.IsLast || page.Refused || page.Messages.Length == 0 || gap.Until <= gap.After;
        if (!isRead && gap.Left > 0) return;
        _open.RemoveAt(0);
        _checked++;
        if (page.Refused) _refused++;
        else if (!isRead || gap.IsCut) _cut++;
        // Whole channels first: the order among those that are left is that of their newest message.
    }

    public BackfillStatus Status(UserId[] unknown) => new(
        _shard, _from, _to, _sessionLost, IsDone ? null : new(new(_open[0].Channel), new(_open[0].Until + 1), new(_open[0].After)), unknown, _checked, _recovered, _refused, _cut);

    private OpenGap? Current(BackfillPage page) =>
        !IsDone && _open[0].Channel == page.Channel.Value && _open[0].Until + 1 == page.Before.Value ? _open[0] : null;

    [GenerateSerializer, Alias("open-gap")]
    internal sealed class OpenGap
    {
        [Id(0)] public ulong Channel { get; set; }
        [Id(1)] public ulong After { get; set; }
        [Id(2)] public ulong Until { get; set; }

        /// <summary>Messages that may still be read.</summary>
        [Id(3)] public int Left { get; set; }

        /// <summary>There are older messages that are too old to be read.</summary>
        [Id(4)] public bool IsCut { get; set; }
        [Id(5)] public HashSet<ulong>? Seen { get; set; }
    }
}
