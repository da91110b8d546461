using System.ComponentModel;
using System.Diagnostics;

namespace Murdoch.Simulator.Tests.DiscordJs;

/// <summary>Installs what the lock file names, once per build output.</summary>
internal static class NpmPackages
{
    private static readonly SemaphoreSlim OneAtATime = new(1);

    public static async Task InstallAsync(string folder)
    {
        await OneAtATime.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            // npm writes this file last.
            var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
            if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"))) return;
            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]) { WorkingDirectory = folder })!;
            await npm.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, npm.ExitCode);
        }
        catch (Win32Exception) when (Environment.GetEnvironmentVariable("CI") is null or "" or "false")
        {
            Assert.Skip("npm and node are needed.");
        }
        finally
        {
            OneAtATime.Release();
        }
    }
}
