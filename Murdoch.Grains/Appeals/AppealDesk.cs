using System.Globalization;
using Murdoch.Discord.Messages;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Cases;
using Murdoch.Grains.Interfaces.Appeals;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Violations;

namespace Murdoch.Grains.Appeals;

/// <summary>Where reviewers see appeals in Discord. Everything may be done again after a crash.</summary>
internal sealed class AppealDesk(DiscordRest rest, AppealStore appeals, ViolationStore violations, LogChannels channels)
{
    /// <summary>Shows an appeal: in a private thread, else in the log channel, else in the queue alone.</summary>
    /// <param name="isResumed">It may have been shown before, by an attempt that was interrupted.</param>
    /// <exception cref="DiscordUnavailableException">Worth another attempt.</exception>
    public async Task Post(Appeal appeal, ModerationCase one, LogPlace place, bool isResumed, CancellationToken cancellationToken)
    {
        if (place.Channel is not { } channel || await channels.ProblemOf(place, cancellationToken) is not null)
        {
            await appeals.Place(appeal, AppealPlace.Queue, null, null);
            return;
        }
        if (await GetThread(appeal, place, channel, isResumed, cancellationToken) is { } thread && await Post(appeal, one, place, AppealPlace.Thread, thread, cancellationToken)) return;
        if (await Post(appeal, one, place, AppealPlace.Channel, channel.Value, cancellationToken)) return;
        channels.Forget(place);
        await appeals.Place(appeal, AppealPlace.Queue, null, null);
    }

    /// <returns>Null when Discord allows no thread there.</returns>
    private async Task<ulong?> GetThread(Appeal appeal, LogPlace place, ChannelId channel, bool isResumed, CancellationToken cancellationToken)
    {
        var (turn, name) = (RequestPriority.Log.For(place.Guild.Value), AppealPost.Name(appeal));
        try
        {
            if (isResumed)
            {
                var active = await rest.GetActiveThreads(place.Guild.Value, turn, cancellationToken);
                if (Array.Find(active, thread => thread.ParentId == channel.Value && thread.Name == name) is { } known) return known.Id;
            }
            return (await rest.CreatePrivateThread(channel.Value, name, ThreadArchiveAfter.OneWeek, reason: null, turn, cancellationToken)).Id;
        }
        catch (DiscordApiException exception) when (!exception.IsTransient) { return null; }
    }

    private async Task<bool> Post(Appeal appeal, ModerationCase one, LogPlace place, AppealPlace kind, ulong channel, CancellationToken cancellationToken)
    {
        var form = AppealPost.Of(appeal, one, await ViolationOf(one, cancellationToken));
        // Whom a private thread mentions can see it.
        if (place.ModeratorRole is { } role) form = form with { Content = $"<@&{role}>", AllowedMentions = AllowedMentions.OfRole(role.Value) };
        try
        {
            var sent = await rest.CreateMessage(channel, form, Once("appeal", appeal), RequestPriority.Log.For(place.Guild.Value), cancellationToken);
            await appeals.Place(appeal, kind, channel, sent.Id);
            return true;
        }
        catch (DiscordApiException exception) when (!exception.IsTransient) { return false; }
    }

    /// <summary>Reminds reviewers where they see the appeal; the owner where they see it nowhere.</summary>
    public async Task Remind(Appeal appeal, LogPlace place, CancellationToken cancellationToken)
    {
        var turn = RequestPriority.Log.For(place.Guild.Value);
        var once = string.Create(CultureInfo.InvariantCulture, $"r{appeal.Case}.{appeal.Attempt}.{appeal.RemindAt.ToUnixTimeSeconds() / 60}");
        var waits = string.Create(CultureInfo.InvariantCulture, $"waits for a decision since <t:{appeal.OpenedAt.ToUnixTimeSeconds()}:R>.");
        try
        {
            if (appeal.Channel is { } channel)
            {
                var call = place.ModeratorRole is { } role ? $"<@&{role}> " : "";
                await rest.CreateMessage(channel.Value, $"{call}{AppealPost.Name(appeal)} {waits}", once, turn, place.ModeratorRole?.Value, cancellationToken);
                return;
            }
            var owner = await rest.CreateDm(place.Owner.Value, turn, cancellationToken);
            await rest.CreateMessage(owner.Id, $"{AppealPost.Name(appeal)} in {place.GuildName} {waits} With a log channel, which /murdoch setup chooses, moderators would see it there.", once, turn, cancellationToken);
        }
        catch (DiscordApiException exception) when (!exception.IsTransient)
        {
            // Nobody sees it there any more. The owner is told the next time.
            if (appeal.Channel is not null) await appeals.Place(appeal, AppealPlace.Queue, null, null);
        }
    }

    /// <summary>Shows the decision, and closes the thread.</summary>
    public async Task Close(Appeal appeal, ModerationCase one, CancellationToken cancellationToken)
    {
        if (appeal is not { Channel: { } channel, Message: { } message }) return;
        var turn = RequestPriority.Log.For(appeal.Guild.Value);
        try
        {
            await rest.EditMessage(channel.Value, message, AppealPost.Of(appeal, one, await ViolationOf(one, cancellationToken)), turn, cancellationToken);
        }
        catch (DiscordApiException exception) when (!exception.IsTransient) { }
        if (appeal.Place != AppealPlace.Thread) return;
        try { await rest.ModifyThread(channel.Value, archived: true, locked: true, reason: null, turn, cancellationToken); }
        catch (DiscordApiException exception) when (!exception.IsTransient) { }
    }

    private async Task<Violation?> ViolationOf(ModerationCase one, CancellationToken cancellationToken) =>
        one.Violation is { } id ? await violations.Get(one.Guild, id, cancellationToken) : null;

    private static string Once(string what, Appeal appeal) => string.Create(CultureInfo.InvariantCulture, $"{what}{appeal.Case}.{appeal.Attempt}");
}
