using System.Globalization;
using Murdoch.Discord.Interactions;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Commands.Cases;

/// <summary>What moderators do with a case by its number.</summary>
internal abstract class CaseCommand : ICommandHandler
{
    private const int Suggested = 25;
    protected const string Number = "number", Text = "text", Member = "user";

    public abstract string Path { get; }
    public abstract string Description { get; }
    public ulong Needs => Permissions.ModerateMembers;
    public virtual ApplicationCommandOption[] Options => [NumberOption];

    protected static ApplicationCommandOption NumberOption { get; } = new(ApplicationCommandOptionType.WholeNumber, Number, "The case's number") { Required = true, Autocomplete = true, MinValue = 1 };

    public abstract Task<Answer> Run(CommandCall call, CancellationToken cancellationToken);

    public async Task<OptionChoice[]> Suggest(CommandCall call, InteractionOption typed, CancellationToken cancellationToken)
    {
        if (typed.Name != Number) return [];
        var cases = await Book(call).GetPage(null, 100, null);
        return [.. cases.Where(one => one.Number.ToString(CultureInfo.InvariantCulture).StartsWith(typed.Text ?? "", StringComparison.Ordinal)).Take(Suggested)
            .Select(one => new OptionChoice(CaseText.Short(string.Create(CultureInfo.InvariantCulture, $"{one.Number}: {CaseText.Deed(one)}, {one.Reason}"), 100), one.Number))];
    }

    protected static ICaseBookGrain Book(CommandCall call) => call.Grains.GetGrain<ICaseBookGrain>(call.Guild.Key);

    protected static ApplicationCommandOption TextOption(string description, bool required = true) =>
        new(ApplicationCommandOptionType.Text, Text, description) { Required = required, MaxLength = ICaseBookGrain.NoteLimit };
}

internal sealed class ViewCaseCommand : CaseCommand
{
    public override string Path => "murdoch case view";
    public override string Description => "Shows a case with its notes";

    public override async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken) =>
        Answer.Of(await Book(call).Get(call.Number(Number) ?? 0) is { } details ? CaseText.Of(details) : $"There is no case {call.Number(Number)} in this guild.");
}

internal sealed class ListCasesCommand : CaseCommand
{
    private const int Shown = 15;

    public override string Path => "murdoch case list";
    public override string Description => "The newest cases, of everybody or of one member";
    public override ApplicationCommandOption[] Options => [new(ApplicationCommandOptionType.User, Member, "Only of this member")];

    public override async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        var member = call.Id(Member) is not 0 and var id ? new UserId(id) : (UserId?)null;
        var cases = await Book(call).GetPage(null, Shown, member);
        return Answer.Of(cases.Length == 0 ? "There are no cases." : string.Join('\n', cases.Select(CaseText.Line)));
    }
}

internal sealed class NoteCaseCommand : CaseCommand
{
    public override string Path => "murdoch case note";
    public override string Description => "Writes a note on a case";
    public override ApplicationCommandOption[] Options => [NumberOption, TextOption("The note; only moderators see it")];

    public override async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken) =>
        Answer.Of(CaseText.Of(await Book(call).AddNote(call.Number(Number) ?? 0, call.User, call.Text(Text) ?? ""), "The note is on the case."));
}

internal sealed class ReasonCaseCommand : CaseCommand
{
    public override string Path => "murdoch case reason";
    public override string Description => "Changes a case's reason; the old one stays among its notes";
    public override ApplicationCommandOption[] Options => [NumberOption, TextOption("The reason")];

    public override async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken) =>
        Answer.Of(CaseText.Of(await Book(call).SetReason(call.Number(Number) ?? 0, call.User, call.Text(Text) ?? ""), "The reason is changed."));
}

internal sealed class UndoCaseCommand : CaseCommand
{
    public override string Path => "murdoch case undo";
    public override string Description => "Takes a case back: its effect and its step on the ladder";
    public override ApplicationCommandOption[] Options => [NumberOption, TextOption("Why", required: false)];

    public override async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken) => Answer.Of(Undone(
        await Book(call).Undo(call.Number(Number) ?? 0, new(call.User, CaseClosingKind.Undone, call.Text(Text))).WaitAsync(cancellationToken)));

    public static string Undone(CaseAnswer answer) => answer switch
    {
        { Problem: { } problem } => problem,
        { Case: { Closed: { Outcome: Interfaces.Actions.ActionOutcome.Pending } } one } => $"Case {one.Number} is taken back; Discord does not answer just now, and its effect is ended as soon as it does.",
        { Case: { Closed: { } closed } one } => string.Create(CultureInfo.InvariantCulture, $"Case {one.Number} is taken back.{(closed.Detail is { } detail ? $" {detail}" : "")}"),
        _ => "Nothing was done.",
    };
}

internal sealed class UndoRuleCommand : CaseCommand
{
    private const string Rule = "rule", Hours = "hours";

    public override string Path => "murdoch case undo-rule";
    public override string Description => "Takes back what one rule did to members lately";
    public override ApplicationCommandOption[] Options =>
    [
        new(ApplicationCommandOptionType.Text, Rule, "The rule, as cases name it: invite, listed-word, analysis …") { Required = true, MaxLength = 100 },
        new(ApplicationCommandOptionType.Number, Hours, "How many hours back") { Required = true, MinValue = 0.1, MaxValue = 720 },
        TextOption("Why", required: false),
    ];

    public override async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        var from = call.At - TimeSpan.FromHours(Math.Clamp(call.Command.Option(Hours)?.Number ?? call.Number(Hours) ?? 1, 0, 720));
        var answer = await Book(call).UndoRule(call.Text(Rule) ?? "", from, call.At, new(call.User, CaseClosingKind.RolledBack, call.Text(Text))).WaitAsync(cancellationToken);
        if (answer is { Undone.Length: 0, Left.Length: 0 }) return Answer.Of("That rule did nothing to members in this time that still stands.");
        var text = $"{answer.Undone.Length} cases are taken back.";
        if (answer.Left.Length > 0) text += $" {answer.Left.Length} could not be: {string.Join(", ", answer.Left.Take(20))}.";
        return Answer.Of(answer.More ? text + " There are more: ask again." : text);
    }
}
