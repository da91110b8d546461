using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Users;
using Murdoch.Grains.Placement;

namespace Murdoch.Grains.Users;

/// <summary>A user's name and picture. The activation is the cache: collected when nobody asks, asked anew after an hour.</summary>
[GrainType("user"), RunsOn(SiloRoles.Bot)]
internal sealed partial class UserGrain(
    DiscordRest rest,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    ILogger<UserGrain> logger) : Grain, IUserGrain
{
    /// <summary>The guide's lifetime of user information.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>How long Discord is left alone after it could not answer.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);
    private UserProfile? _profile;
    private DateTimeOffset _validUntil;

    public async Task<UserProfile> GetProfile()
    {
        var now = time.GetUtcNow();
        if (_profile is not null && now < _validUntil) return _profile;
        var user = new UserId(unchecked((ulong)this.GetPrimaryKeyLong()));
        try
        {
            var found = await rest.GetUser(user.Value);
            (_profile, _validUntil) = (new(user, found.GlobalName ?? found.Username, found.Avatar, Known: true), now + Lifetime);
        }
        catch (DiscordApiException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            (_profile, _validUntil) = (Unknown(user), now + Lifetime);
        }
        catch (Exception exception)
        {
            LogUnreachable(exception, user.Value);
            (_profile, _validUntil) = (_profile ?? Unknown(user), now + RetryAfter);
        }
        return _profile;
    }

    private static UserProfile Unknown(UserId user) => new(user, $"User {user}", Avatar: null, Known: false);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The profile of user {User} could not be fetched")]
    private partial void LogUnreachable(Exception exception, ulong user);
}
