using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Interfaces.Users;

/// <summary>What Discord tells of a user, kept for an hour. Keyed by the user's snowflake.</summary>
[Alias("user")]
public interface IUserGrain : IGrainWithIntegerKey
{
    /// <returns>A profile in every case: a deleted or unreachable user is named by the id.</returns>
    [Alias("get-profile")] Task<UserProfile> GetProfile();
}

/// <param name="Avatar">Discord's hash of the picture; null for the default one.</param>
/// <param name="Known">False when Discord does not know the user, or could not be asked.</param>
[GenerateSerializer, Immutable, Alias("user-profile")]
public sealed record UserProfile([property: Id(0)] UserId User, [property: Id(1)] string Name, [property: Id(2)] string? Avatar, [property: Id(3)] bool Known);
