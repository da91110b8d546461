using System.Globalization;
using System.Text;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Explanations;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Commands.Messages;

/// <summary>Says what the guild's rules make of a message, and why; nothing is counted or done.</summary>
internal sealed class CheckMessageCommand(DiscordRest rest) : MessageCommand
{
    private const int Rules = 8;

    public override string Path => "Check message";
    public override ulong Needs => Permissions.ManageMessages;

    protected override async Task<Answer> Run(CommandCall call, MessagePosted message, CancellationToken cancellationToken)
    {
        // The message comes without its author's roles, and those may be exempt.
        try { message = message with { AuthorRoles = (await rest.GetMember(call.Guild.Value, message.Author.Value, RequestPriority.Log.For(call.Guild.Value), cancellationToken)).Roles }; }
        catch (DiscordApiException exception) when (!exception.IsTransient) { }
        return Answer.Of(Text(await call.GuildGrain.Explain(message)));
    }

    public static string Text(MessageExplanation explanation)
    {
        var text = new StringBuilder(explanation.Verdict.Why).Append('\n');
        if (explanation.Texts is [var first, ..] && first.Normalised != first.Text) text.Append("It reads: ").Append(CaseText.Short(first.Normalised, 300)).Append('\n');
        foreach (var rule in explanation.Rules.Where(rule => rule.Outcome is RuleOutcome.Decided or RuleOutcome.Outweighed or RuleOutcome.Spared).Take(Rules))
        {
            text.Append(CultureInfo.InvariantCulture, $"**{rule.Rule}** {rule.Severity:0.00}{(rule.Place is { } place ? $" at “{CaseText.Short(place.Original, 80)}”" : "")}: {CaseText.Short(rule.Why, 200)}\n");
        }
        var silent = explanation.Rules.Where(rule => rule.Outcome is RuleOutcome.FoundNothing).Select(rule => rule.Rule).ToArray();
        if (silent.Length > 0) text.Append(CultureInfo.InvariantCulture, $"Found nothing: {string.Join(", ", silent)}.\n");
        var exempt = explanation.Exemptions.Where(test => test.Applies).Select(test => test.Name).ToArray();
        if (exempt.Length > 0) text.Append(CultureInfo.InvariantCulture, $"Left alone because of: {string.Join(", ", exempt)}.");
        return text.ToString();
    }
}
