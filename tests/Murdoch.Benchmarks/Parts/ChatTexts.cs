using System.Text;
using Murdoch.Simulator;

namespace Murdoch.Benchmarks.Parts;

/// <summary>What layer 1 is measured with.</summary>
internal static class ChatTexts
{
    /// <summary>80 characters.</summary>
    public const string Short = "has anyone tried the new map yet? i think the left side is way easier to defend.";

    /// <summary>350 characters of ordinary chat.</summary>
    public const string Long =
        "So I finally got around to rebuilding the farm on the east side, it took most of the weekend. The old layout wasted too much "
        + "room, and the water kept freezing every winter. Now there are two floors, better lights, and a small storage room under the stairs. "
        + "If anybody wants to copy it, ask me later today and I'll show you around once my internet works again.";

    /// <summary>Every line of the load that the pipeline is measured with, each with a word that differs: no branch predictor knows them by heart.</summary>
    public static string[] Lines(int count)
    {
        using var stream = typeof(SimulatorOptions).Assembly.GetManifestResourceStream("Murdoch.Simulator.Scenarios.Texts.benign.txt")!;
        using var reader = new StreamReader(stream);
        var templates = reader.ReadToEnd().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').ToArray();
        string[] words = ["Factorio", "the compiler", "rust bucket", "tomorrow", "silver key", "old mill", "graphics card", "noodles", "parser", "42"];
        return [.. Enumerable.Range(0, count).Select(index => Fill(templates[index % templates.Length], words, index))];
    }

    public static string Hostile(string kind) => Repeat(kind switch
    {
        "separators" => "t.u.r-n_i*p n i g h t l y ",
        "masks" => "n*g*t_r ",
        "markdown" => "**__||~~`a`~~||__** [a](b) ",
        "zalgo" => "t\u0301\u0302\u0303u\u0301r\u0336\u0304n\u0301i\u0302p\u0303 ",
        "leet" => "h4s 4ny0n3 tr13d th3 n3w m4p y3t? ",
        "signs" => "!@$!|$a!",
        "dots" => "a.bc.",
        "hosts" => "disc0rd-gift.example ",
        "look-alikes" => "\u0430\u0441\u0441\u043E unt y\u03BFur \uFF41\uFF42c ",
        "nearly" => "your account will be disable free nitr ",
        "spelled" => "n i g g n i g g ",
        "invites" => "discord . gg discord(dot)gg ",
        "surrogates" => "\uD835\uDC00\uD83D\uDE00b",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    }, 4_000);

    private static string Repeat(string piece, int length) => new StringBuilder().Insert(0, piece, (length / piece.Length) + 1).ToString(0, length);

    private static string Fill(string template, string[] words, int seed)
    {
        var text = new StringBuilder();
        var at = 0;
        while (template.IndexOf('{', at) is >= 0 and var open)
        {
            text.Append(template, at, open - at).Append(words[seed++ % words.Length]);
            at = template.IndexOf('}', open) + 1;
        }

        return text.Append(template, at, template.Length - at).ToString();
    }
}
