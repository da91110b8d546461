using System.Buffers;
using System.Globalization;
using Murdoch.Grains.Analysis.Model;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Analysis.Context;

/// <summary>One message as the rules of a conversation see it.</summary>
/// <param name="Target">Whom it answers or mentions first; default when it is meant for nobody in particular.</param>
internal readonly record struct Utterance(ChannelId Channel, UserId Author, UserId Target, DateTimeOffset At, string Content, TextScore Score)
{
    private static readonly SearchValues<string> Laughter = SearchValues.Create(
        ["lol", "lmao", "rofl", "haha", "hehe", "jaja", "kkk", "xd", "jk", "just kidding", ":d", ":p", ";)", "😂", "🤣", "😆", "😄", "😜", "😉", "😛", "😝", "💀"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Protests = SearchValues.Create(
        ["stop", "leave me alone", "not funny", "shut up", "enough", "don't talk to me", "dont talk to me", "go away"], StringComparison.OrdinalIgnoreCase);

    public static Utterance Of(MessagePosted message, TextModel model) =>
        new(message.Channel, message.Author, TargetOf(message), message.Message.At, message.Content, model.Score(message.Content));

    /// <summary>Log-odds of abuse of any kind; 0 is the threshold.</summary>
    public float Hostility => MathF.Max(Score[ModelLane.Abuse], MathF.Max(Score[ModelLane.Hate], Score[ModelLane.Threat]));

    public bool HasTarget => Target != default;
    public bool Laughs => FindWord(Laughter);
    public bool Objects => FindWord(Protests);

    private static UserId TargetOf(MessagePosted message)
    {
        if (message.RepliesTo != default)
        {
            return message.RepliesTo == message.Author ? default : message.RepliesTo;
        }

        var text = message.Content.AsSpan();
        for (var at = text.IndexOf("<@", StringComparison.Ordinal); at >= 0; at = text.IndexOf("<@", StringComparison.Ordinal))
        {
            text = text[(at + 2)..];
            var digits = text.StartsWith('!') ? text[1..] : text;
            var end = digits.IndexOf('>');
            if (end > 0 && ulong.TryParse(digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var user) && new UserId(user) != message.Author)
            {
                return new(user);
            }
        }

        return default;
    }

    /// <summary>Signs count anywhere, letters only where no other letter goes before them: the <c>xd</c> of a longer word is no laughter.</summary>
    private bool FindWord(SearchValues<string> words)
    {
        var text = Content.AsSpan();
        for (var from = 0; from < text.Length;)
        {
            var at = text[from..].IndexOfAny(words);
            if (at < 0)
            {
                return false;
            }

            at += from;
            if (!char.IsAsciiLetter(text[at]) || at == 0 || !char.IsAsciiLetter(text[at - 1]))
            {
                return true;
            }

            from = at + 1;
        }

        return false;
    }
}
