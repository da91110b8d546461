using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Silo.Commands;

/// <summary>Reads a conversation as people write it down: <c>name: text</c>, or <c>name &gt; whom: text</c> for an answer.</summary>
internal sealed class WrittenChat
{
    /// <summary>Longer ones are no names but the beginning of a sentence that has a colon in it.</summary>
    private const int MaxName = 32;

    private readonly Dictionary<string, UserId> _people = new(StringComparer.OrdinalIgnoreCase);
    private ulong _messages;

    public static MessagePosted Plain(string text) => Message(1, new(1), default, text);

    public MessagePosted Read(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        if (colon is <= 0 or > (2 * MaxName))
        {
            return Message(++_messages, Person(""), default, line);
        }

        var names = line[..colon].Split('>', 2, StringSplitOptions.TrimEntries);
        return Message(++_messages, Person(names[0]), names.Length == 2 ? Person(names[1]) : default, line[(colon + 2)..]);
    }

    private UserId Person(string name)
    {
        if (!_people.TryGetValue(name, out var user))
        {
            _people[name] = user = new((ulong)_people.Count + 1);
        }

        return user;
    }

    // All at the same moment: the time between lines is not written down, so it cannot part them.
    private static MessagePosted Message(ulong id, UserId author, UserId target, string text) =>
        new() { Sequence = 1, Message = new(id), Channel = new ChannelId(1), Author = author, RepliesTo = target, Content = text };
}
