using System.Reflection;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>Reads the lists that are part of the assembly: one entry a line, <c>#</c> starts a comment.</summary>
internal static class EmbeddedList
{
    /// <param name="name">Folder and file below <c>Messages</c>, such as <c>Lists.words.txt</c>.</param>
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Murdoch.Grains.Messages." + name)
            ?? throw new InvalidOperationException($"The list {name} is not part of the assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line.Trim();
            }
        }
    }
}
