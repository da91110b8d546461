using System.Text;

namespace Murdoch.Grains.Storage;

/// <summary>Enum values as the database and the metrics spell them: <c>MentionSpam</c> is <c>mention_spam</c>.</summary>
internal static class EnumWords<T> where T : struct, Enum
{
    private static readonly Dictionary<T, string> Words = Enum.GetValues<T>().ToDictionary(value => value, value => Word(value.ToString()));
    private static readonly Dictionary<string, T> Values = Words.ToDictionary(entry => entry.Value, entry => entry.Key);

    /// <summary>A value that only a newer version has a name for becomes its number.</summary>
    public static string Of(T value) => Words.GetValueOrDefault(value) ?? value.ToString("D");

    /// <summary>A word that a newer version wrote becomes the default.</summary>
    public static T Parse(string word) => Values.GetValueOrDefault(word);

    private static string Word(string name)
    {
        var word = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && word.Length > 0) word.Append('_');
            word.Append(char.ToLowerInvariant(letter));
        }
        return word.ToString();
    }
}
