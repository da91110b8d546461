using System.Net;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Actions;

/// <summary>How the owner of a thread stands in the guild. Discord's events tell who made a thread, not which roles they have, so it is asked before anything is done.</summary>
internal sealed class ThreadOwners(DiscordRest rest, IGrainFactory grains)
{
    /// <returns>Null when the intent is not about a thread, and when its owner has left: then nothing speaks for them.</returns>
    public async Task<MemberStanding?> GetStanding(ActionIntent intent, CancellationToken cancellationToken)
    {
        if (intent.Subject != ViolationSubject.ThreadName) return null;
        try
        {
            var owner = await rest.GetMember(intent.Guild.Value, intent.Member.Value, RequestPriority.Delete, cancellationToken);
            return owner.User.Bot
                ? new("a bot", null)
                : await grains.GetGrain<IGuildGrain>(intent.Guild.Key).GetStanding(intent.Member, owner.Roles, intent.Channel);
        }
        catch (DiscordApiException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
