using System.Text.Json;
using System.Text.Json.Serialization;

namespace Murdoch.Discord.Interactions;

/// <summary>A choice's value: a text of 100 characters at most, or a number, as its option's type is.</summary>
[JsonConverter(typeof(OptionValueConverter))]
public readonly record struct OptionValue
{
    private OptionValue(string? text, long? whole, double? number) => (Text, WholeNumber, Number) = (text, whole, number);

    public string? Text { get; }
    public long? WholeNumber { get; }
    public double? Number { get; }

    public static implicit operator OptionValue(string text) => FromString(text);
    public static implicit operator OptionValue(long whole) => FromInt64(whole);
    public static implicit operator OptionValue(double number) => FromDouble(number);

    public static OptionValue FromString(string text) => new(text, null, null);
    public static OptionValue FromInt64(long whole) => new(null, whole, null);
    public static OptionValue FromDouble(double number) => new(null, null, number);
}

internal sealed class OptionValueConverter : JsonConverter<OptionValue>
{
    public override OptionValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number when reader.TryGetInt64(out var whole) => whole,
        JsonTokenType.Number => reader.GetDouble(),
        _ => throw new JsonException("A choice is a text or a number."),
    };

    public override void Write(Utf8JsonWriter writer, OptionValue value, JsonSerializerOptions options)
    {
        if (value.WholeNumber is { } whole) writer.WriteNumberValue(whole);
        else if (value.Number is { } number) writer.WriteNumberValue(number);
        else writer.WriteStringValue(value.Text ?? "");
    }
}
