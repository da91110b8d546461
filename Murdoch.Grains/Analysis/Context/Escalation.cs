namespace Murdoch.Grains.Analysis.Context;

/// <summary>One author who gets sharper from message to message, until now.</summary>
internal sealed class Escalation : IContextRule
{
    /// <summary>Messages before this one that have to lead up to it.</summary>
    private const int Steps = 2;

    /// <summary>Odds of abuse of the first step: a severity of 0.2. Below that a message is talk.</summary>
    private const float Mild = -1.4f;

    private static readonly ContextEffect Effect = new("escalation", 0.8f, "the author gets sharper from message to message");

    public ContextEffect? Weigh(in Conversation conversation)
    {
        ref readonly var current = ref conversation.Current;
        var next = current.Hostility;
        if (next < AimedAtPerson.Hostile)
        {
            return null;
        }

        var steps = 0;
        foreach (ref readonly var earlier in conversation)
        {
            if (earlier.Author == current.Author)
            {
                if (earlier.Hostility < Mild || earlier.Hostility > next)
                {
                    return null;
                }

                next = earlier.Hostility;
                if (++steps == Steps)
                {
                    return Effect;
                }
            }
        }

        return null;
    }
}
