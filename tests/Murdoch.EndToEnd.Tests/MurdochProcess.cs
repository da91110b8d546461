using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Murdoch.EndToEnd.Tests;

/// <summary>A <c>murdoch run</c> of its own process, as an operator starts it: settings by environment, nothing shared but the wire and the file.</summary>
internal sealed partial class MurdochProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly TaskCompletionSource<Uri> _health = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient _http = new();

    private MurdochProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Everything printed so far.</summary>
    public string Output
    {
        get { lock (_output) return string.Join('\n', _output); }
    }

    public static MurdochProcess Start(Uri apiUrl, string databasePath, string token, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "murdoch.dll"), "run"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(databasePath)!,
        };
        (string Name, string Value)[] all =
        [
            ("DISCORD_TOKEN", token), ("DISCORD_API_URL", apiUrl.ToString()), ("DATABASE_PATH", databasePath),
            ("WEB_PORT", "0"), ("HEALTH_PORT", "0"), ("SILO_PORT", "0"), ("SILO_GATEWAY_PORT", "0"), .. settings,
        ];
        foreach (var (name, value) in all) start.Environment[name] = value;
        var murdoch = new MurdochProcess(new() { StartInfo = start });
        murdoch._process.OutputDataReceived += (_, line) => murdoch.Read(line.Data);
        murdoch._process.ErrorDataReceived += (_, line) => murdoch.Read(line.Data);
        murdoch._process.Start();
        murdoch._process.BeginOutputReadLine();
        murdoch._process.BeginErrorReadLine();
        return murdoch;
    }

    /// <summary>Waits until <c>/health/ready</c> answers 200.</summary>
    public async Task Ready(CancellationToken cancellationToken)
    {
        var health = await HealthUrl(cancellationToken);
        await Eventually.True(async () => (await _http.GetAsync(new Uri(health, "/health/ready"), cancellationToken)).IsSuccessStatusCode, cancellationToken, () => Output);
    }

    public async Task<string> Metrics(CancellationToken cancellationToken) =>
        await _http.GetStringAsync(new Uri(await HealthUrl(cancellationToken), "/metrics"), cancellationToken);

    public async Task<(int Status, string Body)> Get(string path, CancellationToken cancellationToken)
    {
        var answer = await _http.GetAsync(new Uri(await HealthUrl(cancellationToken), path), cancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>SIGTERM, as an operator's service manager sends it.</summary>
    public async Task<int> Terminate(CancellationToken cancellationToken)
    {
        Process.Start("kill", ["-TERM", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: nothing is flushed, nothing is closed.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await Kill();
        _process.Dispose();
        _http.Dispose();
    }

    private Task<Uri> HealthUrl(CancellationToken cancellationToken) => _health.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);

    private void Read(string? line)
    {
        if (line is null) return;
        lock (_output) _output.Add(line);
        if (HealthLine().Match(line) is { Success: true } match) _health.TrySetResult(new Uri(match.Groups[1].Value));
    }

    [GeneratedRegex(@"health\s+(http://\S+)")]
    private static partial Regex HealthLine();
}
