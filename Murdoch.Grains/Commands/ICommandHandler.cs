using Murdoch.Discord.Interactions;

namespace Murdoch.Grains.Commands;

/// <summary>Answers what people do with the bot in Discord. Stateless: many calls at once.</summary>
internal interface IInteractionHandler
{
    /// <summary>What a user needs one of, besides being an administrator: bits of <see cref="Guilds.Permissions"/>; 0 for everyone.</summary>
    ulong Needs { get; }

    Task<Answer> Run(CommandCall call, CancellationToken cancellationToken);
}

/// <summary>A command, or a subcommand of one.</summary>
internal interface ICommandHandler : IInteractionHandler
{
    /// <summary>The command's name, and those of its group and itself, such as <c>murdoch rules view</c>.</summary>
    string Path { get; }

    /// <summary>1 to 100 characters; empty for context-menu commands.</summary>
    string Description { get; }

    ApplicationCommandType Type => ApplicationCommandType.ChatInput;

    /// <summary>Required ones first.</summary>
    ApplicationCommandOption[] Options => [];

    /// <summary>What an option that is being typed could become; 25 at most.</summary>
    Task<OptionChoice[]> Suggest(CommandCall call, InteractionOption typed, CancellationToken cancellationToken) => Task.FromResult<OptionChoice[]>([]);
}

/// <summary>A button, a menu or a form: whatever has a custom id.</summary>
internal interface IComponentHandler : IInteractionHandler
{
    /// <summary>What its custom ids begin with, such as <c>case:undo</c>; arguments follow behind colons.</summary>
    string Name { get; }
}
