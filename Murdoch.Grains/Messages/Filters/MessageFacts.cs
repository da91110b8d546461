using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>What the rules of layer 1 look at.</summary>
internal readonly ref struct MessageFacts
{
    public MessageFacts(MessagePosted message)
    {
        Message = message;
        Content = Bounded(message.Content);
    }

    public MessagePosted Message { get; }

    /// <summary>At most <see cref="TextNormaliser.MaxLength"/> characters, which is more than Discord lets anyone write.</summary>
    public ReadOnlySpan<char> Content { get; }
    public ReadOnlySpan<MessageText> Texts => Message.Texts;
    public UserId Author => Message.Author;
    public DateTimeOffset At => Message.Message.At;

    /// <summary>A null, which Orleans lets through where a field is missing, is an empty text.</summary>
    internal static ReadOnlySpan<char> Bounded(string? text) =>
        text is null ? [] : text.Length <= TextNormaliser.MaxLength ? text : text.AsSpan(0, TextNormaliser.MaxLength);
}
