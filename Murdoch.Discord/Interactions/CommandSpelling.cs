using System.Text.Json;
using Murdoch.Discord.Rest;

namespace Murdoch.Discord.Interactions;

/// <summary>One spelling for all ways to say the same of a command: Discord answers with defaults filled in and empty lists left out.</summary>
internal static class CommandSpelling
{
    public static string Of(ApplicationCommand command) => JsonSerializer.Serialize(command with
    {
        Id = null,
        NameLocalizations = Sorted(command.NameLocalizations),
        DescriptionLocalizations = Sorted(command.DescriptionLocalizations),
        Options = Each(command.Options),
        Contexts = Sorted(command.Contexts),
        IntegrationTypes = Sorted(command.IntegrationTypes) ?? [0],
    }, RestJson.Default.ApplicationCommand);

    private static ApplicationCommandOption[]? Each(ApplicationCommandOption[]? options) => options is not { Length: > 0 } ? null : Array.ConvertAll(options, option => option with
    {
        NameLocalizations = Sorted(option.NameLocalizations),
        DescriptionLocalizations = Sorted(option.DescriptionLocalizations),
        Required = option.Required is true ? true : null,
        Autocomplete = option.Autocomplete is true ? true : null,
        Choices = option.Choices is not { Length: > 0 } choices ? null : Array.ConvertAll(choices, choice => choice with { NameLocalizations = Sorted(choice.NameLocalizations) }),
        ChannelTypes = Sorted(option.ChannelTypes),
        Options = Each(option.Options),
    });

    private static int[]? Sorted(int[]? values) => values is { Length: > 0 } ? [.. values.Order()] : null;

    private static Dictionary<string, string>? Sorted(Dictionary<string, string>? texts) =>
        texts is not { Count: > 0 } ? null : new(texts.OrderBy(text => text.Key, StringComparer.Ordinal));
}
