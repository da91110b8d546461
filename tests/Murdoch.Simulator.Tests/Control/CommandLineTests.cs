using System.Diagnostics;

namespace Murdoch.Simulator.Tests.Control;

public sealed class CommandLineTests
{
    [Fact]
    public async Task The_process_says_when_it_listens_and_ends_with_0_on_sigterm()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Sends SIGTERM with kill.");
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Murdoch.Simulator"), ["--port", "0", "--guilds", "4", "--scenario", "chat", "--rate", "50"])
        {
            RedirectStandardOutput = true,
        })!;
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("simulator ready on http://127.0.0.1:", line);
        using var http = new HttpClient();
        var state = await http.GetStringAsync(new Uri(new Uri(line!["simulator ready on ".Length..]), "/control/state"), TestContext.Current.CancellationToken);
        Assert.Contains("\"guilds\":4", state);
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }
}
