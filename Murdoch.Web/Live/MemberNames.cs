using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Users;

namespace Murdoch.Web.Live;

/// <summary>
/// Names of the members on show. A violation is shown at once and its member's name follows: nobody waits for Discord. Those that are wanted are asked
/// for some at a time and told together, so that a raid of strangers does not eat the request budget that moderation needs.
/// </summary>
public sealed partial class MemberNames
{
    private const int MostWaiting = 1_024;
    private const int MostKept = 10_000;
    private readonly ConcurrentDictionary<UserId, Entry> _names = new();
    private readonly Channel<UserId> _wanted = Channel.CreateBounded<UserId>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.Wait });
    private readonly IGrainFactory _grains;
    private readonly LiveFeedOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<IReadOnlyList<MemberName>> _found;
    private bool _failed;

    internal MemberNames(IGrainFactory grains, LiveFeedOptions options, TimeProvider time, ILogger logger, Action<IReadOnlyList<MemberName>> found)
    {
        _grains = grains;
        _options = options;
        _time = time;
        _logger = logger;
        _found = found;
    }

    /// <summary>The name if it is known; otherwise it is asked for and told later.</summary>
    public MemberName? Want(UserId member)
    {
        if (_names.TryGetValue(member, out var entry))
        {
            if (!entry.IsStale(_time.GetUtcNow(), _options.UnknownNameInterval) || !_names.TryUpdate(member, entry with { AskedAt = _time.GetUtcNow() }, entry)) return entry.Name;
        }
        else
        {
            if (_names.Count >= MostKept) _names.Clear();
            if (!_names.TryAdd(member, new(null, _time.GetUtcNow()))) return null;
        }
        if (!_wanted.Writer.TryWrite(member)) _names.TryRemove(member, out _);
        return entry.Name;
    }

    internal async Task ResolveAsync(CancellationToken stopping)
    {
        try
        {
            var some = new List<UserId>(_options.NamesAtOnce);
            while (await _wanted.Reader.WaitToReadAsync(stopping))
            {
                some.Clear();
                while (some.Count < _options.NamesAtOnce && _wanted.Reader.TryRead(out var member)) some.Add(member);
                var found = await Task.WhenAll(some.Select(member => FindAsync(member, stopping)));
                MemberName[] names = [.. found.OfType<MemberName>()];
                if (names.Length > 0) _found(names);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops: whoever is still on the list stays without a name.
        }
    }

    private async Task<MemberName?> FindAsync(UserId member, CancellationToken stopping)
    {
        try
        {
            var profile = await _grains.GetGrain<IUserGrain>(unchecked((long)member.Value)).GetProfile().WaitAsync(stopping);
            var name = new MemberName(member, profile.Name, profile.Known);
            _names[member] = new(name, _time.GetUtcNow());
            return name;
        }
#pragma warning disable CA1031 // A name is decoration: without it the id is shown.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            _names.TryRemove(member, out _);
            if (!_failed) LogNameFailed(_logger, exception);
            _failed = true;
            return null;
        }
    }

    /// <param name="Name">Null while it is asked for.</param>
    private readonly record struct Entry(MemberName? Name, DateTimeOffset AskedAt)
    {
        public bool IsStale(DateTimeOffset now, TimeSpan unknownInterval) => Name is { Known: false } && now - AskedAt >= unknownInterval;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A member's name could not be looked up; the id is shown instead. Said once.")]
    private static partial void LogNameFailed(ILogger logger, Exception exception);
}
