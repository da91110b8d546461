namespace Murdoch.Grains.Analysis.Context;

/// <summary>All rules, and which of them give way to which.</summary>
/// <remarks>Many against one is never banter, and among friends who tease each other sharper words are part of the game.</remarks>
internal static class ContextRules
{
    private static readonly AimedAtPerson Aimed = new();
    private static readonly PileOn Many = new();
    private static readonly FriendlyBanter Banter = new();
    private static readonly Escalation Sharper = new();

    /// <param name="second">A lesser effect beside the returned one, or null.</param>
    public static ContextEffect? Weigh(in Conversation conversation, out ContextEffect? second)
    {
        second = null;
        var effect = Many.Weigh(conversation) ?? Banter.Weigh(conversation) ?? Sharper.Weigh(conversation);
        var aimed = Aimed.Weigh(conversation);
        if (effect is null)
        {
            return aimed;
        }

        if (effect.Shift > 0)
        {
            second = aimed;
        }

        return effect;
    }
}
