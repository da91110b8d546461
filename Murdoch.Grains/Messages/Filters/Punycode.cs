using System.Text;
using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>Reads the <c>xn--</c> labels of a host as the letters that a browser shows. RFC 3492, without allocation.</summary>
internal static class Punycode
{
    private const int MaxLabel = 63;

    /// <param name="name">May lie in <paramref name="target"/> itself: what is written never overtakes what is read.</param>
    /// <returns>The new length. A label that does not decode stays as it is.</returns>
    public static int Fold(ReadOnlySpan<char> name, Span<char> target)
    {
        Span<int> runes = stackalloc int[MaxLabel];
        var length = 0;
        while (true)
        {
            var dot = name.IndexOf('.');
            var label = dot < 0 ? name : name[..dot];
            if (label.StartsWith("xn--", StringComparison.Ordinal) && label.Length <= MaxLabel && Decode(label[4..], runes) is > 0 and var count)
            {
                foreach (var rune in runes[..count])
                {
                    var letter = rune <= char.MaxValue ? CharacterFold.Fold((char)rune) : CharacterFold.FoldAstral(rune);
                    if (letter != CharacterFold.Nothing)
                    {
                        target[length++] = letter;
                    }
                }
            }
            else
            {
                label.CopyTo(target[length..]);
                length += label.Length;
            }

            if (dot < 0)
            {
                return length;
            }

            target[length++] = '.';
            name = name[(dot + 1)..];
        }
    }

    private static int Decode(ReadOnlySpan<char> input, Span<int> output)
    {
        var count = 0;
        var dash = input.LastIndexOf('-');
        for (; count < dash; count++)
        {
            output[count] = input[count];
        }

        var (rune, bias, position) = (128, 72, 0);
        for (var at = dash + 1; at < input.Length;)
        {
            var (before, weight) = (position, 1);
            for (var k = 36; ; k += 36)
            {
                if (at == input.Length || DigitValue(input[at++]) is not (>= 0 and var digit) || digit > (int.MaxValue - position) / weight)
                {
                    return 0;
                }

                position += digit * weight;
                var threshold = Math.Clamp(k - bias, 1, 26);
                if (digit < threshold)
                {
                    break;
                }

                if (weight > int.MaxValue / (36 - threshold))
                {
                    return 0;
                }

                weight *= 36 - threshold;
            }

            count++;
            bias = Adapt(position - before, count, before == 0);
            rune += position / count;
            position %= count;
            if (!Rune.IsValid(rune) || count > output.Length)
            {
                return 0;
            }

            output[position..(count - 1)].CopyTo(output[(position + 1)..]);
            output[position++] = rune;
        }

        return count;
    }

    private static int DigitValue(char digit) => digit switch
    {
        >= 'a' and <= 'z' => digit - 'a',
        >= '0' and <= '9' => digit - '0' + 26,
        _ => -1,
    };

    private static int Adapt(int delta, int count, bool isFirst)
    {
        delta = isFirst ? delta / 700 : delta / 2;
        delta += delta / count;
        var k = 0;
        for (; delta > 455; k += 36)
        {
            delta /= 35;
        }

        return k + (36 * delta / (delta + 38));
    }
}
