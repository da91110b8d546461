using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Analysis.Context;

/// <summary>Several authors against one target within the window. What each of them writes may be mild; together it is not.</summary>
internal sealed class PileOn : IContextRule
{
    /// <summary>Authors from whom it is more than two people quarrelling.</summary>
    private const int Authors = 3;

    private static readonly ContextEffect Effect = new("pile-on", 1.2f, "several people turn on the same person");

    public ContextEffect? Weigh(in Conversation conversation)
    {
        ref readonly var current = ref conversation.Current;
        if (!current.HasTarget || current.Hostility < AimedAtPerson.Hostile)
        {
            return null;
        }

        Span<UserId> authors = stackalloc UserId[Authors];
        authors[0] = current.Author;
        var count = 1;
        foreach (ref readonly var earlier in conversation)
        {
            if (earlier.Target == current.Target && earlier.Hostility >= AimedAtPerson.Hostile && !authors[..count].Contains(earlier.Author))
            {
                authors[count++] = earlier.Author;
                if (count == Authors)
                {
                    return Effect;
                }
            }
        }

        return null;
    }
}
