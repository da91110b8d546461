namespace Murdoch.Grains.Analysis.Context;

/// <summary>What a conversation changes about a message.</summary>
/// <param name="Shift">Added to the log-odds of abuse: 1 turns a severity of 0.5 into 0.73, -1 into 0.27.</param>
/// <param name="Reason">Ends the sentence that a moderator reads.</param>
internal sealed record ContextEffect(string Rule, float Shift, string Reason);

/// <summary>Says how a conversation changes what a message means. Knows no clock and keeps nothing.</summary>
internal interface IContextRule
{
    /// <returns>Null when the rule does not apply.</returns>
    ContextEffect? Weigh(in Conversation conversation);
}
