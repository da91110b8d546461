using System.Text.Json;
using Murdoch.Simulator.Interactions;
using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Rest;

/// <summary>The first answer to an interaction. https://docs.discord.com/developers/interactions/receiving-and-responding</summary>
internal static class InteractionEndpoints
{
    private static readonly int[] MessageTypes = [4, 5];
    private static readonly int[] ComponentTypes = [6, 7];

    public static void Add(RouteTable routes) =>
        routes.Add("POST", "/interactions/{interaction}/{token}/callback", Callback, RestCaller.Anyone, inGlobalLimit: false);

    private static RestAnswer Callback(RestCall call)
    {
        var interaction = call.Server.Interactions.Find(call.Text("token"));
        if (interaction is null || interaction.Id != call.Id("interaction")) throw RestError.Unknown(10062, "interaction");
        if (interaction.CallbackType is not null) throw new RestError(400, 40060, "Interaction has already been acknowledged.");
        if (call.Server.Interactions.IsTooLate(interaction)) throw RestError.Unknown(10062, "interaction");
        var body = new BodyReader(call.Body);
        var type = body.Number("type", 1, 12, required: true);
        body.Errors.ThrowIfAny();
        var data = body.Raw("data");
        CheckType(interaction, type!.Value, data);
        Message? message = null;
        if (MessageTypes.Contains(type.Value) || type == 7)
        {
            var form = MessageForm.Read(call, data, Permissions.MentionEveryone, interaction.Channel, ephemeralAllowed: true);
            if (type == 4 && form.IsEmpty) throw new RestError(400, 50006, "Cannot send an empty message");
            if (type == 7 && interaction.Source is { } source)
            {
                form.ApplyTo(source, call.Now);
                message = source;
            }
            else message = form.ToMessage(call, interaction.Channel, call.Bot, type: 20, webhook: call.Bot.Id, extraFlags: type == 5 ? InteractionDesk.Loading : 0);
        }
        else if (type == 6) message = interaction.Source;
        call.Server.Interactions.Answer(interaction, type.Value, data, message);
        if (!call.QueryFlag("with_response")) return RestAnswer.NoContent;
        return RestAnswer.Json(w =>
        {
            w.WriteStartObject();
            w.WriteStartObject("interaction");
            w.WriteId("id", interaction.Id);
            w.WriteNumber("type", interaction.Type);
            w.WriteEndObject();
            w.WriteStartObject("resource");
            w.WriteNumber("type", type.Value);
            if (message is not null)
            {
                w.WritePropertyName("message");
                MessageJson.Write(w, message, call.Bot.Id, true, gateway: false);
            }
            w.WriteEndObject();
            w.WriteEndObject();
        });
    }

    private static void CheckType(Interaction interaction, int type, JsonElement data)
    {
        var fits = interaction.Type switch
        {
            InteractionType.Autocomplete => type == 8,
            InteractionType.Component => MessageTypes.Contains(type) || ComponentTypes.Contains(type) || type is 9 or 12,
            InteractionType.ModalSubmit => MessageTypes.Contains(type) || (interaction.Source is not null && ComponentTypes.Contains(type)) || type == 12,
            _ => MessageTypes.Contains(type) || type is 9 or 12,
        };
        if (!fits) throw RestError.InvalidForm("type", "BASE_TYPE_CHOICES", "This callback type does not fit the interaction.");
        if (type == 8) CheckChoices(new BodyReader(data));
        if (type == 5) CheckDeferral(new BodyReader(data));
        if (type != 9) return;
        var modal = new BodyReader(data);
        ModalForm.Check(modal);
        modal.Errors.ThrowIfAny();
    }

    private static void CheckChoices(BodyReader data)
    {
        foreach (var (element, path) in data.List("choices", 0, 25, required: true))
        {
            var choice = new BodyReader(element, data.Errors, path);
            choice.Text("name", 1, 100, required: true);
            if (choice.Raw("value").ValueKind == JsonValueKind.String) choice.Text("value", 0, 100);
            else if (choice.Raw("value").ValueKind != JsonValueKind.Number) choice.Fail("value", "BASE_TYPE_REQUIRED", "This field is required");
        }
        data.Errors.ThrowIfAny();
    }

    /// <summary>Nothing but the flag can be said before the answer is there.</summary>
    private static void CheckDeferral(BodyReader data)
    {
        if ((data.Number("flags", 0, int.MaxValue) ?? 0) is var flags and not (0 or InteractionDesk.Ephemeral))
            data.Fail("flags", "BASE_TYPE_CHOICES", $"Flags {flags} cannot be set on a deferral");
        data.Errors.ThrowIfAny();
    }
}
