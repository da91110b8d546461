using System.Text;
using Murdoch.Grains.Analysis.Context;
using Murdoch.Grains.Analysis.Model;

namespace Murdoch.Grains.Analysis;

/// <summary>Says in a sentence what spoke for a finding.</summary>
internal static class Explanation
{
    private const int MaxWords = 3;

    /// <summary>Characters of a word that are shown: longer ones are links.</summary>
    private const int MaxShown = 24;

    /// <summary>Words that speak for a finding less than this share of the strongest one are left out.</summary>
    private const float WorthNaming = 0.4f;

    public static string Write(TextModel model, string text, ModelLane lane, ContextEffect? effect, ContextEffect? second)
    {
        var sentence = new StringBuilder(lane switch
        {
            ModelLane.Hate => "Reads like hate against a group",
            ModelLane.Threat => "Reads like a threat",
            ModelLane.Spam => "Reads like spam",
            ModelLane.Scam => "Reads like a scam",
            _ => "Reads like abuse",
        });
        var opening = " because of ";
        foreach (var word in StrongestWords(model, text, lane))
        {
            sentence.Append(opening).Append('“').Append(word).Append('”');
            opening = ", ";
        }

        if (effect is not null)
        {
            sentence.Append("; ").Append(effect.Reason);
        }

        if (second is not null)
        {
            sentence.Append("; ").Append(second.Reason);
        }

        return sentence.Append('.').ToString();
    }

    private static IEnumerable<string> StrongestWords(TextModel model, string text, ModelLane lane)
    {
        var buffer = new char[Math.Min(text.Length, ModelText.MaxLength) * 8];
        var words = buffer.AsSpan(0, ModelText.Write(text, buffer));
        var weights = new Dictionary<string, float>(StringComparer.Ordinal);
        foreach (var range in words.Split(' '))
        {
            ReadOnlySpan<char> word = words[range];
            // Numbers and handles say who is meant, not what is wrong.
            if (word.Length > 1 && !char.IsAsciiDigit(word[0]) && word is not "auser")
            {
                weights[ModelText.Readable(word[..Math.Min(word.Length, MaxShown)])] = model.Contribution(word, lane);
            }
        }

        var strongest = weights.Count == 0 ? 0 : weights.Values.Max();
        return weights.Where(word => word.Value > 0 && word.Value >= strongest * WorthNaming).OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal)
            .Take(MaxWords).Select(word => word.Key);
    }
}
