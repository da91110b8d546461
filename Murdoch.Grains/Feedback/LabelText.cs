using System.Text.RegularExpressions;

namespace Murdoch.Grains.Feedback;

/// <summary>Takes out of a text what points to a person, in the form that the training data have.</summary>
internal static partial class LabelText
{
    public static string Clean(string text)
    {
        text = MentionIds.Replace(text, "<${kind}0>");
        text = Emails.Replace(text, "[email]");
        text = Addresses.Replace(text, "0.0.0.0");
        text = LongNumbers.Replace(text, number => new('0', number.Length));
        return text.Trim();
    }

    /// <summary>https://docs.discord.com/developers/reference#message-formatting</summary>
    [GeneratedRegex(@"<(?<kind>@[!&]?|#|a?:\w{1,32}:|id:)\d+>", RegexOptions.NonBacktracking)]
    private static partial Regex MentionIds { get; }

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.[\w.-]*\w", RegexOptions.NonBacktracking)]
    private static partial Regex Emails { get; }

    [GeneratedRegex(@"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b", RegexOptions.NonBacktracking)]
    private static partial Regex Addresses { get; }

    [GeneratedRegex(@"\d{8,}", RegexOptions.NonBacktracking)]
    private static partial Regex LongNumbers { get; }
}
