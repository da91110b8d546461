using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Discord.Interactions;
using Murdoch.Discord.Rest;

namespace Murdoch.Grains.Commands;

/// <summary>
/// Registers the commands at the start, where they differ from what Discord knows: writing them needlessly makes people's clients load them anew. Every silo looks;
/// two that write at once write the same.
/// </summary>
internal sealed partial class CommandRegistrar(
    CommandCatalog catalog,
    DiscordRest rest,
    IOptions<CommandOptions> options,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    ILogger<CommandRegistrar> logger) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var pause = TimeSpan.FromSeconds(options.Value.RegisterRetrySeconds);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Register(stoppingToken);
                return;
            }
            catch (DiscordApiException exception) when (!exception.IsTransient)
            {
                LogRefused(exception);
                return;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested) { LogFailed(exception, pause.TotalSeconds); }
            catch (OperationCanceledException) { return; }
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task Register(CancellationToken cancellationToken)
    {
        var application = (await rest.GetCurrentApplication(cancellationToken)).Id;
        if (ApplicationCommand.AreSame(await rest.GetGlobalCommands(application, cancellationToken), catalog.Registered)) return;
        await rest.OverwriteGlobalCommands(application, catalog.Registered, cancellationToken);
        LogRegistered(catalog.Registered.Length);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Commands} commands are registered with Discord")]
    private partial void LogRegistered(int commands);

    [LoggerMessage(Level = LogLevel.Error, Message = "Discord does not take the commands; moderators cannot use new ones")]
    private partial void LogRefused(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The commands could not be registered; again in {Seconds} s")]
    private partial void LogFailed(Exception exception, double seconds);
}
