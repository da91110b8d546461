using System.Text.Json;

namespace Murdoch.Discord.Rest;

/// <summary>Which fields Discord refused, without their values: <c>embeds.0.title BASE_TYPE_MAX_LENGTH</c>.</summary>
/// <remarks>https://docs.discord.com/developers/reference#error-messages</remarks>
internal static class FormFaults
{
    private const int MaxNamed = 5;

    public static string Describe(ErrorBody error)
    {
        List<string> faults = [];
        if (error.Errors is { ValueKind: JsonValueKind.Object } errors) Collect(errors, "", faults);
        return faults.Count == 0 ? error.Message ?? "" : $"{error.Message}: {string.Join(", ", faults)}";
    }

    private static void Collect(JsonElement node, string path, List<string> faults)
    {
        foreach (var property in node.EnumerateObject())
        {
            if (faults.Count == MaxNamed) return;
            if (property.Value.ValueKind == JsonValueKind.Object) Collect(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", faults);
            else if (property.Name == "_errors" && property.Value.ValueKind == JsonValueKind.Array) faults.AddRange(property.Value.EnumerateArray().Take(1).Select(fault => $"{path} {Code(fault)}".Trim()));
        }
    }

    private static string Code(JsonElement fault) =>
        fault.ValueKind == JsonValueKind.Object && fault.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String ? code.GetString()! : "";
}
