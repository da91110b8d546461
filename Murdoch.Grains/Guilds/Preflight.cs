using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Guilds;

/// <summary>What would fail now of what a guild has configured, in sentences. No clock, no I/O.</summary>
internal sealed class Preflight
{
    /// <summary>Names that one sentence lists.</summary>
    private const int Listed = 10;
    private const int Text = 0, Voice = 2, Announcement = 5, Stage = 13, Forum = 15, Media = 16;

    private readonly GuildLayout _layout;
    private readonly GuildConfig _config;
    private readonly GuildStanding _standing;
    private readonly BotPermissions _bot;
    private readonly RoleId? _moderatorRole;
    private readonly Dictionary<ChannelId, GuildChannel> _channels;
    private readonly HashSet<RoleId> _roles;

    /// <param name="moderatorRole">The installation's; a guild without it has no problem.</param>
    public Preflight(GuildId guild, GuildLayout layout, GuildConfig config, RoleId? moderatorRole)
    {
        (_layout, _config, _moderatorRole) = (layout, config, moderatorRole);
        _standing = new(guild, layout, config, moderatorRole);
        _bot = new(guild, layout);
        _channels = layout.Channels.DistinctBy(channel => channel.Id).ToDictionary(channel => channel.Id);
        _roles = [.. layout.Roles.Select(role => role.Id)];
    }

    public PreflightReport Report() => new(IsKnown: true, [.. Problems()], [.. Notes()], [.. Fine()]);

    /// <summary>A number for a problem, so that it is known again without its text being kept.</summary>
    public static int Mark(PreflightProblem problem) => (int)XxHash32.HashToUInt32(MemoryMarshal.AsBytes(problem.Key.AsSpan()));

    public IEnumerable<PreflightProblem> Problems()
    {
        foreach (var need in Needs())
        {
            if (!_bot.May(need.Permission)) yield return new($"permission {need.Permission}", $"{need.Failing}: I lack the permission {Permissions.Name(need.Permission)}.");
        }
        foreach (var problem in Channels()) yield return problem;
        if (Sanctions() && OutOfReach() is { Length: > 0 } roles)
        {
            yield return new($"roles {string.Join(' ', roles.Select(role => role.Id).Order())}",
                $"Members with {Names(roles.Select(role => role.Name))} cannot be sanctioned: my highest role is not above theirs. Move it up in the server's settings, or exempt them.");
        }
        foreach (var problem in Configured()) yield return problem;
    }

    private IEnumerable<Need> Needs()
    {
        if (!_config.Enabled) yield break;
        yield return new(Permissions.ViewChannel, "Messages cannot be read", "Messages can be read");
        yield return new(Permissions.ReadMessageHistory, "What was written while I was away cannot be read", "What was written while I was away can be read");
        yield return new(Permissions.ManageMessages, "Messages cannot be deleted", "Messages can be deleted");
        if (HasRung(ActionKind.Timeout)) yield return new(Permissions.ModerateMembers, "Members cannot be timed out, as the ladder says", "Members can be timed out");
        if (HasRung(ActionKind.Kick)) yield return new(Permissions.KickMembers, "Members cannot be kicked, as the ladder says", "Members can be kicked");
        if (HasRung(ActionKind.Ban) || Raids is { Enabled: true, BanSuspects: true }) yield return new(Permissions.BanMembers, "Members cannot be banned, as the configuration says", "Members can be banned");
        yield return new(Permissions.ManageNicknames, "Nicknames cannot be taken away", "Nicknames can be taken away");
        yield return new(Permissions.ManageThreads, "Threads cannot be deleted or renamed", "Threads can be deleted or renamed");
        if (Raids.Enabled) yield return new(Permissions.ManageGuild, "Raid mode cannot close the server", "Raid mode can close the server");
        yield return new(Permissions.ViewAuditLog, "What moderators do by hand cannot become cases", "What moderators do by hand becomes cases");
    }

    private Interfaces.Raids.RaidConfig Raids => _config.Raids ?? new();

    private bool HasRung(ActionKind kind) => Array.Exists(_config.Ladder.Rungs, rung => rung.Action == kind);

    private bool Sanctions() => _config.Enabled && (HasRung(ActionKind.Timeout) || HasRung(ActionKind.Kick) || HasRung(ActionKind.Ban));

