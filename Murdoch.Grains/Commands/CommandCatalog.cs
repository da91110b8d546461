using Murdoch.Discord.Interactions;
using Murdoch.Grains.Guilds;

namespace Murdoch.Grains.Commands;

/// <summary>All that people can do with the bot in Discord: which handler answers what, and how it is registered.</summary>
internal sealed class CommandCatalog
{
    private readonly Dictionary<(ApplicationCommandType Type, string Path), ICommandHandler> _commands;
    private readonly Dictionary<string, IComponentHandler> _components;

    public CommandCatalog(IEnumerable<ICommandHandler> commands, IEnumerable<IComponentHandler> components, CommandTexts texts)
    {
        _commands = commands.ToDictionary(command => (command.Type, command.Path));
        _components = components.ToDictionary(component => component.Name, StringComparer.Ordinal);
        Registered = [.. _commands.Values.GroupBy(command => (command.Type, Name: First(command))).OrderBy(group => group.Key.Name, StringComparer.Ordinal).Select(group => Register(group.Key.Name, [.. group], texts))];
    }

    /// <summary>As Discord is told of them. https://docs.discord.com/developers/interactions/application-commands</summary>
    public ApplicationCommand[] Registered { get; }

    public ICommandHandler? Command(InteractionCommand command) =>
        _commands.GetValueOrDefault((command.Type, command.Path.Length == 0 ? command.Name : $"{command.Name} {string.Join(' ', command.Path)}"));

    /// <returns>The handler and what the custom id says behind its name; null when there is none.</returns>
    public (IComponentHandler Handler, string[] Arguments)? Component(string customId)
    {
        for (var end = customId.Length; end > 0; end = customId.LastIndexOf(':', end - 1))
        {
            if (_components.TryGetValue(customId[..end], out var handler)) return (handler, end == customId.Length ? [] : customId[(end + 1)..].Split(':'));
        }
        return null;
    }

    private static string First(ICommandHandler command) => command.Type == ApplicationCommandType.ChatInput ? command.Path.Split(' ')[0] : command.Path;

    private static ApplicationCommand Register(string name, ICommandHandler[] handlers, CommandTexts texts)
    {
        var single = handlers is [{ } only] && only.Path == name ? only : null;
        return texts.Translate(name, new ApplicationCommand(name, single?.Description ?? CommandTexts.Root(name), handlers[0].Type)
        {
            Options = single is not null ? Translated(name, single.Options, texts) : [.. Subcommands(name, handlers, texts)],
            // What a subcommand needs beyond it is checked when it is used.
            DefaultMemberPermissions = Shown(handlers),
            Contexts = [0],
        });
    }

    /// <returns>What members need to be shown the command; null for everyone.</returns>
    private static ulong? Shown(ICommandHandler[] handlers)
    {
        if (Array.Exists(handlers, handler => handler.Needs == 0)) return null;
        return Array.Exists(handlers, handler => handler.Needs == Permissions.ModerateMembers) ? Permissions.ModerateMembers : handlers[0].Needs;
    }

    private static IEnumerable<ApplicationCommandOption> Subcommands(string name, ICommandHandler[] handlers, CommandTexts texts)
    {
        foreach (var group in handlers.GroupBy(handler => handler.Path.Split(' ')[1]))
        {
            var path = $"{name} {group.Key}";
            if (group.Count() == 1 && group.First().Path == path) yield return Subcommand(group.First(), group.Key, texts);
            else
            {
                yield return texts.Translate(path, new ApplicationCommandOption(ApplicationCommandOptionType.SubcommandGroup, group.Key, CommandTexts.Root(path))
                {
                    Options = [.. group.Select(handler => Subcommand(handler, handler.Path.Split(' ')[2], texts))],
                });
            }
        }
    }

    private static ApplicationCommandOption Subcommand(ICommandHandler handler, string name, CommandTexts texts) => texts.Translate(
        handler.Path, new ApplicationCommandOption(ApplicationCommandOptionType.Subcommand, name, handler.Description) { Options = Translated(handler.Path, handler.Options, texts) });

    private static ApplicationCommandOption[] Translated(string path, ApplicationCommandOption[] options, CommandTexts texts) =>
        Array.ConvertAll(options, option => texts.Translate($"{path} {option.Name}", option));
}
