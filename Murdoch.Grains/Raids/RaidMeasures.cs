using System.Globalization;
using Microsoft.Extensions.Options;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Cases;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Raids;
using Murdoch.Grains.Notifications;

namespace Murdoch.Grains.Raids;

/// <summary>What is done in Discord and in the store about a raid. Everything may be done again after a crash.</summary>
internal sealed class RaidMeasures(DiscordRest rest, RaidStore raids, CaseStore cases, StaffNotices staff, IOptions<RaidOptions> options)
{
    /// <summary>Members must be registered for five minutes and be in the guild for ten.</summary>
    private const int RaisedVerification = 3;

    /// <summary>No user of a bulk ban could be banned: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json.</summary>
    private const int NobodyBanned = 500_000;

    /// <summary>Discord takes at most 24 hours, by its own clock: https://docs.discord.com/developers/resources/guild#modify-guild-incident-actions.</summary>
    private static readonly TimeSpan InvitesPaused = TimeSpan.FromHours(24) - TimeSpan.FromMinutes(5);

    /// <exception cref="DiscordUnavailableException">Worth another attempt.</exception>
    public async Task<RaidOrderResult> Carry(RaidOrder order, CancellationToken cancellationToken)
    {
        try
        {
            switch (order.Kind)
            {
                case RaidOrderKind.Read: return Result(order, defences: await Read(order, cancellationToken));
                case RaidOrderKind.Raise: return await Raise(order, cancellationToken);
                case RaidOrderKind.Tell: await Tell(order, BeginText(order), "b", calls: true, cancellationToken); break;
                case RaidOrderKind.Ban: return await Ban(order, cancellationToken);
                case RaidOrderKind.Lower: await Lower(order, cancellationToken); break;
                case RaidOrderKind.TellEnd: await Tell(order, EndText(order), "e", calls: false, cancellationToken); break;
                default: await raids.Write(new(order.Guild, order.Since, order.Trigger, order.EndedAt, order.Suspects, order.Messages, order.Banned, order.Problem)); break;
            }
            return Result(order);
        }
        catch (DiscordApiException exception) when (!exception.IsTransient)
        {
            return Result(order, problem: Refusal(exception), failed: order.Users);
        }
    }

    private async Task<GuildDefences> Read(RaidOrder order, CancellationToken cancellationToken)
    {
        var guild = await rest.GetGuild(order.Guild.Value, RequestPriority.RaidBan, cancellationToken);
        return new(guild.VerificationLevel, guild.IncidentsData?.InvitesDisabledUntil);
    }

    private async Task<RaidOrderResult> Raise(RaidOrder order, CancellationToken cancellationToken)
    {
        // Invites first: they are how raiders come in.
        var until = rest.Now + InvitesPaused;
        await rest.ModifyIncidentActions(order.Guild.Value, until, RequestPriority.RaidBan, cancellationToken);
        var set = order.Before! with { InvitesPausedUntil = until };
        var level = Math.Max(set.VerificationLevel, RaisedVerification);
        if (level == set.VerificationLevel) return Result(order, set);
        try { await rest.ModifyVerificationLevel(order.Guild.Value, level, $"Murdoch, raid mode: {order.Trigger}", RequestPriority.RaidBan, cancellationToken); }
        catch (DiscordApiException exception) when (!exception.IsTransient)
        {
            // What was done has to be known, or it would never be undone.
            return Result(order, set, problem: Refusal(exception));
        }
        return Result(order, set with { VerificationLevel = level });
    }

    /// <summary>What somebody has changed since raid mode set it is theirs.</summary>
    private async Task Lower(RaidOrder order, CancellationToken cancellationToken)
    {
        var (before, set) = (order.Before!, order.Set!);
        var now = await Read(order, cancellationToken);
        if (now.VerificationLevel == set.VerificationLevel && now.VerificationLevel != before.VerificationLevel)
            await rest.ModifyVerificationLevel(order.Guild.Value, before.VerificationLevel, "Murdoch: the raid is over.", RequestPriority.Timeout, cancellationToken);
        if (now.InvitesPausedUntil is { } until && (until - set.InvitesPausedUntil)?.Duration() < TimeSpan.FromMinutes(1))
        {
            var wanted = before.InvitesPausedUntil > rest.Now ? before.InvitesPausedUntil : null;
            await rest.ModifyIncidentActions(order.Guild.Value, wanted, RequestPriority.Timeout, cancellationToken);
        }
    }

    private async Task<RaidOrderResult> Ban(RaidOrder order, CancellationToken cancellationToken)
    {
        var reason = $"Murdoch, raid of {order.Since:yyyy-MM-dd HH:mm} UTC: {order.Trigger}";
        UserId[] banned = [], failed;
        try
        {
            var outcome = await rest.BulkBan(order.Guild.Value, [.. order.Users.Select(user => user.Value)], options.Value.DeleteSeconds, reason, RequestPriority.RaidBan, cancellationToken);
            banned = [.. outcome.BannedUsers.Select(user => new UserId(user))];
            failed = [.. order.Users.Except(banned)];
        }
        catch (DiscordApiException exception) when (exception.Code == NobodyBanned) { failed = order.Users; }
        // Whom an interrupted attempt has banned fails now: what counts is that they are.
        var already = new List<UserId>();
        foreach (var user in failed)
        {
            if (await rest.IsBanned(order.Guild.Value, user.Value, RequestPriority.RaidBan, cancellationToken)) already.Add(user);
        }
        await Task.WhenAll(banned.Concat(already).Select(user => cases.Add(new(order.Guild, Violation: null, user, order.Moderator, ActionKind.Ban, 0, reason, rest.Now, CaseOrigin.Moderator, Cause: $"raid{order.Since.ToUnixTimeMilliseconds()}-{user}"))));
        return Result(order, banned: [.. banned, .. already], failed: [.. failed.Except(already)]);
    }

    private Task Tell(RaidOrder order, string text, string part, bool calls, CancellationToken cancellationToken) => staff.Tell(
        order.Guild, new(order.GuildName, order.Owner, order.LogChannel, order.ModeratorRole),
        new(string.Create(CultureInfo.InvariantCulture, $"raid{order.Since.ToUnixTimeMilliseconds()}{part}"), text, [], calls), cancellationToken);

    private static string BeginText(RaidOrder order)
    {
        var done = order switch
        {
            { Set: null } => $"Nothing could be closed: {order.Problem}",
            { Problem: { } problem } => $"Invites are paused, and that is all that could be closed: {problem}",
            _ => "New members have to wait longer before they can write, and invites are paused.",
        };
        return $"Raid mode is on in {order.GuildName}. {order.Trigger} {done} Suspects so far: {order.Suspects}. It ends by itself after a quiet while.";
    }

    private static string EndText(RaidOrder order)
    {
        var who = order.Moderator is { } moderator ? $", ended by <@{moderator}>" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"Raid mode is off in {order.GuildName}{who}, and everything is as it was. Suspects: {order.Suspects}, messages removed: {order.Messages}, banned: {order.Banned}.");
    }

    private static string Refusal(DiscordApiException exception) => $"Discord answered {(int)exception.Status}: {exception.Message} (code {exception.Code}).";

    private static RaidOrderResult Result(RaidOrder order, GuildDefences? defences = null, UserId[]? banned = null, UserId[]? failed = null, string? problem = null) =>
        new(order.Kind, order.Since, defences, banned ?? [], failed ?? [], problem);
}
