using System.Globalization;
using Microsoft.Extensions.Options;
using Murdoch.Discord.Interactions;
using Murdoch.Discord.Messages;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Members;

namespace Murdoch.Grains.Commands.Guilds;

internal sealed class StatsCommand : ICommandHandler
{
    public string Path => "murdoch stats";
    public string Description => "Messages, violations and actions of the last hour, day and week";
    public ulong Needs => Permissions.ModerateMembers;

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        var overview = await call.GuildGrain.GetOverview();
        return Answer.Of(new OutgoingMessage
        {
            Embeds =
            [
                new()
                {
                    Title = overview.Name,
                    Description = overview.DryRun ? "Dry-run: everything is found and shown, nothing is done." : null,
                    Fields = [Field("Last hour", overview.Hour), Field("Last day", overview.Day), Field("Last week", overview.Week)],
                    Footer = new($"{overview.Buffered} messages wait for the analyser, {overview.ActionsPending} actions for Discord."),
                },
            ],
        });
    }

    private static EmbedField Field(string name, PeriodCounts counts) => new(name, string.Create(
        CultureInfo.InvariantCulture, $"{counts.Messages:N0} messages\n{counts.Violations:N0} violations\n{counts.Actions:N0} actions"), Inline: true);
}

internal sealed class WarningsCommand(MemberGrains members) : ICommandHandler
{
    private const string Member = "user";
    private const int Shown = 10;

    public string Path => "murdoch warnings";
    public string Description => "A member's level and what was done to them";
    public ulong Needs => Permissions.ModerateMembers;
    public ApplicationCommandOption[] Options => [new(ApplicationCommandOptionType.User, Member, "Who") { Required = true }];

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        var member = new UserId(call.Id(Member));
        if (member.Value == 0) return Answer.Of("Say who is meant.");
        var ladder = (await call.GuildGrain.GetConfig()).Ladder;
        var status = await members.Get(call.Guild, member).GetLadder(ladder);
        var cases = await call.Grains.GetGrain<ICaseBookGrain>(call.Guild.Key).GetPage(null, Shown, member);
        var level = status.LastStepAt is { } last
            ? string.Create(CultureInfo.InvariantCulture, $"<@{member}> is at level {status.Level} of {ladder.Rungs.Length}; the last step was <t:{last.ToUnixTimeSeconds()}:R>.")
            : $"<@{member}> has done nothing that was punished.";
        return Answer.Of(cases.Length == 0 ? level : $"{level}\n{string.Join('\n', cases.Select(CaseText.Line))}");
    }
}

internal sealed class ClearCommand(MemberGrains members) : ICommandHandler
{
    private const string Member = "user";

    public string Path => "murdoch clear";
    public string Description => "Takes a member back to level 0; their cases stay";
    public ulong Needs => Permissions.ModerateMembers;
    public ApplicationCommandOption[] Options => [new(ApplicationCommandOptionType.User, Member, "Who") { Required = true }];

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        var member = new UserId(call.Id(Member));
        if (member.Value == 0) return Answer.Of("Say who is meant.");
        if (await call.GuildGrain.GetModerationObstacle(call.User, call.UserRoles, member, call.Command.Resolved.Member(member.Value)?.Roles) is { } obstacle) return Answer.Of(obstacle);
        await members.Get(call.Guild, member).Clear();
        await call.Audit(CommandAudit.MemberCleared, $"member {member}");
        return Answer.Of($"<@{member}> is at level 0 again. What is under way in Discord stays: `/murdoch case undo` takes that back.");
    }
}

internal sealed class DashboardCommand(IOptions<DashboardAddress> dashboard) : ICommandHandler
{
    public string Path => "murdoch dashboard";
    public string Description => "Where this guild is shown in a browser";
    public ulong Needs => Permissions.ModerateMembers;

    public Task<Answer> Run(CommandCall call, CancellationToken cancellationToken) => Task.FromResult(Answer.Of(dashboard.Value.Url is { } url
        ? $"{url.TrimEnd('/')}/guilds/{call.Guild}"
        : "Whoever runs this bot has not said where its dashboard is (DASHBOARD_URL)."));
}
