using Murdoch.Discord.Interactions;
using Murdoch.Grains.Gateway;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Commands.Messages;

/// <summary>A command in the menu of a message. Discord sends the message along, with its content whatever the bot's intents.</summary>
internal abstract class MessageCommand : ICommandHandler
{
    public abstract string Path { get; }
    public string Description => "";
    public ApplicationCommandType Type => ApplicationCommandType.Message;
    public abstract ulong Needs { get; }

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken) => call.Command.Resolved.Message(call.Command.TargetId) is { } message
        ? await Run(call, DispatchMapping.ToEvent(message with { MessageId = call.Command.TargetId }, receivedTicks: 0), cancellationToken)
        : Answer.Of("That message is gone.");

    protected abstract Task<Answer> Run(CommandCall call, MessagePosted message, CancellationToken cancellationToken);
}
