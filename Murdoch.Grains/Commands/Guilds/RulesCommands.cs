using Murdoch.Discord.Components;
using Murdoch.Discord.Messages;
using Murdoch.Grains.Guilds;

namespace Murdoch.Grains.Commands.Guilds;

internal sealed class ViewRulesCommand : ICommandHandler
{
    public string Path => "murdoch rules view";
    public string Description => "Shows the guild's own rules, as the analyser is told them";
    public ulong Needs => Permissions.ModerateMembers;

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken) => (await call.GuildGrain.GetConfig()).Rules is { } rules
        ? Answer.Of(new OutgoingMessage { Embeds = [new() { Title = "The guild's rules", Description = rules }] })
        : Answer.Of("No rules are set. `/murdoch rules upload` takes them.");
}

/// <summary>Opens a form with the rules that there are.</summary>
internal sealed class UploadRulesCommand : ICommandHandler
{
    public const string Form = "rules:save", Text = "rules";
    private const int LongestField = 4_000;

    public string Path => "murdoch rules upload";
    public string Description => "Sets the guild's own rules in words";
    public ulong Needs => Permissions.ManageGuild;

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        var rules = (await call.GuildGrain.GetConfig()).Rules;
        // What does not fit into the form would be cut off by saving it.
        if (rules is { Length: > LongestField }) return Answer.Of("The rules are longer than Discord's forms take. Change them on the dashboard.");
        return new Answer.Asked(new(Form, "The guild's rules", new Label("Rules", new TextInput(Text, TextInputStyle.Paragraph)
        {
            MinLength = 1,
            MaxLength = LongestField,
            Value = string.IsNullOrEmpty(rules) ? null : rules,
            Placeholder = "1. Be kind. 2. No advertising. …",
        })
        { Description = "The analyser is told them and may cite them." }));
    }
}

internal sealed class RulesForm : IComponentHandler
{
    public string Name => UploadRulesCommand.Form;
    public ulong Needs => Permissions.ManageGuild;

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        var rules = call.Interaction.Modal?.Text(UploadRulesCommand.Text).Trim() ?? "";
        if (rules.Length == 0) return Answer.Of("There were no rules in it; they stay as they were.");
        return Answer.Of(await GuildChanges.Change(call, config => config with { Rules = rules }) ?? $"The rules are set, {rules.Length} characters.");
    }
}

internal sealed class ClearRulesCommand : ICommandHandler
{
    public string Path => "murdoch rules clear";
    public string Description => "Forgets the guild's own rules";
    public ulong Needs => Permissions.ManageGuild;

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken) =>
        Answer.Of(await GuildChanges.Change(call, config => config with { Rules = null }) ?? "The guild has no rules of its own any more.");
}
