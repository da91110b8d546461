using Murdoch.Grains.Interfaces.Explanations;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Explanations;

/// <summary>Texts and parts of them as the rules of layer 1 read them.</summary>
internal static class NormalisedReading
{
    public static ExplainedText[] Texts(MessagePosted message) =>
    [
        Text(null, message.Content),
        .. message.Texts.Take(MessageFilter.MaxTexts).Where(text => text is not null).Select(text => Text(text.Kind, text.Text)),
    ];

    /// <returns>Null where a rule did not find anything at a place of its own.</returns>
    public static TextPlace? Place(ExplainedText[] texts, int text, int start, int length)
    {
        if (length <= 0 || text >= texts.Length || start < 0 || start + length > texts[text].Text.Length)
        {
            return null;
        }

        var original = texts[text].Text.Substring(start, length);
        return new(text, start, length, original, Normalise(original));
    }

    private static ExplainedText Text(MessageTextKind? kind, string? text)
    {
        var read = MessageFacts.Bounded(text).ToString();
        return new(kind, read, Normalise(read));
    }

    private static string Normalise(string text)
    {
        var units = new TextUnit[text.Length];
        var target = new char[(text.Length * 2) + 2];
        return new(target, 0, NormalisedText.WriteWords(text, TextNormaliser.Read(text, units, MaskReading.Markdown).Units, target));
    }
}
