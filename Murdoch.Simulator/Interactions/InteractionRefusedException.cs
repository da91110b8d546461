namespace Murdoch.Simulator.Interactions;

/// <summary>Discord, or its client, does not let this member do this: the bot is told nothing.</summary>
public sealed class InteractionRefusedException(string message) : InvalidOperationException(message);
