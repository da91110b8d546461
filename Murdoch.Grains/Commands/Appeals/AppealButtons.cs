using System.Globalization;
using Murdoch.Discord.Components;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Appeals;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Commands.Appeals;

/// <summary>The button in a member's notice: <c>appeal:{guild}:12</c>, or with a violation, whose case had no number yet, <c>appeal:{guild}:v{violation}</c>.</summary>
internal sealed class AppealButton : IComponentHandler
{
    public const string Text = "text";

    public string Name => "appeal";

    /// <summary>For members; whether it is theirs is checked by the appeal.</summary>
    public ulong Needs => 0;

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        if (call.Arguments is not [var guild, var subject] || guild != call.Guild.ToString()) return Answer.Of("This button names nothing that could be appealed against.");
        if (await NumberOf(call, subject) is not { } number) return Answer.Of("It is being written down just now. Please press again in a moment.");
        if (await call.Grains.GetAppeal(call.Guild, number).GetObstacle(call.User) is { } obstacle) return Answer.Of(obstacle);
        return new Answer.Asked(new($"appeal:file:{guild}:{number}", $"Appeal against case {number}", new Label("Why was it wrong?", new TextInput(Text, TextInputStyle.Paragraph)
        {
            MinLength = 1,
            MaxLength = IAppealGrain.TextLimit,
        })
        { Description = "A moderator who did not act reads it." }));
    }

    private static async Task<long?> NumberOf(CommandCall call, string subject)
    {
        if (long.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        return subject.StartsWith('v') && Guid.TryParseExact(subject[1..], "N", out var violation)
            ? await call.Grains.GetGrain<ICaseBookGrain>(call.Guild.Key).FindByViolation(new ViolationId(violation))
            : null;
    }
}

internal sealed class AppealForm : IComponentHandler
{
    public string Name => "appeal:file";
    public ulong Needs => 0;

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        if (call.Arguments is not [var guild, var subject] || guild != call.Guild.ToString() || !long.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return Answer.Of("This form names nothing that could be appealed against.");
        var answer = await call.Grains.GetAppeal(call.Guild, number).Open(call.User, call.Interaction.Modal?.Text(AppealButton.Text).Trim() ?? "").WaitAsync(cancellationToken);
        return Answer.Of(answer.Problem ?? "The moderators have your appeal. You are told here what they decide.");
    }
}

/// <summary>A reviewer's decision begins with a form for its reason: <c>appeal:approve:12</c>.</summary>
internal abstract class ReviewButton(string verb, string form, string title, bool needsReason) : IComponentHandler
{
    public const string Reason = "reason";

    public string Name => $"appeal:{verb}";
    public ulong Needs => Permissions.ModerateMembers;

    public Task<Answer> Run(CommandCall call, CancellationToken cancellationToken) => Task.FromResult(
        call.Arguments is [var subject] && long.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new Answer.Asked(new($"appeal:{form}:{number}", $"{title} {number}", new Label("Reason", new TextInput(Reason, TextInputStyle.Paragraph) { Required = needsReason, MaxLength = IAppealGrain.TextLimit })
            {
                Description = "The member is told it.",
            }))
            : Answer.Of("This button names no appeal."));
}

internal sealed class ApproveButton() : ReviewButton("approve", "approving", "Grant the appeal against case", needsReason: false);

internal sealed class DenyButton() : ReviewButton("deny", "denying", "Deny the appeal against case", needsReason: true);

internal abstract class ReviewForm(string verb) : IComponentHandler
{
    public string Name => $"appeal:{verb}";
    public ulong Needs => Permissions.ModerateMembers;

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        if (call.Arguments is not [var subject] || !long.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return Answer.Of("This form names no appeal.");
        var reason = call.Interaction.Modal?.Text(ReviewButton.Reason).Trim() ?? "";
        var answer = await Decide(call.Grains.GetAppeal(call.Guild, number), call, reason).WaitAsync(cancellationToken);
        return Answer.Of(answer.Problem ?? Done(number));
    }

    protected abstract Task<AppealAnswer> Decide(IAppealGrain appeal, CommandCall call, string reason);

    protected abstract string Done(long number);
}

internal sealed class ApproveForm() : ReviewForm("approving")
{
    protected override Task<AppealAnswer> Decide(IAppealGrain appeal, CommandCall call, string reason) => appeal.Approve(call.User, reason.Length == 0 ? null : reason);

    protected override string Done(long number) => $"The appeal is granted: case {number} is taken back, and the member is told.";
}

internal sealed class DenyForm() : ReviewForm("denying")
{
    protected override Task<AppealAnswer> Decide(IAppealGrain appeal, CommandCall call, string reason) => appeal.Deny(call.User, reason);

    protected override string Done(long number) => $"The appeal is denied: case {number} stays, and the member is told.";
}
