using System.CommandLine;
using BenchmarkDotNet.Running;
using Murdoch.Benchmarks.Chaos;
using Murdoch.Benchmarks.Detection;
using Murdoch.Benchmarks.Guilds;
using Murdoch.Benchmarks.HandOver;
using Murdoch.Benchmarks.Interactions;
using Murdoch.Benchmarks.Pipeline;
using Murdoch.Benchmarks.Ready;
using Murdoch.Benchmarks.Replay;

if (args is ["parts", .. var rest])
{
    BenchmarkSwitcher.FromAssembly(typeof(PipelineCommand).Assembly).Run(rest);
    return 0;
}
var root = new RootCommand("Measures Murdoch. 'parts' runs the benchmarks of single parts.")
{
    PipelineCommand.Create(), ReadyCommand.Create(), ReplayCommand.Create(), ChaosCommand.Create(), DetectionCommand.Create(), GuildsCommand.Create(), HandOverCommand.Create(), InteractionsCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
