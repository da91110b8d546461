using Murdoch.Discord.Interactions;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Commands.Members;

/// <summary>A moderator does something to a member: the same ladder and the same cases as what rules do.</summary>
internal abstract class SanctionCommand(ActionKind kind) : ICommandHandler
{
    private const string NoReason = "No reason was given.";
    protected const string Member = "user", Reason = "reason", Length = "duration", DeleteBack = "delete";

    public abstract string Path { get; }
    public abstract string Description { get; }
    public abstract ulong Needs { get; }
    public virtual ApplicationCommandOption[] Options => [MemberOption, ReasonOption];

    protected static ApplicationCommandOption MemberOption { get; } = new(ApplicationCommandOptionType.User, Member, "Who") { Required = true };
    protected static ApplicationCommandOption ReasonOption { get; } = new(ApplicationCommandOptionType.Text, Reason, "Why; the member is told") { MaxLength = ICaseBookGrain.NoteLimit };

    /// <summary>Whether somebody who is not in the guild can be meant.</summary>
    protected virtual bool ReachesStrangers => false;

    protected virtual int? Seconds(CommandCall call) => 0;

    protected virtual string? LengthProblem => null;

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        var target = new UserId(call.Id(Member));
        if (target.Value == 0) return Answer.Of("Say who is meant.");
        var member = call.Command.Resolved.Member(target.Value);
        if (member is null && !ReachesStrangers) return Answer.Of($"<@{target}> is no member here any more.");
        if (!call.BotMay(Needs)) return Answer.Of($"I need the permission {Permissions.Name(Needs)} for that. `/murdoch check` tells what else is missing.");
        if (await call.GuildGrain.GetModerationObstacle(call.User, call.UserRoles, target, member?.Roles) is { } obstacle) return Answer.Of(obstacle);
        if (Seconds(call) is not { } seconds) return Answer.Of(LengthProblem ?? "That is no length of time.");
        var reason = call.Text(Reason) is { } given && !string.IsNullOrWhiteSpace(given) ? given.Trim() : NoReason;
        var days = (int)Math.Clamp(call.Command.Option(DeleteBack)?.WholeNumber ?? 0, 0, 7);
        var book = call.Grains.GetGrain<ICaseBookGrain>(call.Guild.Key);
        var answer = await book.Order(new(call.Cause, call.User, target, kind, seconds, reason, days * 86_400)).WaitAsync(cancellationToken);
        return Answer.Of(CaseText.OfOrder(answer));
    }

    public virtual Task<OptionChoice[]> Suggest(CommandCall call, InteractionOption typed, CancellationToken cancellationToken) =>
        Task.FromResult(typed.Name == Length ? Lengths(typed.Text ?? "") : []);

    private static OptionChoice[] Lengths(string typed)
    {
        string[] common = ["10m", "1h", "6h", "1d", "3d", "7d", "28d"];
        var offered = common.Where(length => length.StartsWith(typed, StringComparison.OrdinalIgnoreCase));
        if (DurationText.Parse(typed) is { } seconds) offered = offered.Prepend(DurationText.Of(seconds));
        return [.. offered.Distinct().Select(length => new OptionChoice(length, length))];
    }
}
