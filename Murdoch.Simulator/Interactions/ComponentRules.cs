using System.Text.Json;

namespace Murdoch.Simulator.Interactions;

/// <summary>What of a message can be pressed or chosen, and what of a modal can be filled in.</summary>
internal static class ComponentRules
{
    private const int StringSelect = 3, TextInput = 4, LongestText = 4000;

    /// <summary>The component with this id, in rows, labels and whatever nests.</summary>
    public static JsonElement? Find(JsonElement components, string customId)
    {
        if (components.ValueKind != JsonValueKind.Array) return null;
        foreach (var component in components.EnumerateArray())
        {
            if (Text(component, "custom_id") == customId) return component;
            if (component.TryGetProperty("component", out var labelled) && Text(labelled, "custom_id") == customId) return labelled;
            if (component.TryGetProperty("components", out var inner) && Find(inner, customId) is { } found) return found;
        }
        return null;
    }

    /// <exception cref="InteractionRefusedException">It cannot be used, or not like this.</exception>
    public static void RequireUsable(JsonElement component, IReadOnlyList<string>? values)
    {
        if (component.TryGetProperty("disabled", out var disabled) && disabled.ValueKind == JsonValueKind.True) throw new InteractionRefusedException("The component is disabled.");
        if (values is null) return;
        var (least, most) = (Number(component, "min_values") ?? 1, Number(component, "max_values") ?? 1);
        if (values.Count < least || values.Count > most) throw new InteractionRefusedException($"Between {least} and {most} values are to be chosen.");
        if (Number(component, "type") != StringSelect) return;
        var offered = component.GetProperty("options").EnumerateArray().Select(option => Text(option, "value")).ToHashSet(StringComparer.Ordinal);
        if (values.Any(value => !offered.Contains(value))) throw new InteractionRefusedException("The menu does not offer this value.");
    }

    /// <exception cref="InteractionRefusedException">The client would not send the modal so.</exception>
    public static void RequireFilled(JsonElement components, IReadOnlyDictionary<string, string> fields)
    {
        foreach (var (id, text) in fields)
        {
            var input = Find(components, id) ?? throw new InteractionRefusedException($"The modal has no field {id}.");
            if (Number(input, "type") != TextInput) continue;
            var isRequired = !input.TryGetProperty("required", out var required) || required.ValueKind != JsonValueKind.False;
            var least = Number(input, "min_length") ?? (isRequired ? 1 : 0);
            if ((text.Length < least && (isRequired || text.Length > 0)) || text.Length > (Number(input, "max_length") ?? LongestText))
                throw new InteractionRefusedException($"The text of {id} is too short or too long.");
        }
    }

    public static int? Number(JsonElement component, string name) =>
        component.ValueKind == JsonValueKind.Object && component.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number ? number.GetInt32() : null;

    private static string? Text(JsonElement component, string name) =>
        component.ValueKind == JsonValueKind.Object && component.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
