using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Orleans.Concurrency;

namespace Murdoch.Grains.Interfaces.Appeals;

/// <summary>
/// The appeals against one case, one after the other. Keyed by the guild's snowflake and the case's number; see <see cref="AppealGrains"/>. Holds nothing that the
/// store does not: what a crash interrupts is gone on with. Whoever asks has checked that a reviewer may review.
/// </summary>
[Alias("appeal")]
public interface IAppealGrain : IGrainWithIntegerCompoundKey
{
    /// <returns>Why this member cannot appeal now, in a sentence for them; null when they can.</returns>
    [Alias("get-obstacle")] Task<string?> GetObstacle(UserId member);

    /// <summary>The member appeals. Answers when reviewers can see it, or as soon as it is clear that Discord does not answer just now.</summary>
    /// <param name="text">1 to <see cref="TextLimit"/> characters.</param>
    [Alias("open")] Task<AppealAnswer> Open(UserId member, string text);

    /// <summary>The case is taken back as a moderator would, and the member is told.</summary>
    /// <param name="reason">For the member; at most <see cref="TextLimit"/> characters. Null for none.</param>
    [Alias("approve")] Task<AppealAnswer> Approve(UserId reviewer, string? reason);

    /// <summary>The case stays, and the member is told.</summary>
    /// <param name="reason">For the member; 1 to <see cref="TextLimit"/> characters.</param>
    [Alias("deny")] Task<AppealAnswer> Deny(UserId reviewer, string reason);

    /// <returns>The latest; null when nobody has appealed.</returns>
    [Alias("get"), AlwaysInterleave] Task<Appeal?> Get();

    /// <summary>Goes on with what a crash or an outage has interrupted, and reminds reviewers when it is time.</summary>
    [Alias("continue")] Task Continue();

    /// <summary>Characters of an appeal or of the reason of a decision.</summary>
    const int TextLimit = 1_000;
}

public static class AppealGrains
{
    /// <summary>The appeals against a case.</summary>
    public static IAppealGrain GetAppeal(this IGrainFactory grains, GuildId guild, long number) =>
        grains.GetGrain<IAppealGrain>(guild.Key, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
