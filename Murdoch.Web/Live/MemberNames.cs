using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Users;

namespace Murdoch.Web.Live;

/// <summary>
/// Names of the members on show. A violation is shown at once and its member's name follows: nobody waits for Discord. One question at a
/// time, so that a raid of strangers does not eat the request budget that moderation needs.
/// </summary>
public sealed partial class MemberNames
{
    private const int MostWaiting = 256;
    private const int MostKept = 10_000;
    private readonly ConcurrentDictionary<UserId, string?> _names = new();
    private readonly Channel<UserId> _wanted = Channel.CreateBounded<UserId>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly IGrainFactory _grains;
    private readonly ILogger _logger;
    private readonly Action<MemberName> _found;
    private bool _failed;

    internal MemberNames(IGrainFactory grains, ILogger logger, Action<MemberName> found)
    {
        _grains = grains;
        _logger = logger;
        _found = found;
    }

    /// <summary>The name if it is known; otherwise it is asked for and told later.</summary>
    public string? Want(UserId member)
    {
        if (_names.TryGetValue(member, out var name)) return name;
        if (_names.Count >= MostKept) _names.Clear();
        if (_names.TryAdd(member, null) && !_wanted.Writer.TryWrite(member)) _names.TryRemove(member, out _);
        return null;
    }

    internal async Task ResolveAsync(CancellationToken stopping)
    {
        try
        {
            await foreach (var member in _wanted.Reader.ReadAllAsync(stopping)) await ResolveAsync(member, stopping);
        }
        catch (OperationCanceledException)
        {
            // The host stops: whoever is still on the list stays without a name.
        }
    }

    private async Task ResolveAsync(UserId member, CancellationToken stopping)
    {
        try
        {
            var profile = await _grains.GetGrain<IUserGrain>(unchecked((long)member.Value)).GetProfile().WaitAsync(stopping);
            _names[member] = profile.Name;
            _found(new MemberName(member, profile.Name));
        }
#pragma warning disable CA1031 // A name is decoration: without it the id is shown.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            _names.TryRemove(member, out _);
            if (!_failed) LogNameFailed(_logger, exception);
            _failed = true;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A member's name could not be looked up; the id is shown instead. Said once.")]
    private static partial void LogNameFailed(ILogger logger, Exception exception);
}
