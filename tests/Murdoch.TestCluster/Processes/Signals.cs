using System.Globalization;
using System.Runtime.InteropServices;

namespace Murdoch.TestCluster.Processes;

/// <summary>Numbers of Linux on x86 and ARM. https://man7.org/linux/man-pages/man7/signal.7.html</summary>
public enum Signal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

internal static partial class Signals
{
    public static void Send(int process, Signal signal) => _ = Kill(process, (int)signal);

    /// <summary>To the process and then to its children: a parent that is stopped starts no more of them.</summary>
    public static void SendToFamily(int process, Signal signal)
    {
        Send(process, signal);
        foreach (var child in ChildrenOf(process)) Send(child, signal);
    }

    public static IEnumerable<int> ChildrenOf(int process)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var other) && ParentOf(folder) == process) yield return other;
        }
    }

    private static int ParentOf(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 4)..].Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // It ended meanwhile.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Kill(int process, int signal);
}
