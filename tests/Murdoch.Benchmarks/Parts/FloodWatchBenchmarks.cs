using BenchmarkDotNet.Attributes;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Messages.Filters;

namespace Murdoch.Benchmarks.Parts;

/// <summary>What remembering one message costs, in one guild and spread over a thousand of them, whose memory no cache holds.</summary>
[Config(typeof(PartsConfig)), MemoryDiagnoser]
public class FloodWatchBenchmarks
{
    private const int Messages = 16_384;
    private const int Members = 96;

    private readonly FilterConfig _config = new();
    private MessagePosted[] _messages = [];

    [Params(1, 1_000)]
    public int Guilds { get; set; }

    /// <summary>Ten messages a second and guild.</summary>
    [GlobalSetup]
    public void SetUp() => _messages =
        [.. ChatTexts.Lines(Messages).Select((line, index) => Layer1Benchmarks.Message(line, (ulong)(1_000 + (index * 100 / Guilds)), (ulong)(index % Members)))];

    [Benchmark(OperationsPerInvoke = Messages)]
    public int Check()
    {
        var watches = new FloodWatch[Guilds];
        for (var guild = 0; guild < watches.Length; guild++) watches[guild] = new();
        var found = 0;
        for (var index = 0; index < _messages.Length; index++)
        {
            found += watches[index % watches.Length].Check(new MessageFacts(_messages[index]), _config) is null ? 0 : 1;
        }

        return found;
    }
}
