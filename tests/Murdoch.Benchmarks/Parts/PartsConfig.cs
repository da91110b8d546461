using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Murdoch.Benchmarks.Parts;

/// <summary>Short runs in this process: building a project per benchmark takes minutes, and says nothing more about parts without state.</summary>
internal sealed class PartsConfig : ManualConfig
{
    public PartsConfig() => AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
        .WithWarmupCount(4).WithIterationCount(10).WithIterationTime(TimeInterval.FromMilliseconds(100)));
}
