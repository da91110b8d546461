using System.Diagnostics;

namespace Murdoch.TestCluster.Processes;

/// <summary>
/// A temporary folder, and the end of all processes that work in it: those whose working directory lies inside. A shell of its own session waits for the end
/// of its input, which comes when this object is disposed of or this process ends in whatever way, <c>kill -9</c> included; then it ends the processes,
/// also those that are stopped, and removes the folder.
/// </summary>
public sealed class RunFolder : IAsyncDisposable
{
    private const string Reaper = """
        trap '' INT TERM HUP
        cd /
        keep=
        while read -r line; do keep=$line; done
        inside() { for p in /proc/[0-9]*; do case $(readlink "$p/cwd") in "$1"|"$1"/*) echo "${p#/proc/}";; esac; done 2>/dev/null; }
        for signal in CONT INT; do for p in $(inside "$1"); do kill -$signal "$p" 2>/dev/null; done; done
        for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do [ -z "$(inside "$1")" ] && break; sleep 0.2; done
        for p in $(inside "$1"); do kill -KILL "$p" 2>/dev/null; done
        while [ -n "$(inside "$1")" ]; do sleep 0.05; done
        if [ -z "$keep" ]; then rm -rf -- "$1"; else find "$1" -mindepth 1 -maxdepth 1 ! -name logs -exec rm -rf -- {} +; fi
        """;

    private readonly Process _reaper;

    private RunFolder(string path, Process reaper) => (Path, _reaper) = (path, reaper);

    public string Path { get; }

    /// <summary>What the processes print, a file each.</summary>
    public string Logs => System.IO.Path.Combine(Path, "logs");

    public static RunFolder Create()
    {
        var folder = Directory.CreateTempSubdirectory("murdoch-cluster-");
        // PostgreSQL runs as another user, who has to come through here.
        folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        folder.CreateSubdirectory("logs");
        var reaper = Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", Reaper, "reaper", folder.FullName]) { RedirectStandardInput = true })!;
        return new(folder.FullName, reaper);
    }

    public string Subfolder(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    public string LogOf(string process) => System.IO.Path.Combine(Logs, process + ".log");

    /// <summary>The logs stay when everything else goes.</summary>
    public void KeepLogs() => _reaper.StandardInput.WriteLine("keep");

    public async ValueTask DisposeAsync()
    {
        _reaper.StandardInput.Close();
        await _reaper.WaitForExitAsync();
        _reaper.Dispose();
    }
}
