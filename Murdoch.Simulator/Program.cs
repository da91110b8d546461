using System.CommandLine;
using Murdoch.Simulator;

// The web host answers SIGINT and SIGTERM itself, with exit code 0.
return await SimulatorCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
