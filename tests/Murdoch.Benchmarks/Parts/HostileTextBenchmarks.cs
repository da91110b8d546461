using BenchmarkDotNet.Attributes;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Benchmarks.Parts;

/// <summary>Layer 1 for 4,000 characters that are written to be dear.</summary>
[Config(typeof(PartsConfig)), MemoryDiagnoser]
public class HostileTextBenchmarks
{
    private readonly PatternLists _lists = PatternLists.BuildWithBuiltIn(PatternSet.Empty).Lists;
    private readonly FilterConfig _config = new();
    private MessagePosted _message = null!;

    [Params("separators", "masks", "markdown", "zalgo", "leet", "signs", "dots", "hosts", "look-alikes", "nearly", "spelled", "invites", "surrogates")]
    public string Kind { get; set; } = "masks";

    [GlobalSetup]
    public void SetUp() => _message = Layer1Benchmarks.Message(ChatTexts.Hostile(Kind));

    [Benchmark]
    public object? Check() => MessageFilter.Check(new MessageFacts(_message), _lists, GuildPatterns.None, _config);
}
