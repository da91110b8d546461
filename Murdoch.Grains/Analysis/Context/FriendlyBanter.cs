using Murdoch.Grains.Analysis.Model;

namespace Murdoch.Grains.Analysis.Context;

/// <summary>Two people who answer each other, tease each other and laugh about it. Neither a threat nor hate is ever banter.</summary>
internal sealed class FriendlyBanter : IContextRule
{
    private static readonly ContextEffect Effect = new("friendly-banter", -4f, "the two tease each other and laugh");

    public ContextEffect? Weigh(in Conversation conversation)
    {
        ref readonly var current = ref conversation.Current;
        if (!current.HasTarget || current.Score[ModelLane.Threat] >= 0 || current.Score[ModelLane.Hate] >= 0)
        {
            return null;
        }

        var laughs = current.Laughs;
        var isMutual = false;
        foreach (ref readonly var earlier in conversation)
        {
            if (earlier.Author == current.Target && (earlier.Target == current.Author || !earlier.HasTarget))
            {
                // The latest word of the other one decides: who asks to be left alone is not in on the joke.
                if (!isMutual && earlier.Objects && !earlier.Laughs)
                {
                    return null;
                }

                isMutual |= earlier.Target == current.Author;
                laughs |= earlier.Laughs;
            }
            else if (earlier.Author == current.Author && earlier.Target == current.Target)
            {
                laughs |= earlier.Laughs;
            }
        }

        return isMutual && laughs ? Effect : null;
    }
}
