using System.Runtime.InteropServices;

namespace Murdoch.Silo.Commands;

/// <summary>The first Ctrl-C or SIGTERM stops in order, whenever it comes, also while everything still starts; the second ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _signals;
    private int _heard;

    public StopSignals() => _signals = [Watch(PosixSignal.SIGINT), Watch(PosixSignal.SIGTERM)];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _stop.Dispose();
    }

    private PosixSignalRegistration Watch(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _heard) > 1) Environment.Exit(ExitCode.Failed);
        _stop.Cancel();
    });
}
