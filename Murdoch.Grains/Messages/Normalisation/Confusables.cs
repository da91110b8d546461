using System.Globalization;
using System.Text;

namespace Murdoch.Grains.Messages.Normalisation;

/// <summary>Characters that a reader takes for a Latin letter or a digit, after the idea of Unicode's UTS #39, chosen for what people use to hide words.</summary>
internal static class Confusables
{
    /// <summary>What is not seen: zero-width and bidirectional controls, soft hyphens, combining marks.</summary>
    public const char Invisible = '\0';

    /// <summary>A letter, then everything that looks like it.</summary>
    private static readonly string[] Letters =
    [
        "aàáâãäåāăąǎǟǡǻȁȃȧạảấầẩẫậắằẳẵặɑαаᴀⓐⒶÀÁÂÃÄÅĀĂĄǍȀȂȦẠẢẤẦẨẪẬẮẰẲẴẶΑАᗅªₐ",
        "bḃḅḇƀɓƃвʙьᴃⓑⒷḂḄḆΒВᗷЬб",
        "cçćĉċčƈȼɕсϲᴄⓒⒸÇĆĈĊČСϹᑕ¢©",
        "dďđḋḍḏḑḓɖɗԁᴅⓓⒹĎĐḊḌḎḐḒÐᗞ",
        "eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệɛеєҽᴇⓔⒺÈÉÊËĒĔĖĘĚȄȆẸẺẼẾỀỂỄỆΕЕЄ℮ₑё",
        "fḟƒⓕⒻḞϜᖴ",
        "gĝğġģǥǧǵḡɡɢցⓖⒼĜĞĠĢǤǦǴ",
        "hĥħȟḣḥḧḩḫнһʜⓗⒽĤĦḢḤΗНₕ",
        "iìíîïĩīĭįıǐȉȋḭḯỉịɩіїɪⓘⒾÌÍÎÏĨĪĬĮİǏȈỈỊΙІЇӀⅰⅠι",
        "jĵǰɉјʝⓙⒿĴЈϳ",
        "kķǩḱḳḵƙкᴋⓚⓀĶǨΚКκ",
        "lĺļľŀłƚḷḹḻḽʟⓛⓁĹĻĽŁⅼⅬӏ",
        "mḿṁṃмᴍⓜⓂΜМⅿⅯ",
        "nñńņňŉǹṅṇṉṋɴпⓝⓃÑŃŅŇŊΝηռ",
        "oòóôõöøōŏőơǒǫǭȍȏȯọỏốồổỗộớờởỡợοоօᴏⓞⓄÒÓÔÕÖØŌŎŐƠǑỌỎỐỒỔỖỘỚỜỞỠỢΟОσₒ",
        "pṕṗƥρрᴘⓟⓅÞΡРₚ",
        "qɋԛⓠⓆ",
        "rŕŗřȑȓṙṛṝṟʀгⓡⓇŔŖŘ",
        "sśŝşšșṡṣѕꜱⓢⓈŚŜŞŠȘЅₛ",
        "tţťŧțṫṭṯṱтᴛⓣⓉŢŤŦΤТτₜ",
        "uùúûüũūŭůűųưǔǖǘǚǜȕȗụủứừửữựʋυսᴜⓤⓊÙÚÛÜŨŪŬŮŰŲƯỤỦỨỪỬỮỰц",
        "vṽṿνѵᴠⓥⓋⅴⅤ",
        "wŵẁẃẅẇẉԝωшᴡⓦⓌŴШ",
        "xẋẍχхⓧⓍΧХⅹⅩ×",
        "yýÿŷȳẏỳỵỷỹƴγуүʏⓨⓎÝŶŸΥУ",
        "zźżžẑẓẕƶᴢⓩⓏŹŻŽΖ",
        ".。．｡․",
        "/⁄∕⧸",
    ];

    private static readonly char[] Table = Build();

    /// <returns>The lower-case ASCII twin, the character itself when it has none, or <see cref="Invisible"/>.</returns>
    public static char Fold(char character) => Table[character];

    /// <returns>The ASCII twin of a letter outside the basic plane; '\uFFFD' when it has none.</returns>
    public static char Fold(Rune rune) => rune.Value switch
    {
        // Mathematical alphanumerics: alphabets of 52 letters one after another. https://www.unicode.org/charts/PDF/U1D400.pdf
        >= 0x1D400 and < 0x1D6A4 => (char)('a' + ((rune.Value - 0x1D400) % 26)),
        >= 0x1D7CE and <= 0x1D7FF => (char)('0' + ((rune.Value - 0x1D7CE) % 10)),
        >= 0x1F130 and <= 0x1F149 => (char)('a' + rune.Value - 0x1F130),
        >= 0x1F150 and <= 0x1F169 => (char)('a' + rune.Value - 0x1F150),
        >= 0x1F170 and <= 0x1F189 => (char)('a' + rune.Value - 0x1F170),
        >= 0x1F1E6 and <= 0x1F1FF => (char)('a' + rune.Value - 0x1F1E6),
        _ => '\uFFFD',
    };

    private static char[] Build()
    {
        var table = new char[char.MaxValue + 1];
        for (var i = 0; i < table.Length; i++)
        {
            var character = (char)i;
            table[i] = CharUnicodeInfo.GetUnicodeCategory(character) switch
            {
                UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => Invisible,
                UnicodeCategory.SpaceSeparator => ' ',
                _ => char.ToLowerInvariant(character),
            };
        }
        // Full-width forms: ASCII moved by 0xFEE0.
        for (var i = 0xFF01; i <= 0xFF5E; i++) table[i] = char.ToLowerInvariant((char)(i - 0xFEE0));
        foreach (var row in Letters)
        {
            foreach (var twin in row) table[twin] = row[0];
        }
        return table;
    }
}
