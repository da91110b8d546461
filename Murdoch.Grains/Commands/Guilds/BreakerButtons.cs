using System.Globalization;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Breakers;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Commands.Guilds;

/// <summary>
/// Buttons of the message that says that a rule or a moderator was stopped: <c>breaker:confirm:invite:1741953600000</c>. The number names the state that the message
/// was about; without one the button decides about whatever there is. In an owner's direct messages the guild stands before the subject.
/// </summary>
internal abstract class BreakerButton(string name) : IComponentHandler
{
    public string Name => name;
    public ulong Needs => Permissions.ManageGuild;

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        var arguments = call.Interaction.GuildId == 0 ? call.Arguments.AsSpan(Math.Min(1, call.Arguments.Length)) : call.Arguments;
        if (arguments is not [var subject, ..] || subject.Length == 0) return Unnamed;
        long? number = arguments.Length > 1 && long.TryParse(arguments[1], NumberStyles.None, CultureInfo.InvariantCulture, out var named) ? named : null;
        return await Decide(call, subject, number) is not { } answer ? Unnamed
            // Everybody who reads the message sees what was decided, and there is nothing left to press.
            : answer.IsDone && call.Interaction.Message is not null ? new Answer.Changed(new() { Content = answer.Text, Components = [] }) : Answer.Of(answer.Text);
    }

    private static Answer Unnamed => Answer.Of("This button names nothing that could be decided.");

    /// <returns>Null when there is no such subject.</returns>
    protected abstract Task<BreakerAnswer?> Decide(CommandCall call, string subject, long? number);
}

/// <summary>The rule was right.</summary>
internal sealed class ConfirmRuleButton() : BreakerButton(Id)
{
    public const string Id = "breaker:confirm";

    protected override async Task<BreakerAnswer?> Decide(CommandCall call, string subject, long? number) => await call.GuildGrain.ConfirmRule(subject, call.User, number);
}

/// <summary>The rule was wrong.</summary>
internal sealed class RollBackRuleButton() : BreakerButton(Id)
{
    public const string Id = "breaker:rollback";

    protected override async Task<BreakerAnswer?> Decide(CommandCall call, string subject, long? number) => await call.GuildGrain.RollBackRule(subject, call.User, number);
}

/// <summary>The moderator was right. Theirs is not to say so.</summary>
internal sealed class ConfirmModeratorButton() : BreakerButton(Id)
{
    public const string Id = "breaker:confirm-mod";

    protected override async Task<BreakerAnswer?> Decide(CommandCall call, string subject, long? number) =>
        UserId.TryParse(subject, null, out var moderator) ? await call.Grains.GetGrain<ICaseBookGrain>(call.Guild.Key).ConfirmModerator(moderator, call.User, number) : null;
}

/// <summary>The moderator was wrong.</summary>
internal sealed class RollBackModeratorButton() : BreakerButton(Id)
{
    public const string Id = "breaker:rollback-mod";

    protected override async Task<BreakerAnswer?> Decide(CommandCall call, string subject, long? number) =>
        UserId.TryParse(subject, null, out var moderator) ? await call.Grains.GetGrain<ICaseBookGrain>(call.Guild.Key).RollBackModerator(moderator, call.User, number) : null;
}
