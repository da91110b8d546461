using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Murdoch.Silo.Tests.Commands;

/// <summary>The built executable in a process and a directory of its own, with nothing of our environment but what programs need to run.</summary>
internal sealed class MurdochProcess : IAsyncDisposable
{
    /// <summary>Generous: two test runs may share the machine. Nobody waits longer than the condition needs.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);
    private static readonly string[] Kept = ["PATH", "HOME", "DOTNET_ROOT", "TMPDIR"];
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _spoke = new(0);
    private readonly TaskCompletionSource _silent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _streamsOpen = 2;

    public MurdochProcess(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "murdoch.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Directory,
        };
        foreach (var name in start.Environment.Keys.Where(name => !Kept.Contains(name)).ToArray()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("murdoch-test-").FullName;

    /// <summary>Everything written so far, both streams.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Waits until a line matches and returns the first group of the match.</summary>
    public async Task<string> WaitForAsync(string pattern)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            if (_lines.Select(line => Regex.Match(line, pattern)).FirstOrDefault(match => match.Success) is { } found) return found.Groups[1].Value;
            if (_silent.Task.IsCompleted) throw new InvalidOperationException($"Murdoch ended without writing {pattern}:\n{Output}");
            try
            {
                await _spoke.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Murdoch did not write {pattern}:\n{Output}");
            }
        }
    }

    /// <param name="signal">TERM or INT.</param>
    public async Task SendAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);
        await _silent.Task.WaitAsync(Deadline, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
        _spoke.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private void Hear(string? line)
    {
        if (line is not null) _lines.Enqueue(line);
        else if (Interlocked.Decrement(ref _streamsOpen) == 0) _silent.SetResult();
        _spoke.Release();
    }
}
