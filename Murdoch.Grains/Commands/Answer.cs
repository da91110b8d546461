using Murdoch.Discord.Components;
using Murdoch.Discord.Messages;

namespace Murdoch.Grains.Commands;

/// <summary>What an interaction is answered with.</summary>
internal abstract record Answer
{
    /// <summary>A sentence that only the one who asked sees.</summary>
    public static Answer Of(string text) => new Told(new() { Content = text });

    /// <summary>A message that only the one who asked sees.</summary>
    public static Answer Of(OutgoingMessage message) => new Told(message);

    /// <summary>Only the one who asked sees it.</summary>
    public sealed record Told(OutgoingMessage Message) : Answer;

    /// <summary>Takes the place of the message whose button was pressed.</summary>
    public sealed record Changed(OutgoingMessage Message) : Answer;

    /// <summary>Asks for more. Not in answer to a modal, and not after three seconds.</summary>
    public sealed record Asked(Modal Modal) : Answer;
}
