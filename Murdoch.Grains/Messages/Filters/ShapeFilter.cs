using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>Mentions, pictures, capitals, stacked marks and repetition within one message.</summary>
internal static class ShapeFilter
{
    /// <summary>Letters from which on capitals are shouting, and words from which on sameness is repetition.</summary>
    private const int ShortestShout = 20;
    private const int ShortestRepetition = 24;

    /// <summary>A word that stands this often in the mean is repeated on purpose.</summary>
    private const int RepeatsPerWord = 6;

    private const int LongestRun = 60;
    private const int LongestWord = 200;
    private const int MostLineBreaks = 40;

    /// <summary>Calls for everyone in one message, whether or not Discord heeds them.</summary>
    private const int MostEveryones = 3;

    /// <summary>Marks from which on a text with as many marks as letters is zalgo, however thinly they are spread.</summary>
    private const int ManyMarks = 20;

    /// <summary>A message shorter than any rule here needs is not walked.</summary>
    private const int ShortestText = 8;

    public static FilterMatch? Check(in MessageFacts facts, FilterConfig config)
    {
        var mentioned = facts.Message.MentionedUsers + facts.Message.MentionedRoles;
        if (config.MentionLimit > 0 && mentioned > config.MentionLimit)
        {
            return Mentions();
        }

        if (facts.Content.Length < ShortestText)
        {
            return null;
        }

        var shape = TextShape.OfSigns(facts.Content);
        if (config.CapsPercent > 0 || shape.Mentions > 0 || shape.AllMarks >= ManyMarks || (config.DuplicateLimit > 0 && MayRepeat(facts.Content)))
        {
            shape.ReadLetters(facts.Content);
        }

        if (config.MentionLimit > 0 && IsWallOfMentions(shape, config.MentionLimit))
        {
            return Mentions();
        }

        if (config.CombiningMarksLimit > 0 && (shape.Marks >= config.CombiningMarksLimit || (shape.AllMarks >= ManyMarks && shape.AllMarks >= shape.Letters)))
        {
            return new("zalgo", ViolationCategory.Spam, 0.5, "Letters under a heap of combining marks.", "zalgo");
        }

        if (config.DuplicateLimit > 0 && IsRepetition(shape, facts.Content))
        {
            return new("text-flood", ViolationCategory.Spam, 0.5, "The same word, letter or line break over and over.", "repetition");
        }

        if (config.EmojiLimit > 0 && shape.Emoji > config.EmojiLimit)
        {
            return new("emoji-flood", ViolationCategory.Spam, 0.4, "More emoji than this guild allows in one message.", "emoji");
        }

        return config.CapsPercent > 0 && shape.Letters >= ShortestShout && shape.Capitals * 100L >= (long)config.CapsPercent * shape.Letters
            ? new("caps-flood", ViolationCategory.Spam, 0.3, "Mostly capitals.", "capitals")
            : null;
    }

    /// <summary>False when it is sure that <see cref="IsRepetition"/> has nothing to find, except for line breaks: the case of nearly every message.</summary>
    private static bool MayRepeat(ReadOnlySpan<char> text) =>
        HasEqualSamples(text) || HasLongWord(text) || WordSpread.MayRepeat(text, ShortestRepetition, RepeatsPerWord);

    /// <summary>A row of <see cref="LongestRun"/> equal letters covers three samples of one of these strides.</summary>
    private static bool HasEqualSamples(ReadOnlySpan<char> text)
    {
        const int Stride = LongestRun / 4;
        for (var at = 0; at + (2 * Stride) < text.Length; at += Stride)
        {
            if (text[at] == text[at + Stride] && text[at] == text[at + (2 * Stride)] && text[at] == text[at + 1])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>False when there is a space in every stretch of <see cref="LongestWord"/> characters.</summary>
    private static bool HasLongWord(ReadOnlySpan<char> text)
    {
        while (text.Length >= LongestWord)
        {
            var space = text[..LongestWord].LastIndexOf(' ');
            if (space < 0)
            {
                return true;
            }

            text = text[(space + 1)..];
        }

        return false;
    }

    /// <summary>Discord counts a person once, and whoever is not there not at all; a wall of mentions is spam all the same.</summary>
    private static bool IsWallOfMentions(in TextShape shape, int limit) =>
        shape.Everyone > MostEveryones || shape.Mentions > 2 * limit || (shape.Mentions > limit && shape.Words <= shape.Mentions + 2);

    /// <summary>Code repeats itself by nature: twice as many words are allowed there.</summary>
    private static bool IsRepetition(in TextShape shape, ReadOnlySpan<char> text) =>
        shape.Run >= LongestRun || shape.LongestWord >= LongestWord || shape.LineBreaks >= MostLineBreaks
        || (shape.Words >= ShortestRepetition && shape.DifferentWords * RepeatsPerWord <= shape.Words
            && (shape.Words >= 2 * ShortestRepetition || !text.Contains("```", StringComparison.Ordinal)));

    private static FilterMatch Mentions() =>
        new("mass-mention", ViolationCategory.MentionSpam, 0.7, "More mentions than this guild allows in one message.", "mentions");
}
