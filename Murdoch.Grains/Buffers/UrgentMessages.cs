using System.Buffers;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Buffers;

/// <summary>
/// Which messages make a buffer flush at once. A cheap look for every message that layer 1 lets pass, right often enough: a miss costs the
/// buffer's usual wait, a false alarm an early flush. It never judges anybody.
/// </summary>
internal static class UrgentMessages
{
    /// <summary>Wherever they stand, somebody may be in danger.</summary>
    private static readonly SearchValues<string> Threats = SearchValues.Create(
        [
            "kill you", "kill u", "kill ya", "kill him", "kill her", "kill them", "kill urself", "kill yourself", "kys", "end your life", "hang yourself", "hope you die",
            "should die", "gonna die", "going to die", "will die", "find you", "find out where", "where you live", "where u live", "know your address", "your address is",
            "hurt you", "beat you up", "beat your", "break your", "smash your", "shoot you", "shoot up", "stab you", "rape", "burn your", "bomb your", "dox", "swat you",
            "watch your back", "you're dead", "youre dead", "ur dead", "come for you", "coming for you",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Hostile when they are said to somebody; said into the air they can wait.</summary>
    private static readonly SearchValues<string> Insults = SearchValues.Create(
        [
            "idiot", "stupid", "moron", "dumb", "loser", "pathetic", "worthless", "useless", "trash", "garbage", "ugly", "disgusting", "scum", "freak", "clown", "shut up",
            "fuck you", "fuck off", "hate you", "nobody likes you", "no one likes you", "kicked out", "you people", "go back to",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public static bool IsUrgent(MessagePosted message) =>
        Says(message.Content, Threats) || ((message.RepliesTo != default || message.MentionedUsers > 0) && Says(message.Content, Insults));

    /// <summary>Only where a word begins: the <c>kys</c> of a longer word is none.</summary>
    private static bool Says(ReadOnlySpan<char> text, SearchValues<string> words)
    {
        while (text.IndexOfAny(words) is var at and >= 0)
        {
            if (at == 0 || !char.IsLetter(text[at - 1])) return true;
            text = text[(at + 1)..];
            // The letter before what is left belongs to a word that was looked at: go on after it.
            var next = text.IndexOfAnyExcept(Letters);
            if (next < 0) return false;
            text = text[next..];
        }
        return false;
    }
}
