using System.Text.Json;
using System.Text.Json.Nodes;
using Murdoch.Simulator.Interactions;
using Murdoch.Simulator.Rest;
using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Control;

/// <summary>Members use commands, buttons and modals; the answer carries what the bot said.</summary>
internal static class InteractionControl
{
    private static readonly TimeSpan StandardWait = TimeSpan.FromSeconds(5);

    public static void Map(ControlApi api, IEndpointRouteBuilder app) => api.Add(app, "POST", "/interactions", SendAsync);

    private static async Task<RestAnswer> SendAsync(ControlCall call)
    {
        var body = call.Body();
        var wait = body.Number("wait_ms", 0, 120_000) is { } ms ? TimeSpan.FromMilliseconds(ms) : StandardWait;
        var changes = body.Number("changes", 0, 100) ?? 0;
        var interaction = Send(call, body);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted);
        deadline.CancelAfter(wait);
        await interaction.AnsweredAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await interaction.ChangedAsync(changes, deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (call.World.Gate) return RestAnswer.Json(w => Write(w, interaction, call.World.Bot.Id));
    }

    private static Interaction Send(ControlCall call, BodyReader body)
    {
        var desk = call.Server.Interactions;
        var kind = body.Text("kind") ?? "command";
        // Without a guild it happens in the user's direct channel to the bot.
        var guild = body.Id("guild", required: kind is "command" or "autocomplete" or "context");
        var channel = body.Id("channel", required: true) ?? 0;
        var user = body.Id("user", required: true) ?? 0;
        var name = body.Text("name") ?? "";
        var customId = body.Text("custom_id") ?? "";
        body.Errors.ThrowIfAny();
        var options = body.Raw("options") is { ValueKind: JsonValueKind.Array } list ? JsonArray.Create(list) : null;
        return kind switch
        {
            "command" => desk.Command(guild!.Value, channel, user, name, options),
            "autocomplete" => desk.Autocomplete(guild!.Value, channel, user, name, options ?? []),
            "context" => desk.ContextCommand(guild!.Value, channel, user, name, body.Number("type", 2, 3) ?? 2, body.Id("target") ?? 0),
            "component" => desk.Component(guild, channel, user, body.Id("message") ?? 0, customId,
                body.Raw("values") is { ValueKind: JsonValueKind.Array } values ? [.. values.EnumerateArray().Select(v => v.ToString())] : null),
            "modal" => desk.Modal(guild, channel, user, customId,
                body.Raw("fields") is { ValueKind: JsonValueKind.Object } fields ? fields.EnumerateObject().ToDictionary(f => f.Name, f => f.Value.ToString()) : []),
            "forged" => desk.Forge(body.Number("type", 1, 5) ?? 2, guild, channel, user,
                body.Raw("data") is { ValueKind: JsonValueKind.Object } data ? JsonObject.Create(data)! : [], body.Id("message")),
            _ => throw RestError.InvalidForm("kind", "BASE_TYPE_CHOICES", "command, autocomplete, context, component, modal or forged"),
        };
    }

    private static void Write(Utf8JsonWriter w, Interaction interaction, ulong bot)
    {
        w.WriteStartObject();
        w.WriteId("id", interaction.Id);
        w.WriteBoolean("answered", interaction.CallbackType is not null);
        if (interaction.CallbackType is { } type) w.WriteNumber("type", type);
        if (interaction.CallbackData.ValueKind != JsonValueKind.Undefined)
        {
            w.WritePropertyName("data");
            interaction.CallbackData.WriteTo(w);
        }
        if (interaction.Original is { } original)
        {
            w.WritePropertyName("original");
            MessageJson.Write(w, original, bot, true, gateway: false);
        }
        w.WriteStartArray("followups");
        foreach (var followup in interaction.Followups) MessageJson.Write(w, followup, bot, true, gateway: false);
        w.WriteEndArray();
        w.WriteNumber("changes", interaction.Changes);
        w.WriteEndObject();
    }
}
