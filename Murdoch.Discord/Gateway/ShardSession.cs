namespace Murdoch.Discord.Gateway;

/// <summary>What it takes to resume. https://docs.discord.com/developers/events/gateway#resuming</summary>
/// <param name="ResumeUrl">Without a query; only for resumes, never for a new session.</param>
/// <param name="Sequence">The last event that was handled.</param>
/// <param name="BotUserId">A resumed session gets no READY that would tell it.</param>
public sealed record ShardSession(string SessionId, string ResumeUrl, long Sequence, ulong BotUserId);

public enum ShardState
{
    Waiting,
    Connecting,
    Identifying,
    Resuming,
    Ready,
}
