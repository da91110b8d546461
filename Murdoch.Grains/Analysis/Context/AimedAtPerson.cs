namespace Murdoch.Grains.Analysis.Context;

/// <summary>Hostility that answers or mentions somebody is meant for that person, and weighs more than the same words into the air.</summary>
internal sealed class AimedAtPerson : IContextRule
{
    /// <summary>Odds of abuse from where a message counts as hostile at all: a severity of 0.3.</summary>
    internal const float Hostile = -0.85f;

    private static readonly ContextEffect Effect = new("aimed-at-person", 0.5f, "it is aimed at one person");

    public ContextEffect? Weigh(in Conversation conversation) =>
        conversation.Current.HasTarget && conversation.Current.Hostility >= Hostile ? Effect : null;
}
