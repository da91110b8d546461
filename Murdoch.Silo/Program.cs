using Murdoch.Silo.Commands;

return await MurdochCommand.RunAsync(args);
