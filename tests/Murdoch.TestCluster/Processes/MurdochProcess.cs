using System.Globalization;

namespace Murdoch.TestCluster.Processes;

/// <summary>A <c>murdoch run</c> of its own process, as an operator starts it: settings by environment, nothing shared but the wire and the database.</summary>
public sealed class MurdochProcess : IAsyncDisposable
{
    private const string HealthLine = @"health\s+(http://[^/\s]+)";
    private const string DashboardLine = @"dashboard\s+(http://\S+)";
    private static readonly TimeSpan ReadyDeadline = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan ReadyPoll = TimeSpan.FromMilliseconds(20);
    private readonly HttpClient _http = new();

    private MurdochProcess(ChildProcess process) => Process = process;

    public ChildProcess Process { get; }
    public int Id => Process.Id;

    /// <summary>The last lines that were printed.</summary>
    public string Output => Process.Output;

    /// <param name="folder">Where it works, and keeps SQLite's file if <paramref name="database"/> names one without a folder.</param>
    public static MurdochProcess Start(Uri apiUrl, string database, string token, string folder, string? logFile, params IEnumerable<(string Name, string Value)> settings)
    {
        var environment = new Dictionary<string, string>
        {
            ["DISCORD_TOKEN"] = token,
            ["DISCORD_API_URL"] = apiUrl.ToString(),
            ["DATABASE_PATH"] = database,
            ["WEB_PORT"] = "0",
            ["HEALTH_PORT"] = "0",
            ["SILO_PORT"] = "0",
            ["SILO_GATEWAY_PORT"] = "0",
            // What is lost or done twice is compared message by message with what was sent: a model's opinion has no place in that.
            ["ANALYZER"] = "none",
            ["BREAKER_ENABLED"] = "false",
        };
        foreach (var (name, value) in settings) environment[name] = value;
        return new(ChildProcess.Start(new("dotnet", Path.Combine(AppContext.BaseDirectory, "murdoch.dll"), "run")
        {
            Environment = environment,
            WorkingDirectory = folder,
            LogFile = logFile,
            Awaited = [HealthLine, DashboardLine],
        }));
    }

    /// <summary>Waits until <c>/health/ready</c> answers 200.</summary>
    /// <exception cref="TimeoutException">It did not; the message holds what was printed.</exception>
    public async Task Ready(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(ReadyDeadline);
        while (!deadline.IsCancellationRequested)
        {
            if (await IsReady(deadline.Token)) return;
            await Task.Delay(ReadyPoll, deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        cancellationToken.ThrowIfCancellationRequested();
        throw new TimeoutException($"Murdoch was not ready within {ReadyDeadline.TotalSeconds:0} s:\n{Output}");
    }

    public async Task<bool> IsReady(CancellationToken cancellationToken)
    {
        var health = await HealthUrl(cancellationToken);
        try { return (await _http.GetAsync(new Uri(health, "/health/ready"), cancellationToken)).IsSuccessStatusCode; }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false; // Not listening yet, or hanging.
        }
    }

    public async Task<Uri> DashboardUrl(CancellationToken cancellationToken) => new(await Process.Line(DashboardLine, cancellationToken));

    public async Task<string> Metrics(CancellationToken cancellationToken) =>
        await _http.GetStringAsync(new Uri(await HealthUrl(cancellationToken), "/metrics"), cancellationToken);

    /// <returns>The sum of a metric over its labels; 0 while there is none.</returns>
    public async Task<double> Metric(string name, CancellationToken cancellationToken) => (await Metrics(cancellationToken)).Split('\n')
        .Where(line => line.StartsWith(name + " ", StringComparison.Ordinal) || line.StartsWith(name + "{", StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries).SkipWhile(word => word == name).First(), CultureInfo.InvariantCulture));

    public async Task<(int Status, string Body)> Get(string path, CancellationToken cancellationToken)
    {
        var answer = await _http.GetAsync(new Uri(await HealthUrl(cancellationToken), path), cancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <inheritdoc cref="ChildProcess.Terminate"/>
    public Task<int> Terminate(CancellationToken cancellationToken) => Process.Terminate(cancellationToken);

    /// <inheritdoc cref="ChildProcess.Kill"/>
    public Task Kill() => Process.Kill();

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _http.Dispose();
    }

    private async Task<Uri> HealthUrl(CancellationToken cancellationToken) => new(await Process.Line(HealthLine, cancellationToken));
}
