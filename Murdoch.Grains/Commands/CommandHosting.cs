using Microsoft.Extensions.DependencyInjection;

namespace Murdoch.Grains.Commands;

/// <summary>Every handler of this assembly is one: a new one needs no other place to be named in.</summary>
internal static class CommandHosting
{
    public static IServiceCollection AddCommands(this IServiceCollection services)
    {
        foreach (var type in typeof(CommandHosting).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false }))
        {
            if (type.IsAssignableTo(typeof(ICommandHandler))) services.AddSingleton(typeof(ICommandHandler), type);
            if (type.IsAssignableTo(typeof(IComponentHandler))) services.AddSingleton(typeof(IComponentHandler), type);
        }
        services.AddSingleton(_ => new CommandTexts());
        services.AddSingleton<CommandCatalog>();
        services.AddSingleton<CommandPermissions>();
        return services.AddSingleton<InteractionDesk>();
    }
}
