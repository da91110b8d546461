using System.Globalization;
using Murdoch.Discord.Components;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Cases;

namespace Murdoch.Grains.Commands.Cases;

/// <summary>Buttons beneath a case in the moderators' log: <c>case:undo:12</c>.</summary>
internal abstract class CaseButton(string verb) : IComponentHandler
{
    public string Name => $"case:{verb}";
    public ulong Needs => Permissions.ModerateMembers;

    public Task<Answer> Run(CommandCall call, CancellationToken cancellationToken) =>
        call.Arguments is [var text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Press(call, number, call.Grains.GetGrain<ICaseBookGrain>(call.Guild.Key), cancellationToken)
            : Task.FromResult(Answer.Of("This button names no case."));

    protected abstract Task<Answer> Press(CommandCall call, long number, ICaseBookGrain book, CancellationToken cancellationToken);
}

/// <summary>Asks why, in a form.</summary>
internal sealed class UndoButton() : CaseButton("undo")
{
    public const string Why = "why";

    protected override async Task<Answer> Press(CommandCall call, long number, ICaseBookGrain book, CancellationToken cancellationToken)
    {
        // Said before anybody has typed a reason for nothing.
        if (await book.Get(number) is not { } details) return Answer.Of($"There is no case {number} in this guild.");
        if (Grains.Cases.CaseRules.ReversalProblem(details.Case) is { } problem) return Answer.Of(problem);
        return new Answer.Asked(new($"case:undoing:{number}", $"Take case {number} back",
            new Label("Why", new TextInput(Why, TextInputStyle.Paragraph) { Required = false, MaxLength = ICaseBookGrain.NoteLimit })));
    }
}

internal sealed class UndoForm() : CaseButton("undoing")
{
    protected override async Task<Answer> Press(CommandCall call, long number, ICaseBookGrain book, CancellationToken cancellationToken)
    {
        var why = call.Interaction.Modal?.Text(UndoButton.Why);
        return Answer.Of(UndoCaseCommand.Undone(await book.Undo(number, new(call.User, CaseClosingKind.Undone, string.IsNullOrWhiteSpace(why) ? null : why.Trim())).WaitAsync(cancellationToken)));
    }
}

internal sealed class EscalateButton() : CaseButton("escalate")
{
    protected override async Task<Answer> Press(CommandCall call, long number, ICaseBookGrain book, CancellationToken cancellationToken) =>
        Answer.Of(CaseText.OfOrder(await book.Escalate(number, call.User).WaitAsync(cancellationToken)));
}

/// <summary>What was found is none: it is taken back, and the guild learns from it.</summary>
internal sealed class FalsePositiveButton() : CaseButton("false")
{
    protected override async Task<Answer> Press(CommandCall call, long number, ICaseBookGrain book, CancellationToken cancellationToken) =>
        Answer.Of(UndoCaseCommand.Undone(await book.Undo(number, new(call.User, CaseClosingKind.FalsePositive, null)).WaitAsync(cancellationToken)));
}
