using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Murdoch.Grains.Analysis;

namespace Murdoch.Silo.Commands;

/// <summary>Reads texts that a script hands over and writes what was decided about them, a line each.</summary>
/// <remarks>Lines are objects, <c>{"id":…,"text":…}</c>, when the first one is; otherwise each line is a text and its number the id.</remarks>
internal sealed class TextLines(TextInspection inspection, TextReader input, TextWriter output, TextWriter errors)
{
    private const int FlushedAt = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(FlushedAt * 2);

    /// <returns>The number of lines that could not be read; each is named on <c>errors</c>, and the others are answered.</returns>
    public async Task<int> RunAsync()
    {
        var (number, wrong) = (0, 0);
        bool? areObjects = null;
        using var writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        while (await input.ReadLineAsync() is { } line)
        {
            number++;
            if (areObjects is null && !string.IsNullOrWhiteSpace(line))
            {
                areObjects = TryRead(line, out _, out _, out _);
            }

            var id = JsonEncodedText.Encode(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            var text = line;
            JsonElement? given = null;
            if (areObjects == true)
            {
                if (string.IsNullOrWhiteSpace(line))
                {
                    continue;
                }

                if (!TryRead(line, out given, out var read, out var problem))
                {
                    wrong++;
                    await errors.WriteLineAsync($"line {number}: {problem}");
                    continue;
                }

                text = read;
            }

            writer.WriteStartObject();
            writer.WritePropertyName("id");
            if (given is { } element) element.WriteTo(writer);
            else writer.WriteStringValue(id);
            Write(writer, inspection.Decide(WrittenChat.Plain(text)));
            writer.Flush();
            writer.Reset();
            _buffer.GetSpan(1)[0] = (byte)'\n';
            _buffer.Advance(1);
            if (_buffer.WrittenCount >= FlushedAt)
            {
                await FlushAsync();
            }
        }

        await FlushAsync();
        return wrong;
    }

    private async Task FlushAsync()
    {
        await output.WriteAsync(Encoding.UTF8.GetString(_buffer.WrittenSpan));
        await output.FlushAsync();
        _buffer.ResetWrittenCount();
    }

    private static void Write(Utf8JsonWriter writer, TextDecision decision)
    {
        writer.WriteBoolean("flagged", decision.Flagged);
        writer.WriteNumber("score", Math.Round(decision.Score, 6));
        writer.WriteString("category", decision.Category);
        if (decision.Layer is { } layer) writer.WriteNumber("layer", layer);
        else writer.WriteNull("layer");
        writer.WriteString("rule", decision.Rule);
        writer.WriteEndObject();
    }

    internal static bool TryRead(string line, out JsonElement? id, out string text, out string problem)
    {
        (id, text, problem) = (null, "", "");
        if (!line.AsSpan().TrimStart().StartsWith("{"))
        {
            problem = "not a JSON object.";
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            if (!document.RootElement.TryGetProperty("text", out var value) || value.ValueKind != JsonValueKind.String)
            {
                problem = "text is missing, or no string.";
                return false;
            }

            id = document.RootElement.TryGetProperty("id", out var found) && found.ValueKind is JsonValueKind.String or JsonValueKind.Number ? found.Clone() : null;
            text = value.GetString()!;
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            problem = exception.Message;
            return false;
        }
    }
}
