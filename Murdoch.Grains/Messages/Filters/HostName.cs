using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>Brings a host name as it stands in a text to the form in which it is looked up.</summary>
internal static class HostName
{
    /// <summary>Characters of a host name, RFC 1035 section 2.3.4.</summary>
    public const int MaxLength = 253;

    /// <param name="host">Takes <see cref="MaxLength"/> characters.</param>
    /// <param name="isDisguised">True when letters of other scripts were read as Latin ones.</param>
    /// <returns>The length of the name; 0 when this is none.</returns>
    public static int Read(ReadOnlySpan<char> raw, Span<char> host, out bool isDisguised)
    {
        isDisguised = false;
        var length = 0;
        for (var at = 0; at < raw.Length; at++)
        {
            var letter = CharacterFold.Fold(raw[at]);
            if (raw[at] == '%' && at + 2 < raw.Length && char.IsAsciiHexDigit(raw[at + 1]) && char.IsAsciiHexDigit(raw[at + 2]))
            {
                letter = CharacterFold.Fold((char)((TextNormaliser.HexValue(raw[at + 1]) << 4) | TextNormaliser.HexValue(raw[at + 2])));
                at += 2;
            }
            else if (char.IsHighSurrogate(letter) && at + 1 < raw.Length && char.IsLowSurrogate(raw[at + 1]))
            {
                letter = CharacterFold.FoldAstral(char.ConvertToUtf32(letter, raw[at + 1]));
                isDisguised = true;
                at++;
            }
            else if (raw[at] > 127 && letter != '.')
            {
                isDisguised = true;
            }

            if (letter == CharacterFold.Nothing)
            {
                continue;
            }

            if (length == host.Length)
            {
                return 0;
            }

            host[length++] = letter;
        }

        var name = host[..length].TrimEnd('.');
        if (name.Contains("xn--", StringComparison.Ordinal))
        {
            length = Punycode.Fold(name, host);
            isDisguised = true;
            name = host[..length];
        }

        return HasTopLevelDomain(name) ? name.Length : 0;
    }

    /// <summary>True when the last label may be a top-level domain: two letters or more, no digits.</summary>
    private static bool HasTopLevelDomain(ReadOnlySpan<char> name)
    {
        var dot = name.LastIndexOf('.');
        if (dot <= 0 || name.Length - dot <= 2 || name.Contains("..", StringComparison.Ordinal) || name[0] == '.')
        {
            return false;
        }

        foreach (var letter in name[(dot + 1)..])
        {
            if (!char.IsLetter(letter))
            {
                return false;
            }
        }

        return true;
    }
}
