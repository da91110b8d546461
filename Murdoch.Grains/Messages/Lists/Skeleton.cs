namespace Murdoch.Grains.Messages.Lists;

/// <summary>The look of a name: letters and pairs that the eye takes for one another become one, repeats are squeezed.</summary>
internal static class Skeleton
{
    /// <param name="target">As long as the name.</param>
    public static int Write(ReadOnlySpan<char> name, Span<char> target)
    {
        var length = 0;
        for (var at = 0; at < name.Length; at++)
        {
            var letter = name[at] switch
            {
                '0' => 'o',
                '1' or 'i' or 'j' or '!' => 'l',
                '3' => 'e',
                '4' => 'a',
                '5' => 's',
                '-' or '_' => '\0',
                'r' or 'n' when at + 1 < name.Length && name[at + 1] == 'n' => 'm',
                'v' when at + 1 < name.Length && name[at + 1] == 'v' => 'w',
                var other => other,
            };
            at += letter != name[at] && letter is 'm' or 'w' ? 1 : 0;
            if (letter != '\0' && (length == 0 || target[length - 1] != letter))
            {
                target[length++] = letter;
            }
        }

        return length;
    }
}
