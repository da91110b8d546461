using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>What a filter found. Allocated only then.</summary>
/// <param name="Reason">A sentence for people; never repeats an offensive text.</param>
/// <param name="Matched">What decided, for explanations.</param>
internal sealed record FilterMatch(string Rule, ViolationCategory Category, double Severity, string Reason, string Matched);

/// <summary>What filters look at.</summary>
internal readonly ref struct MessageFacts(MessagePosted message)
{
    public MessagePosted Message { get; } = message;
    public ReadOnlySpan<char> Content => Message.Content;
    public bool MentionsEveryone => (Message.Traits & MessageTraits.MentionsEveryone) != 0;
}
