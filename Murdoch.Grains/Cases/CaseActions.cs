using System.Globalization;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Actions;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Notices;

namespace Murdoch.Grains.Cases;

/// <summary>What a case does in Discord, and what takes it back. Either may be done again after a crash.</summary>
internal sealed class CaseActions(DiscordRest rest, ExpiryStore expiries, CaseStore cases, MemberNotices notices)
{
    /// <param name="guildName">For the notice to the member.</param>
    /// <exception cref="DiscordUnavailableException">Worth another attempt.</exception>
    public Task Carry(OpenCase open, string guildName, CancellationToken cancellationToken)
    {
        var one = open.Case;
        var reason = Reason(one);
        var (guild, member) = (one.Guild.Value, one.Member.Value);
        return one.Kind switch
        {
            // The notice is the sanction.
            ActionKind.Warn => notices.Send(MemberNotice.Of(one, guildName), cancellationToken),
            ActionKind.Timeout => Timeout(one, guildName, reason, cancellationToken),
            ActionKind.Kick => notices.SendBefore(MemberNotice.Of(one, guildName), () => rest.RemoveMember(guild, member, reason, RequestPriority.Timeout, cancellationToken), cancellationToken),
            ActionKind.Ban => notices.SendBefore(MemberNotice.Of(one, guildName), () => Ban(open, reason, cancellationToken), cancellationToken),
            ActionKind.RemoveTimeout => rest.ModifyMemberTimeout(guild, member, null, reason, RequestPriority.Timeout, cancellationToken),
            ActionKind.Unban => Unban(one, reason, cancellationToken),
            _ => throw new NotSupportedException($"A case cannot do {one.Kind}."),
        };
    }

    /// <returns>What is to be said of it, in a sentence; null when it is undone and that is all.</returns>
    public async Task<string?> Lift(ModerationCase closed, CancellationToken cancellationToken)
    {
        var reason = string.Create(CultureInfo.InvariantCulture, $"Murdoch, case {closed.Number} was taken back by {closed.Closed!.By}{(closed.Closed.Reason is { } why ? $": {why}" : ".")}");
        if (await cases.StandsFor(closed.Guild, closed.Member, closed.Kind, closed.Number, cancellationToken)) return "A later case of the same kind still stands.";
        switch (closed.Kind)
        {
            case ActionKind.Timeout when TimeoutEnd(closed) > rest.Now:
                await rest.ModifyMemberTimeout(closed.Guild.Value, closed.Member.Value, null, reason, RequestPriority.Timeout, cancellationToken);
                return null;
            case ActionKind.Timeout: return "The timeout was over.";
            case ActionKind.Ban:
                await Unban(closed, reason, cancellationToken);
                return null;
            case ActionKind.Kick: return "The member has to come back by themselves.";
            default: return null;
        }
    }

    /// <summary>Counted from the case, not from the attempt: one that is made late does not last longer.</summary>
    private static DateTimeOffset TimeoutEnd(ModerationCase one) => one.CreatedAt + TimeoutLength.Of(one.Seconds);

    private static string Reason(ModerationCase one) => string.Create(CultureInfo.InvariantCulture, $"Murdoch, case {one.Number} by {one.Moderator}: {one.Reason}");

    private async Task Ban(OpenCase open, string reason, CancellationToken cancellationToken)
    {
        var one = open.Case;
        await rest.CreateBan(one.Guild.Value, one.Member.Value, open.DeleteSeconds, reason, RequestPriority.Timeout, cancellationToken);
        // After the ban and before its outcome is stored: a crash in between repeats both, and neither does harm twice.
        if (one.Seconds > 0) await expiries.Set(new(one.Guild, one.Member, ExpiryKind.Ban, CauseOf(one), one.CreatedAt.AddSeconds(one.Seconds), rest.Now));
        else await expiries.Cancel(one.Guild, one.Member, ExpiryKind.Ban);
    }

    private async Task Unban(ModerationCase one, string reason, CancellationToken cancellationToken)
    {
        await rest.RemoveBan(one.Guild.Value, one.Member.Value, reason, RequestPriority.Timeout, cancellationToken);
        await expiries.Cancel(one.Guild, one.Member, ExpiryKind.Ban);
    }

    private async Task Timeout(ModerationCase one, string guildName, string reason, CancellationToken cancellationToken)
    {
        await rest.ModifyMemberTimeout(one.Guild.Value, one.Member.Value, TimeoutEnd(one), reason, RequestPriority.Timeout, cancellationToken);
        notices.SendLater(MemberNotice.Of(one, guildName));
    }

    private static string CauseOf(ModerationCase one) => string.Create(CultureInfo.InvariantCulture, $"case {one.Number}");
}
