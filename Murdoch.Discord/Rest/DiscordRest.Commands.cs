using Murdoch.Discord.Interactions;

namespace Murdoch.Discord.Rest;

/// <summary>The application and its commands. https://docs.discord.com/developers/interactions/application-commands</summary>
public sealed partial class DiscordRest
{
    /// <summary>Its id is not always the bot user's.</summary>
    public Task<RestApplication> GetCurrentApplication(CancellationToken cancellationToken = default) =>
        Get("GET /applications/@me", 0, "applications/@me", RequestPriority.Notice, RestJson.Default.RestApplication, cancellationToken);

    /// <summary>With all localizations.</summary>
    public Task<ApplicationCommand[]> GetGlobalCommands(ulong application, CancellationToken cancellationToken = default) =>
        Get("GET /applications/{application}/commands", 0, $"applications/{application}/commands?with_localizations=true", RequestPriority.Notice, RestJson.Default.ApplicationCommandArray, cancellationToken);

    /// <summary>Replaces all global commands, those of context menus too. Discord lets 200 new ones a day be made.</summary>
    public Task<ApplicationCommand[]> OverwriteGlobalCommands(ulong application, ApplicationCommand[] commands, CancellationToken cancellationToken = default) =>
        Exchange(HttpMethod.Put, "PUT /applications/{application}/commands", 0, $"applications/{application}/commands", RequestPriority.Notice, Body(commands, RestJson.Default.ApplicationCommandArray), null, RestJson.Default.ApplicationCommandArray, cancellationToken);

    public Task<ApplicationCommand[]> GetGuildCommands(ulong application, ulong guild, CancellationToken cancellationToken = default) =>
        Get("GET /applications/{application}/guilds/{guild}/commands", guild, $"applications/{application}/guilds/{guild}/commands?with_localizations=true", RequestPriority.Notice, RestJson.Default.ApplicationCommandArray, cancellationToken);

    /// <summary>Replaces all commands of one guild.</summary>
    public Task<ApplicationCommand[]> OverwriteGuildCommands(ulong application, ulong guild, ApplicationCommand[] commands, CancellationToken cancellationToken = default) =>
        Exchange(HttpMethod.Put, "PUT /applications/{application}/guilds/{guild}/commands", guild, $"applications/{application}/guilds/{guild}/commands", RequestPriority.Notice, Body(commands, RestJson.Default.ApplicationCommandArray), null, RestJson.Default.ApplicationCommandArray, cancellationToken);
}
