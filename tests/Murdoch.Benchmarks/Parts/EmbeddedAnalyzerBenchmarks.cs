using BenchmarkDotNet.Attributes;
using Murdoch.Grains.Analysis;
using Murdoch.Grains.Analysis.Model;
using Murdoch.Grains.Interfaces.Analysis;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Benchmarks.Parts;

/// <summary>What layer 3 costs. Goal: 30 µs for a message of a hundred characters, and no memory for a clean one.</summary>
[MemoryDiagnoser]
public class EmbeddedAnalyzerBenchmarks
{
    private const int Batch = 10;

    private readonly TextModel _model = TextModel.Embedded;
    private readonly EmbeddedAnalyzer _analyzer = new(new EmbeddedAnalyzerOptions(), TextModel.Embedded);
    private AnalysisRequest _clean = null!;
    private AnalysisRequest _hostile = null!;

    private static string Text => "has anyone tried the new map yet? I spent the whole evening on it and still cannot find the last key";

    [GlobalSetup]
    public void Setup()
    {
        _clean = Request(Text);
        _hostile = Request("<@5> you are such a pathetic idiot, nobody on this server wants you here, go away and never come back ok");
    }

    [Benchmark(Description = "score of one text")]
    public float Score() => _model.Score(Text)[ModelLane.Abuse];

    [Benchmark(OperationsPerInvoke = Batch, Description = "clean message of a batch")]
    public Task<AnalysisFinding[]> Clean() => _analyzer.Analyse(_clean, CancellationToken.None);

    [Benchmark(OperationsPerInvoke = Batch, Description = "hostile message of a batch")]
    public Task<AnalysisFinding[]> Hostile() => _analyzer.Analyse(_hostile, CancellationToken.None);

    private static AnalysisRequest Request(string text) => new(
        new GuildId(1),
        [.. Enumerable.Range(1, Batch).Select(at => new MessagePosted { Sequence = 1, Message = new((ulong)at << 22), Channel = new ChannelId(1), Author = new UserId(((ulong)at % 3) + 1), Content = text })],
        [],
        null);
}
