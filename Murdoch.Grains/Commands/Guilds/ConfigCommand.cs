using System.Text;
using Murdoch.Discord.Interactions;
using Murdoch.Discord.Messages;
using Murdoch.Grains.Guilds;

namespace Murdoch.Grains.Commands.Guilds;

/// <summary>Shows all settings, or one, or sets it.</summary>
internal sealed class ConfigCommand : ICommandHandler
{
    private const string Setting = "setting", Value = "value";
    private const int Suggested = 25;

    public string Path => "murdoch config";
    public string Description => "Shows the guild's settings, or sets one";
    public ulong Needs => Permissions.ManageGuild;
    public ApplicationCommandOption[] Options =>
    [
        new(ApplicationCommandOptionType.Text, Setting, "Which; all are shown when left out") { Autocomplete = true, MaxLength = 50 },
        new(ApplicationCommandOptionType.Text, Value, "What it is to be; it is shown when left out") { Autocomplete = true, MaxLength = 2_000 },
    ];

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        var config = await call.GuildGrain.GetConfig();
        if (call.Text(Setting) is not { } name)
        {
            if (call.Text(Value) is not null) return Answer.Of("Say which setting is to have this value.");
            var all = new StringBuilder();
            foreach (var one in GuildSetting.All) all.Append("**").Append(one.Name).Append("** ").Append(CaseText.Short(one.Show(config), 120)).Append('\n');
            return Answer.Of(new OutgoingMessage
            {
                Embeds = [new() { Title = "How this guild is moderated", Description = all.ToString(), Footer = new($"Version {config.Version}. Set one with /murdoch config setting value.") }],
            });
        }
        if (GuildSetting.Find(name) is not { } setting) return Answer.Of($"There is no setting `{CaseText.Short(name, 50)}`. `/murdoch config` shows all of them.");
        if (call.Text(Value) is not { } value) return Answer.Of($"**{setting.Name}** is {CaseText.Short(setting.Show(config), 1_500)}\n{setting.Description}. It takes {setting.Allowed}.");
        if (setting.Set(config, value.Trim()) is null) return Answer.Of($"**{setting.Name}** takes {setting.Allowed}. It stays {CaseText.Short(setting.Show(config), 200)}.");
        if (await GuildChanges.Change(call, current => setting.Set(current, value.Trim()) ?? current) is { } problem) return Answer.Of($"It stays as it was. {problem}");
        return Answer.Of($"**{setting.Name}** is now {CaseText.Short(setting.Show(await call.GuildGrain.GetConfig()), 1_500)}, it was {CaseText.Short(setting.Show(config), 200)}. Set by <@{call.User}>.");
    }

    public Task<OptionChoice[]> Suggest(CommandCall call, InteractionOption typed, CancellationToken cancellationToken)
    {
        var text = typed.Text ?? "";
        if (typed.Name == Setting)
        {
            var found = GuildSetting.All.Where(setting => setting.Name.Contains(text, StringComparison.OrdinalIgnoreCase)).Take(Suggested);
            return Task.FromResult<OptionChoice[]>([.. found.Select(setting => new OptionChoice($"{setting.Name}: {setting.Description}", setting.Name))]);
        }
        var values = GuildSetting.Find(call.Text(Setting) ?? "")?.Values ?? [];
        return Task.FromResult<OptionChoice[]>([.. values.Where(value => value.StartsWith(text, StringComparison.OrdinalIgnoreCase)).Select(value => new OptionChoice(value, value))]);
    }
}
