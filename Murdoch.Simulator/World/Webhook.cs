namespace Murdoch.Simulator.World;

/// <summary>An incoming webhook; its messages carry its id as author.</summary>
internal sealed record Webhook(ulong Id, string Token, string Name, Channel Channel, User Creator);
