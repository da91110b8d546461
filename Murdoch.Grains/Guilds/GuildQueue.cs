using System.Threading.Channels;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Guilds;

/// <summary>
/// Guilds that want something done outside of their turns. Each is worked on by one at a time, and again if it was submitted meanwhile, so that nothing it
/// decides is missed.
/// </summary>
/// <param name="order">Which turn goes first.</param>
internal sealed class GuildQueue<TTurn>(IComparer<TTurn> order)
    where TTurn : struct
{
    private readonly Lock _lock = new();

    /// <summary>Every guild that waits or is worked on, and its turn after that if it has been submitted since.</summary>
    private readonly Dictionary<GuildId, TTurn?> _guilds = [];
    private readonly Channel<(GuildId Guild, TTurn Turn)> _waiting = Channel.CreateUnboundedPrioritized(new UnboundedPrioritizedChannelOptions<(GuildId Guild, TTurn Turn)>
    {
        Comparer = Comparer<(GuildId Guild, TTurn Turn)>.Create((one, other) => order.Compare(one.Turn, other.Turn)),
    });

    public int Count
    {
        get { lock (_lock) return _guilds.Count; }
    }

    /// <summary>Returns at once; safe to call from a grain's turn.</summary>
    public void Submit(GuildId guild, TTurn turn)
    {
        lock (_lock)
        {
            if (!_guilds.TryAdd(guild, null))
            {
                _guilds[guild] = turn;
                return;
            }
        }
        _waiting.Writer.TryWrite((guild, turn));
    }

    /// <summary>The next guild, whose turn has to be ended by <see cref="Again"/> or <see cref="End"/>.</summary>
    public ValueTask<(GuildId Guild, TTurn Turn)> Take(CancellationToken cancellationToken) => _waiting.Reader.ReadAsync(cancellationToken);

    /// <summary>There is more to be done.</summary>
    public void Again(GuildId guild, TTurn turn) => _waiting.Writer.TryWrite((guild, turn));

    /// <summary>Nothing is left of what the guild had decided when its turn began.</summary>
    public void End(GuildId guild)
    {
        TTurn? submitted;
        lock (_lock)
        {
            submitted = _guilds[guild];
            if (submitted is null) _guilds.Remove(guild);
            else _guilds[guild] = null;
        }
        if (submitted is { } turn) _waiting.Writer.TryWrite((guild, turn));
    }
}
