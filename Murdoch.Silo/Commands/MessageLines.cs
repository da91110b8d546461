using System.Globalization;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Silo.Commands;

/// <summary>Messages of a file: a text a line, or <c>{"text":…}</c> a line when the first one is.</summary>
internal static class MessageLines
{
    /// <param name="wrong">Told of each line that is left out.</param>
    /// <returns>Messages whose ids are the numbers of their lines.</returns>
    public static IEnumerable<MessagePosted> Read(TextReader input, Action<string> wrong)
    {
        bool? areObjects = null;
        for (var number = 1; input.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            areObjects ??= TextLines.TryRead(line, out _, out _, out _);
            var text = line;
            if (areObjects == true && !TextLines.TryRead(line, out _, out text, out var problem))
            {
                wrong(string.Create(CultureInfo.InvariantCulture, $"line {number}: {problem}"));
                continue;
            }

            yield return WrittenChat.Plain(text) with { Message = new((ulong)number) };
        }
    }
}
