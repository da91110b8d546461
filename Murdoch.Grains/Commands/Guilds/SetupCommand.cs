using Murdoch.Discord.Components;
using Murdoch.Discord.Messages;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Commands.Guilds;

/// <summary>Walks a new guild through what matters, each choice in force at once; dry-run until somebody says otherwise.</summary>
internal sealed class SetupCommand : ICommandHandler
{
    public string Path => "murdoch setup";
    public string Description => "Sets the guild up in a minute";
    public ulong Needs => Permissions.ManageGuild;

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        // Nothing happens to anybody while it is being set up for the first time.
        if ((await call.GuildGrain.GetConfig()).Version == 0 && await GuildChanges.Change(call, config => config with { DryRun = true }) is { } problem) return Answer.Of(problem);
        return Answer.Of(Page(await call.GuildGrain.GetConfig()));
    }

    public static OutgoingMessage Page(GuildConfig config) => new()
    {
        Embeds =
        [
            new()
            {
                Title = "Setting up Murdoch",
                Description = config.DryRun
                    ? "It is in dry-run: everything is found and shown, nothing is done. Look at it for a day, then let it act."
                    : "It acts: messages that break the rules are removed, and members climb the ladder.",
                Fields =
                [
                    new("1. Who moderates", config.ModeratorRole is { } role ? $"<@&{role}>" : "Choose a role; it is called when something is serious."),
                    new("2. Where it tells you", config.LogChannel is { } channel ? $"<#{channel}>" : "Choose a channel that only moderators see."),
                    new("3. How strict it is", Strictness.Of(config)?.Description ?? "Settings of your own."),
                ],
            },
        ],
        Components =
        [
            new(new RoleSelect("setup:role") { Placeholder = "Moderators' role", MinValues = 1, MaxValues = 1 }),
            new(new ChannelSelect("setup:channel") { Placeholder = "Channel for what happened", ChannelTypes = [0], MinValues = 1, MaxValues = 1 }),
            new(new StringSelect("setup:strictness", [.. Strictness.All.Select(one => new SelectOption(one.Label, one.Name, one.Description, one == Strictness.Of(config) ? true : null))]) { Placeholder = "Strictness" }),
            new(config.DryRun ? Button.Of("setup:act:on", "Let it act", ButtonStyle.Success) : Button.Of("setup:act:off", "Back to dry-run")),
        ],
    };
}

/// <summary>A choice in the set-up, in force at once.</summary>
internal abstract class SetupStep(string step) : IComponentHandler
{
    public string Name => $"setup:{step}";
    public ulong Needs => Permissions.ManageGuild;

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        if (Choose(call) is not { } choose) return Answer.Of("That is no choice here.");
        if (await GuildChanges.Change(call, choose) is { } problem) return Answer.Of(problem);
        return new Answer.Changed(SetupCommand.Page(await call.GuildGrain.GetConfig()));
    }

    /// <returns>Null when what was sent is no such choice.</returns>
    protected abstract Func<GuildConfig, GuildConfig>? Choose(CommandCall call);

    protected static ulong Chosen(CommandCall call) => call.Interaction.Component is { Values: [var value, ..] } && ulong.TryParse(value, out var id) ? id : 0;
}

internal sealed class SetupRole() : SetupStep("role")
{
    protected override Func<GuildConfig, GuildConfig>? Choose(CommandCall call) =>
        Chosen(call) is not 0 and var role && role != call.Guild.Value ? config => config with { ModeratorRole = new(role) } : null;
}

internal sealed class SetupChannel() : SetupStep("channel")
{
    protected override Func<GuildConfig, GuildConfig>? Choose(CommandCall call) => Chosen(call) is not 0 and var channel ? config => config with { LogChannel = new(channel) } : null;
}

internal sealed class SetupStrictness() : SetupStep("strictness")
{
    protected override Func<GuildConfig, GuildConfig>? Choose(CommandCall call) =>
        call.Interaction.Component is { Values: [var name, ..] } && Strictness.Find(name) is { } preset ? preset.Apply : null;
}

internal sealed class SetupAct() : SetupStep("act")
{
    protected override Func<GuildConfig, GuildConfig>? Choose(CommandCall call) => call.Arguments switch
    {
        ["on"] => config => config with { DryRun = false },
        ["off"] => config => config with { DryRun = true },
        _ => null,
    };
}
