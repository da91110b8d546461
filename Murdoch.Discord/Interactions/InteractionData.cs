using System.Text.Json;
using Murdoch.Discord.Gateway;

namespace Murdoch.Discord.Interactions;

/// <summary>The <c>data</c> of an interaction before its type is known: Discord does not promise which of the two comes first.</summary>
internal sealed record InteractionData(
    ulong Id, string Name, int Type, string[] Path, InteractionOption[] Options, ulong Target, InteractionResolved Resolved,
    string CustomId, int ComponentType, string[] Values, ModalField[] Fields)
{
    /// <summary>A group holds subcommands, and a subcommand holds options: nothing that Discord sends is deeper.</summary>
    private const int MaxDepth = 3;

    public static InteractionData None { get; } = new(0, "", 0, [], [], 0, InteractionResolved.Nothing, "", 0, [], []);

    public InteractionCommand ToCommand() =>
        new(Id, Name, Type is >= 1 and <= 3 ? (ApplicationCommandType)Type : ApplicationCommandType.ChatInput, Path, Options, Target, Resolved);

    public InteractionComponent ToComponent() => new(CustomId, ComponentType, Values, Resolved);

    public InteractionModal ToModal() => new(CustomId, Fields);

    /// <param name="json">What <paramref name="reader"/> reads from.</param>
    public static InteractionData Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (!JsonFields.TryBeginObject(ref reader)) return None;
        var (id, name, type, target, customId, componentType) = (0UL, "", 0, 0UL, "", 0);
        List<string> path = [];
        List<InteractionOption> options = [];
        List<ModalField> fields = [];
        string[] values = [];
        var resolved = InteractionResolved.Nothing;
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "id"u8)) id = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "name"u8)) name = JsonFields.Text(ref reader) ?? "";
            else if (JsonFields.IsProperty(ref reader, "type"u8)) type = JsonFields.Int(ref reader);
            else if (JsonFields.IsProperty(ref reader, "target_id"u8)) target = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "options"u8)) ReadOptions(ref reader, path, options, 0);
            else if (JsonFields.IsProperty(ref reader, "resolved"u8)) resolved = ResolvedReader.Read(ref reader, json);
            else if (JsonFields.IsProperty(ref reader, "custom_id"u8)) customId = JsonFields.Text(ref reader) ?? "";
            else if (JsonFields.IsProperty(ref reader, "component_type"u8)) componentType = JsonFields.Int(ref reader);
            else if (JsonFields.IsProperty(ref reader, "values"u8)) values = Texts(ref reader);
            else if (JsonFields.IsProperty(ref reader, "components"u8)) ReadFields(ref reader, fields, 0);
            else JsonFields.SkipValue(ref reader);
        }
        return new(id, name, type, [.. path], [.. options], target, resolved, customId, componentType, values, [.. fields]);
    }

    private static void ReadOptions(ref Utf8JsonReader reader, List<string> path, List<InteractionOption> options, int depth)
    {
        if (depth == MaxDepth)
        {
            reader.Skip();
            return;
        }
        if (!JsonFields.TryBeginArray(ref reader)) return;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) ReadOption(ref reader, path, options, depth);
    }

    private static void ReadOption(ref Utf8JsonReader reader, List<string> path, List<InteractionOption> options, int depth)
    {
        if (!JsonFields.TryBeginObject(ref reader)) return;
        var (name, type, focused) = ("", 0, false);
        InteractionOption? value = null;
        List<string> innerPath = [];
        List<InteractionOption> inner = [];
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "name"u8)) name = JsonFields.Text(ref reader) ?? "";
            else if (JsonFields.IsProperty(ref reader, "type"u8)) type = JsonFields.Int(ref reader);
            else if (JsonFields.IsProperty(ref reader, "focused"u8)) focused = JsonFields.Bool(ref reader);
            else if (JsonFields.IsProperty(ref reader, "value"u8)) value = Value(ref reader);
            else if (JsonFields.IsProperty(ref reader, "options"u8)) ReadOptions(ref reader, innerPath, inner, depth + 1);
            else JsonFields.SkipValue(ref reader);
        }
        var kind = type is >= 1 and <= 11 ? (ApplicationCommandOptionType)type : ApplicationCommandOptionType.Unknown;
        if (kind is ApplicationCommandOptionType.Subcommand or ApplicationCommandOptionType.SubcommandGroup)
        {
            path.Add(name);
            path.AddRange(innerPath);
            options.AddRange(inner);
        }
        else options.Add((value ?? Nothing) with { Name = name, Type = kind, IsFocused = focused });
    }

    private static InteractionOption Nothing { get; } = new("", ApplicationCommandOptionType.Unknown, false, null, null, null, null);

    private static InteractionOption? Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String: return Nothing with { Text = reader.GetString() };
            case JsonTokenType.True or JsonTokenType.False: return Nothing with { Flag = reader.TokenType == JsonTokenType.True };
            case JsonTokenType.Number:
                long? integer = reader.TryGetInt64(out var whole) ? whole : null;
                return Nothing with { WholeNumber = integer, Number = reader.TryGetDouble(out var number) ? number : null };
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>Fields in labels, each one's <c>component</c>, and in rows of <c>components</c>, as they came before there were labels.</summary>
    private static void ReadFields(ref Utf8JsonReader reader, List<ModalField> fields, int depth)
    {
        if (depth == MaxDepth)
        {
            reader.Skip();
            return;
        }
        if (!JsonFields.TryBeginArray(ref reader)) return;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) ReadField(ref reader, fields, depth + 1);
    }

    private static void ReadField(ref Utf8JsonReader reader, List<ModalField> fields, int depth)
    {
        if (depth > MaxDepth)
        {
            reader.Skip();
            return;
        }
        if (!JsonFields.TryBeginObject(ref reader)) return;
        var (customId, type, value) = ("", 0, "");
        string[] values = [];
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "component"u8)) ReadField(ref reader, fields, depth + 1);
            else if (JsonFields.IsProperty(ref reader, "components"u8)) ReadFields(ref reader, fields, depth + 1);
            else if (JsonFields.IsProperty(ref reader, "custom_id"u8)) customId = JsonFields.Text(ref reader) ?? "";
            else if (JsonFields.IsProperty(ref reader, "type"u8)) type = JsonFields.Int(ref reader);
            else if (JsonFields.IsProperty(ref reader, "value"u8)) value = JsonFields.Text(ref reader) ?? "";
            else if (JsonFields.IsProperty(ref reader, "values"u8)) values = Texts(ref reader);
            else JsonFields.SkipValue(ref reader);
        }
        if (customId.Length > 0) fields.Add(new(customId, type, value, values));
    }

    private static string[] Texts(ref Utf8JsonReader reader)
    {
        if (!JsonFields.TryBeginArray(ref reader)) return [];
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (JsonFields.Text(ref reader) is { } text) texts.Add(text);
        }
        return [.. texts];
    }
}