    /// <summary>Channels that the bot sees and where it may not do what it may elsewhere.</summary>
    private IEnumerable<PreflightProblem> Channels()
    {
        if (!_config.Enabled || !_bot.May(Permissions.ManageMessages)) yield break;
        var deaf = Moderated().Where(channel => Sees(channel) && (_bot.In(channel) & Permissions.ManageMessages) == 0).ToArray();
        if (deaf.Length > 0)
        {
            yield return new($"channels {string.Join(' ', deaf.Select(channel => channel.Id).OrderBy(id => id.Value))}",
                $"Messages cannot be deleted in {Names(deaf.Select(channel => $"#{channel.Name}"))}: the channel's permissions take Manage Messages from me.");
        }
    }

    private IEnumerable<PreflightProblem> Configured()
    {
        if (_config.LogChannel is { } log)
        {
            if (!_channels.TryGetValue(log, out var channel)) yield return new($"log {log}", "Moderators cannot be told anything: the log channel does not exist any more. Until there is one I write to the owner.");
            else if (Missing(channel, Permissions.ViewChannel, Permissions.SendMessages, Permissions.EmbedLinks) is { Length: > 0 } missing)
                yield return new($"log {log} {missing}", $"Moderators cannot be told what happened in <#{log}>: there I lack {missing}.");
        }
        if (_config.ModeratorRole is { } role && !_roles.Contains(role)) yield return new($"moderators {role}", "The moderator role does not exist any more: nobody is called, and nobody is a moderator by it.");
        var goneRoles = _config.ExemptRoles.Where(exempt => !_roles.Contains(exempt)).ToArray();
        if (goneRoles.Length > 0) yield return new($"exempt roles {string.Join(' ', goneRoles)}", $"{Count(goneRoles.Length, "role")} that the configuration exempts {(goneRoles.Length == 1 ? "does" : "do")} not exist any more: {Names(goneRoles.Select(id => id.ToString()))}.");
        var goneChannels = _config.ExemptChannels.Where(exempt => !_channels.ContainsKey(exempt)).ToArray();
        if (goneChannels.Length > 0) yield return new($"exempt channels {string.Join(' ', goneChannels)}", $"{Count(goneChannels.Length, "channel")} that the configuration exempts {(goneChannels.Length == 1 ? "does" : "do")} not exist any more, or cannot be seen by me: {Names(goneChannels.Select(id => id.ToString()))}.");
    }

    /// <summary>Roles that rank at least as high as the bot, of people who are not left alone anyway.</summary>
    private GuildRole[] OutOfReach() => [.. _layout.Roles
        .Where(role => _bot.IsBelow(role) && !_layout.BotRoles.Contains(role.Id.Value) && _standing.ExemptionOf(default, [role.Id.Value], default) is null)
        .OrderByDescending(role => role.Position)];

    private IEnumerable<string> Notes()
    {
        if (!_config.Enabled) yield return "Moderation is switched off here: nothing is done.";
        else if (_config.DryRun) yield return "This is a dry run: everything is found and recorded, and nothing is done.";
        if (_config.LogChannel is null) yield return "There is no log channel: what cannot wait goes to the owner.";
        if (_config.Enabled && _bot.May(Permissions.ViewChannel) && Moderated().Where(channel => !Sees(channel)).ToArray() is { Length: > 0 } hidden)
            yield return $"I do not see {Names(hidden.Select(channel => $"#{channel.Name}"))}, so nothing is moderated there.";
    }

    private IEnumerable<string> Fine()
    {
        foreach (var need in Needs())
        {
            if (_bot.May(need.Permission)) yield return $"{need.Working}.";
        }
        if (Sanctions() && OutOfReach().Length == 0) yield return "Everybody who is not exempt is within my reach.";
        if (_config.LogChannel is { } log && _channels.TryGetValue(log, out var channel) && Missing(channel, Permissions.ViewChannel, Permissions.SendMessages, Permissions.EmbedLinks).Length == 0)
            yield return $"I can write in <#{log}>.";
        if ((_config.ModeratorRole ?? _moderatorRole) is { } role && _roles.Contains(role)) yield return $"Moderators are called by <@&{role}>.";
    }

    private IEnumerable<GuildChannel> Moderated() =>
        _layout.Channels.Where(channel => channel.Type is Text or Voice or Announcement or Stage or Forum or Media && !_standing.IsExemptChannel(channel.Id));

    private bool Sees(GuildChannel channel) => (_bot.In(channel) & Permissions.ViewChannel) != 0;

    private string Missing(GuildChannel channel, params ReadOnlySpan<ulong> permissions)
    {
        List<string> missing = [];
        foreach (var permission in permissions)
        {
            if ((_bot.In(channel) & permission) == 0) missing.Add(Permissions.Name(permission));
        }
        return string.Join(" and ", missing);
    }

    private static string Names(IEnumerable<string> names)
    {
        string[] all = [.. names];
        var listed = string.Join(", ", all.Take(Listed));
        return all.Length <= Listed ? listed : string.Create(CultureInfo.InvariantCulture, $"{listed} and {all.Length - Listed} more");
    }

    private static string Count(int count, string thing) => count == 1 ? $"A {thing}" : string.Create(CultureInfo.InvariantCulture, $"{count} {thing}s");

    private readonly record struct Need(ulong Permission, string Failing, string Working);
}
