using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Murdoch.Simulator.Scenarios;

/// <summary>Waits for instants that lie less than a millisecond apart without spinning: the machine is busy with what is measured. Linux
/// wakes up within some 60 µs; elsewhere the wait is as coarse as the system's timer. Blocks its thread, so it needs one of its own.</summary>
internal sealed partial class Pacer(CancellationToken stop)
{
    private static readonly TimeSpan LongestNap = TimeSpan.FromMilliseconds(50);

    /// <returns>False when stopped.</returns>
    public bool WaitUntil(long timestamp)
    {
        while (!stop.IsCancellationRequested)
        {
            var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp);
            if (left <= TimeSpan.Zero) return true;
            Nap(left < LongestNap ? left : LongestNap);
        }
        return false;
    }

    private void Nap(TimeSpan time)
    {
        if (!OperatingSystem.IsLinux())
        {
            stop.WaitHandle.WaitOne(time);
            return;
        }
        var request = new Timespec { Seconds = 0, Nanoseconds = (nint)(time.Ticks * TimeSpan.NanosecondsPerTick) };
        _ = NanoSleep(in request, 0); // Woken early by a signal: WaitUntil looks at the clock again.
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in Timespec request, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
