using System.Globalization;
using Murdoch.Discord.Interactions;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Appeals;
using Murdoch.Grains.Interfaces.Cases;

namespace Murdoch.Grains.Commands.Appeals;

internal sealed class ListAppealsCommand : ICommandHandler
{
    private const int Shown = 15;

    public string Path => "murdoch appeal list";
    public string Description => "Appeals that wait for a decision";
    public ulong Needs => Permissions.ModerateMembers;

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        var appeals = await call.Grains.GetGrain<ICaseBookGrain>(call.Guild.Key).GetAppeals(AppealState.Open, null, Shown);
        return Answer.Of(appeals.Length == 0 ? "No appeal waits for a decision." : string.Join('\n', appeals.Select(Line)));
    }

    private static string Line(Appeal appeal) => string.Create(CultureInfo.InvariantCulture,
        $"Case **{appeal.Case}** <t:{appeal.OpenedAt.ToUnixTimeSeconds()}:R> by <@{appeal.Member}>{(appeal.Channel is { } channel ? $" in <#{channel}>" : "")}: {CaseText.Short(appeal.Text, 100)}");
}

/// <summary>Decides without a thread: for guilds that have no log channel.</summary>
internal abstract class DecideAppealCommand(bool needsReason) : ICommandHandler
{
    private const string Number = "number", Reason = "reason";

    public abstract string Path { get; }
    public abstract string Description { get; }
    public ulong Needs => Permissions.ModerateMembers;
    public ApplicationCommandOption[] Options =>
    [
        new(ApplicationCommandOptionType.WholeNumber, Number, "The case's number") { Required = true, MinValue = 1 },
        new(ApplicationCommandOptionType.Text, Reason, "Why; the member is told") { Required = needsReason, MaxLength = IAppealGrain.TextLimit },
    ];

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        if (call.Number(Number) is not (>= 1 and var number)) return Answer.Of("Say which case.");
        var answer = await Decide(call.Grains.GetAppeal(call.Guild, number), call, call.Text(Reason)?.Trim() ?? "").WaitAsync(cancellationToken);
        return Answer.Of(answer.Problem ?? string.Create(CultureInfo.InvariantCulture, $"The appeal against case {number} is decided, and the member is told."));
    }

    protected abstract Task<AppealAnswer> Decide(IAppealGrain appeal, CommandCall call, string reason);
}

internal sealed class ApproveAppealCommand() : DecideAppealCommand(needsReason: false)
{
    public override string Path => "murdoch appeal approve";
    public override string Description => "Grants an appeal: the case is taken back";

    protected override Task<AppealAnswer> Decide(IAppealGrain appeal, CommandCall call, string reason) => appeal.Approve(call.User, reason.Length == 0 ? null : reason);
}

internal sealed class DenyAppealCommand() : DecideAppealCommand(needsReason: true)
{
    public override string Path => "murdoch appeal deny";
    public override string Description => "Denies an appeal: the case stays";

    protected override Task<AppealAnswer> Decide(IAppealGrain appeal, CommandCall call, string reason) => appeal.Deny(call.User, reason);
}
