using System.Globalization;

namespace Murdoch.Benchmarks.Guilds;

/// <summary>This process' memory after a collection that gives back all it can: what is reachable, and what the kernel counts.</summary>
internal readonly record struct Memory(double Heap, double Resident)
{
    public static Memory operator -(Memory one, Memory other) => new(one.Heap - other.Heap, one.Resident - other.Resident);
    public static Memory operator /(Memory sum, double count) => new(sum.Heap / count, sum.Resident / count);

    public static Memory Now()
    {
        // What finalisers let go of is collected by the second one.
        for (var pass = 0; pass < 2; pass++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        var resident = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return new(GC.GetTotalMemory(forceFullCollection: true), double.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024);
    }
}
