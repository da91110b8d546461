using Murdoch.Discord.Components;
using Murdoch.Discord.Messages;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Raids;

namespace Murdoch.Grains.Commands.Guilds;

internal sealed class RaidOnCommand : ICommandHandler
{
    public string Path => "murdoch raid on";
    public string Description => "Closes the guild to newcomers until it is quiet";
    public ulong Needs => Permissions.ModerateMembers;

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        var raid = await call.GuildGrain.StartRaid(call.User);
        await call.Audit(CommandAudit.RaidStarted, "raid");
        return RaidText.Of(raid);
    }
}

internal sealed class RaidOffCommand : ICommandHandler
{
    public string Path => "murdoch raid off";
    public string Description => "Ends raid mode; everything is put back as it was";
    public ulong Needs => Permissions.ModerateMembers;

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        if ((await call.GuildGrain.GetRaid()).Since is null) return Answer.Of("There is no raid mode to end.");
        await call.GuildGrain.EndRaid(call.User);
        await call.Audit(CommandAudit.RaidEnded, "raid");
        return Answer.Of("Raid mode ends. Everything is put back as it was.");
    }
}

internal sealed class RaidStatusCommand : ICommandHandler
{
    public string Path => "murdoch raid status";
    public string Description => "Who belongs to the raid, and a button that bans them";
    public ulong Needs => Permissions.ModerateMembers;

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken) => RaidText.Of(await call.GuildGrain.GetRaid());
}

/// <summary>Bans all whom the preview showed, and nobody who came after it: it names how many they were.</summary>
internal sealed class BanRaidersButton : IComponentHandler
{
    public string Name => "raid:ban";
    public ulong Needs => Permissions.BanMembers;

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        if (call.Arguments is not [var since, var count] || !long.TryParse(since, out var began) || !int.TryParse(count, out var shown)) return Answer.Of("This button names no raid.");
        if (!call.BotMay(Permissions.BanMembers)) return Answer.Of("I need the permission Ban Members for that.");
        var raid = await call.GuildGrain.GetRaid();
        if (raid.Since?.ToUnixTimeMilliseconds() != began) return Answer.Of("That raid is over.");
        var ordered = await call.GuildGrain.BanSuspects([.. raid.Suspects.Take(shown).Select(suspect => suspect.User)], call.User);
        return Answer.Of($"{ordered.BansPending} bans are under way, 200 to a request. `/murdoch raid status` shows how it goes.");
    }
}

internal static class RaidText
{
    private const int Shown = 40;

    public static Answer Of(RaidStatus raid)
    {
        if (raid.Since is not { } since) return Answer.Of("There is no raid.");
        var suspects = raid.Suspects.Length == 0 ? "Nobody is suspected so far."
            : string.Join(' ', raid.Suspects.Take(Shown).Select(suspect => $"<@{suspect.User}>")) + (raid.Suspects.Length > Shown ? $" and {raid.Suspects.Length - Shown} more" : "");
        var ends = raid.EndsAt is { } at ? $"ends <t:{at.ToUnixTimeSeconds()}:R> unless there is another sign" : "is being put back";
        return Answer.Of(new OutgoingMessage
        {
            Embeds =
            [
                new()
                {
                    Title = "Raid mode",
                    Description = $"{raid.Trigger}\nSince <t:{since.ToUnixTimeSeconds()}:R>; {ends}.{(raid.Problem is { } problem ? $"\n{problem}" : "")}",
                    Fields =
                    [
                        new($"Suspects: {raid.Suspects.Length}", suspects),
                        new("Messages removed", $"{raid.Messages}", Inline: true),
                        new("Banned", $"{raid.Banned}", Inline: true),
                        new("Bans under way", $"{raid.BansPending}", Inline: true),
                    ],
                },
            ],
            Components = raid.Suspects.Length == 0 ? [] : [new(Button.Of($"raid:ban:{since.ToUnixTimeMilliseconds()}:{raid.Suspects.Length}", $"Ban all {raid.Suspects.Length}", ButtonStyle.Danger))],
        });
    }
}
