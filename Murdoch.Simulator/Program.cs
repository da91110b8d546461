using Murdoch.Simulator;

return await SimulatorCommand.Create().Parse(args).InvokeAsync();
