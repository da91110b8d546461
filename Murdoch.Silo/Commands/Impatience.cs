using System.Runtime.InteropServices;

namespace Murdoch.Silo.Commands;

/// <summary>The first Ctrl-C or SIGTERM stops in order, which the host sees to; the second ends the process at once.</summary>
internal sealed class Impatience : IDisposable
{
    private readonly PosixSignalRegistration[] _signals;
    private int _heard;

    public Impatience() => _signals = [Watch(PosixSignal.SIGINT), Watch(PosixSignal.SIGTERM)];

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
    }

    private PosixSignalRegistration Watch(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _heard) > 1) Environment.Exit(ExitCode.Failed);
    });
}
