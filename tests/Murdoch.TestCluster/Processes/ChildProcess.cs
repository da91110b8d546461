using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Murdoch.TestCluster.Processes;

/// <summary>How a process is started.</summary>
public sealed record ChildStart(string Program, params string[] Arguments)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
    public string? WorkingDirectory { get; init; }

    /// <summary>Gets every line that is printed, beside the last ones that are kept in memory.</summary>
    public string? LogFile { get; init; }

    /// <summary>What asks it to end in order.</summary>
    public Signal StopWith { get; init; } = Signal.Terminate;

    /// <summary>Regular expressions of lines that <see cref="ChildProcess.Line"/> waits for; the first group is the answer.</summary>
    public IReadOnlyList<string> Awaited { get; init; } = [];
}

/// <summary>A process of its own, so that its CPU time and memory are its own: read from /proc, not guessed from here.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const double TicksPerSecond = 100;
    private const int LinesKept = 400;
    private static readonly TimeSpan LineDeadline = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan TerminateDeadline = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly Dictionary<string, TaskCompletionSource<string>> _awaited;
    private readonly ConcurrentQueue<string> _output = [];
    private readonly StreamWriter? _log;
    private readonly Signal _stopWith;

    private ChildProcess(ChildStart start)
    {
        var info = new ProcessStartInfo(start.Program, start.Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = start.WorkingDirectory ?? "",
        };
        foreach (var (name, value) in start.Environment) info.Environment[name] = value;
        _stopWith = start.StopWith;
        _process = new() { StartInfo = info, EnableRaisingEvents = true };
        _awaited = start.Awaited.ToDictionary(pattern => pattern, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
        _log = start.LogFile is { } file ? new StreamWriter(file, append: true) { AutoFlush = true } : null;
    }

    public int Id => _process.Id;
    public bool HasExited => _process.HasExited;
    public int ExitCode => _process.ExitCode;

    /// <summary>The last lines that were printed.</summary>
    public string Output => string.Join('\n', _output);

    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static ChildProcess Start(ChildStart start)
    {
        var child = new ChildProcess(start);
        child._process.OutputDataReceived += (_, line) => child.Read(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Read(line.Data);
        child._process.Exited += (_, _) => child.Fail();
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <exception cref="InvalidOperationException">It ended before it printed such a line.</exception>
    public Task<string> Line(string pattern, CancellationToken cancellationToken = default) => _awaited[pattern].Task.WaitAsync(LineDeadline, cancellationToken);

    /// <summary>User and system time of all its threads. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html</summary>
    public TimeSpan Cpu() => CpuOf(_process.Id);

    /// <summary>With that of its children, which a server has one of for each connection; those that ended are not among them.</summary>
    public TimeSpan FamilyCpu() => Cpu() + Signals.ChildrenOf(_process.Id).Aggregate(TimeSpan.Zero, (sum, child) => sum + CpuOf(child));

    public long ResidentBytes()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(status => status.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    public Task Exited(CancellationToken cancellationToken = default) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>SIGTERM, as a service manager sends it, or what the start said.</summary>
    public async Task<int> Terminate(CancellationToken cancellationToken = default)
    {
        Signals.Send(_process.Id, _stopWith);
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: nothing is flushed, nothing is closed.</summary>
    public async Task Kill()
    {
        if (!_process.HasExited) Signals.Send(_process.Id, Signal.Kill);
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it and its children do nothing more, but what they hold open stays open, as with a machine that hangs.</summary>
    public void Pause() => Signals.SendToFamily(_process.Id, Signal.Stop);

    public void Resume() => Signals.SendToFamily(_process.Id, Signal.Continue);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Resume();
            using var deadline = new CancellationTokenSource(TerminateDeadline);
            await ((Task)Terminate(deadline.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Kill();
        }
        _process.Dispose();
        if (_log is not null) await _log.DisposeAsync();
    }

    private static TimeSpan CpuOf(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
    }

    private void Read(string? line)
    {
        if (line is null) return;
        _output.Enqueue(line);
        if (_output.Count > LinesKept) _output.TryDequeue(out _);
        if (_log is not null)
        {
            // Output and errors are read by a thread each.
            lock (_log) _log.WriteLine(line);
        }
        foreach (var (pattern, answer) in _awaited)
        {
            if (!answer.Task.IsCompleted && Regex.Match(line, pattern) is { Success: true } match) answer.TrySetResult(match.Groups[1].Value);
        }
    }

    private void Fail()
    {
        foreach (var answer in _awaited.Values)
        {
            if (answer.TrySetException(new InvalidOperationException($"{_process.StartInfo.FileName} ended early:\n{string.Join('\n', _output.TakeLast(20))}"))) _ = answer.Task.Exception;
        }
    }
}
