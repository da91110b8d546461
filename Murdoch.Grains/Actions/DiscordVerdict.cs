using System.Net;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Interfaces.Actions;

namespace Murdoch.Grains.Actions;

/// <summary>What an error of Discord's means for an action. Codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json.</summary>
internal static class DiscordVerdict
{
    public const int UnknownChannel = 10003;
    public const int UnknownMember = 10007;
    public const int UnknownMessage = 10008;
    public const int UnknownUser = 10013;
    public const int UnknownBan = 10026;
    public const int MissingAccess = 50001;
    public const int CannotMessageUser = 50007;
    public const int NoTextChannel = 50008;
    public const int MissingPermissions = 50013;
    public const int NoMutualGuilds = 50278;

    /// <summary>Null: not settled, worth another attempt later.</summary>
    public static (ActionOutcome Outcome, string? Detail)? Of(Exception exception) => exception switch
    {
        // Gone already is what a deletion wanted: the author, another moderator or an earlier attempt did it.
        DiscordApiException { Status: HttpStatusCode.NotFound, Code: UnknownMessage or UnknownChannel or UnknownBan } => (ActionOutcome.Done, null),
        DiscordApiException { Status: HttpStatusCode.NotFound, Code: UnknownMember or UnknownUser } => (ActionOutcome.Skipped, "The member has left."),
        DiscordApiException { Code: CannotMessageUser or NoMutualGuilds } => (ActionOutcome.Done, "The notice could not be delivered: the member takes no direct messages."),
        DiscordApiException { Status: HttpStatusCode.Forbidden } refused => (ActionOutcome.Refused, $"Discord refused: {refused.Message} (code {refused.Code})."),
        DiscordApiException { IsTransient: false } failed => (ActionOutcome.Failed, $"Discord answered {(int)failed.Status}: {failed.Message} (code {failed.Code})."),
        _ => null,
    };
}
