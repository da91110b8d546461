using BenchmarkDotNet.Attributes;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Benchmarks.Parts;

/// <summary>Layer 1 for one message with the built-in lists, and where it says so with 10,000 listed hosts and 500 words of the guild.</summary>
[Config(typeof(PartsConfig)), MemoryDiagnoser]
public class Layer1Benchmarks
{
    private const int LineCount = 512;

    private readonly PatternLists _builtIn = PatternLists.BuildWithBuiltIn(PatternSet.Empty).Lists;
    private readonly FilterConfig _config = new();
    private readonly MessagePosted _short = Message(ChatTexts.Short);
    private readonly MessagePosted _long = Message(ChatTexts.Long);
    private readonly MessagePosted[] _lines = [.. ChatTexts.Lines(LineCount).Select(line => Message(line))];
    private readonly PatternLists _longLists;
    private readonly FilterConfig _longConfig;
    private readonly GuildPatterns _longGuild;

    public Layer1Benchmarks()
    {
        var hosts = Enumerable.Range(0, 10_000).Select(index => $"host{index}.example");
        _longLists = PatternLists.BuildWithBuiltIn(PatternSet.Empty with { PhishingUrls = [.. hosts] }).Lists;
        _longConfig = new() { Words = [.. Enumerable.Range(0, 500).Select(index => $"word{(char)('a' + (index % 26))}{(char)('a' + (index / 26))}like")] };
        _longGuild = GuildPatterns.Compile(_longConfig).Patterns;
    }

    [Benchmark(Description = "80 characters")]
    public object? Benign() => MessageFilter.Check(new MessageFacts(_short), _builtIn, GuildPatterns.None, _config);

    [Benchmark(Description = "80 characters, long lists")]
    public object? BenignWithLongLists() => MessageFilter.Check(new MessageFacts(_short), _longLists, _longGuild, _longConfig);

    [Benchmark(Description = "350 characters")]
    public object? LongChat() => MessageFilter.Check(new MessageFacts(_long), _builtIn, GuildPatterns.None, _config);

    [Benchmark(Description = "the load's lines", OperationsPerInvoke = LineCount)]
    public int LoadLines()
    {
        var found = 0;
        foreach (var line in _lines) found += MessageFilter.Check(new MessageFacts(line), _builtIn, GuildPatterns.None, _config) is null ? 0 : 1;
        return found;
    }

    internal static MessagePosted Message(string content, ulong milliseconds = 1_000, ulong author = 3) =>
        new() { Message = new MessageId(milliseconds << 22), Channel = new ChannelId(2), Author = new UserId(author), Content = content };
}
