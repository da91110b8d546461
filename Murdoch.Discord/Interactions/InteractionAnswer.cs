using System.Text.Json.Serialization;
using Murdoch.Discord.Components;
using Murdoch.Discord.Messages;

namespace Murdoch.Discord.Interactions;

/// <summary>https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type</summary>
internal enum CallbackType
{
    Message = 4,
    DeferredMessage = 5,
    DeferredUpdate = 6,
    Update = 7,
    Choices = 8,
    Modal = 9,
}

internal sealed record MessageCallback(CallbackType Type, OutgoingMessage? Data);

/// <summary>A deferral takes no allowed mentions and no content, only the flag.</summary>
internal sealed record DeferringCallback(CallbackType Type, DeferringData? Data);

internal sealed record DeferringData([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] MessageFlags Flags);

internal sealed record ChoicesCallback(CallbackType Type, ChoicesData Data);

internal sealed record ChoicesData(OptionChoice[] Choices);

internal sealed record ModalCallback(CallbackType Type, Modal Data);
