using System.Globalization;
using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Murdoch.Silo.Hosting;

/// <summary>
/// What monitoring finds while the start waits for something it cannot do without: a process that lives, is not ready, and says why. A process that
/// ended instead would be restarted again and again.
/// </summary>
internal sealed partial class WaitingRoom : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WaitingRoom(WebApplication app) => _app = app;

    /// <param name="configuration">Gets the health port that was chosen, if any would do: the silo goes on with the same one.</param>
    public static async Task<WaitingRoom> OpenAsync(IConfiguration configuration, string component, string problem)
    {
        var web = configuration.Read<WebOptions>();
        if (web.HealthPort == 0)
        {
            web.HealthPort = PortCheck.FindFree(IPAddress.Any).First;
            configuration["HEALTH_PORT"] = web.HealthPort.ToString(CultureInfo.InvariantCulture);
        }
        var listeners = new Listeners(web, loopbackOnly: false);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "murdoch" });
        builder.Logging.AddMurdochLogging(configuration.Read<LogOptions>());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => listeners.Listen(kestrel, web: false));
        builder.Services.AddRouting().AddSingleton(TimeProvider.System).AddSingleton<Uptime>();
        builder.Services.AddHealthChecks().AddCheck(component, () => HealthCheckResult.Unhealthy(problem));
        var app = builder.Build();
        app.UseRouting();
        app.UseListeners();
        app.MapHealth();
        await app.StartAsync();
        Console.WriteLine($"health {listeners.AddressOf(Listener.Health)!.GetLeftPart(UriPartial.Authority)}/health");
        LogWaiting(app.Logger, problem);
        return new(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem} Not ready until it can; trying again")]
    private static partial void LogWaiting(ILogger logger, string problem);
}
