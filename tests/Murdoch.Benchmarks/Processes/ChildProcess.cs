using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Murdoch.Benchmarks.Processes;

/// <summary>A process of its own, so that its CPU time and memory are its own: read from /proc, not guessed from here.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly double TicksPerSecond = 100;
    private readonly Process _process;
    private readonly Dictionary<string, TaskCompletionSource<string>> _awaited;
    private readonly List<string> _output = [];

    private ChildProcess(Process process, Dictionary<string, TaskCompletionSource<string>> awaited) => (_process, _awaited) = (process, awaited);

    /// <param name="awaited">Regular expressions of lines that <see cref="Line"/> waits for; the first group is the answer.</param>
    public static ChildProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, params string[] awaited)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var child = new ChildProcess(
            new() { StartInfo = start, EnableRaisingEvents = true },
            awaited.ToDictionary(pattern => pattern, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously)));
        child._process.OutputDataReceived += (_, line) => child.Read(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Read(line.Data);
        child._process.Exited += (_, _) => child.Fail();
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    public Task<string> Line(string pattern) => _awaited[pattern].Task.WaitAsync(TimeSpan.FromSeconds(120));

    /// <summary>User and system time of all its threads. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html</summary>
    public TimeSpan Cpu()
    {
        var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
    }

    public long ResidentBytes()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(status => status.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await _process.WaitForExitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_process.HasExited) _process.Kill();
        }
        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null) return;
        lock (_output) _output.Add(line);
        foreach (var (pattern, answer) in _awaited)
        {
            if (Regex.Match(line, pattern) is { Success: true } match) answer.TrySetResult(match.Groups[1].Value);
        }
    }

    private void Fail()
    {
        string output;
        lock (_output) output = string.Join('\n', _output.TakeLast(20));
        foreach (var answer in _awaited.Values) answer.TrySetException(new InvalidOperationException($"{_process.StartInfo.FileName} ended early:\n{output}"));
    }
}
