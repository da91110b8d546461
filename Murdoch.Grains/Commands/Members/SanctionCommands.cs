using Murdoch.Discord.Interactions;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Actions;

namespace Murdoch.Grains.Commands.Members;

internal sealed class WarnCommand() : SanctionCommand(ActionKind.Warn)
{
    public override string Path => "warn";
    public override string Description => "Warns a member, by direct message where they take any";
    public override ulong Needs => Permissions.ModerateMembers;
}

internal sealed class TimeoutCommand() : SanctionCommand(ActionKind.Timeout)
{
    public override string Path => "timeout";
    public override string Description => "Lets a member not write for a while";
    public override ulong Needs => Permissions.ModerateMembers;
    public override ApplicationCommandOption[] Options =>
    [
        MemberOption,
        new(ApplicationCommandOptionType.Text, Length, "How long: 10m, 2h30m, 7d; at most 28d") { Required = true, Autocomplete = true, MaxLength = 30 },
        ReasonOption,
    ];

    protected override string LengthProblem => "A timeout lasts 1 second to 28 days: `10m`, `2h30m`, `7d`.";

    protected override int? Seconds(CommandCall call) =>
        DurationText.Parse(call.Text(Length) ?? "") is { } seconds and <= GuildConfigRules.LongestTimeoutSeconds ? seconds : null;
}

internal sealed class RemoveTimeoutCommand() : SanctionCommand(ActionKind.RemoveTimeout)
{
    public override string Path => "untimeout";
    public override string Description => "Ends a member's timeout";
    public override ulong Needs => Permissions.ModerateMembers;
}

internal sealed class KickCommand() : SanctionCommand(ActionKind.Kick)
{
    public override string Path => "kick";
    public override string Description => "Removes a member, who may come back";
    public override ulong Needs => Permissions.KickMembers;
}

internal sealed class BanCommand() : SanctionCommand(ActionKind.Ban)
{
    public override string Path => "ban";
    public override string Description => "Bans a user, for ever or for a while";
    public override ulong Needs => Permissions.BanMembers;
    public override ApplicationCommandOption[] Options =>
    [
        MemberOption,
        ReasonOption,
        new(ApplicationCommandOptionType.Text, Length, "How long: 7d, 4w; for ever when left out") { Autocomplete = true, MaxLength = 30 },
        new(ApplicationCommandOptionType.WholeNumber, DeleteBack, "Days back for which their messages are removed") { MinValue = 0, MaxValue = 7 },
    ];

    protected override bool ReachesStrangers => true;
    protected override string LengthProblem => "A ban lasts 1 second to 366 days: `7d`, `4w`. Leave it out for one that does not end.";

    protected override int? Seconds(CommandCall call) =>
        call.Text(Length) is not { } text ? 0 : DurationText.Parse(text) is { } seconds and <= GuildConfigRules.LongestBanSeconds ? seconds : null;
}

internal sealed class UnbanCommand() : SanctionCommand(ActionKind.Unban)
{
    public override string Path => "unban";
    public override string Description => "Lets a banned user come back";
    public override ulong Needs => Permissions.BanMembers;
    protected override bool ReachesStrangers => true;
}
