using System.Globalization;
using System.Text;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Scenarios;

/// <summary>Texts built from the templates under Texts/. Benign ones have some hundred thousand forms; violating ones say why they are.</summary>
internal sealed class TextBank
{
    private const string InviteLetters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private readonly string[] _benign = Lines("benign");
    private readonly string[] _hostile = Lines("hostile");
    private readonly string[] _slurs = Lines("slurs");
    private readonly (string Category, string Template)[] _violating;
    private readonly Dictionary<string, string[]> _words;

    private TextBank()
    {
        _words = Lines("words").Select(line => line.Split(": ", 2)).ToDictionary(p => p[0], p => p[1].Split('|'), StringComparer.Ordinal);
        _violating = [.. Lines("violating").Select(line => line.Split(": ", 2)).Select(p => (p[0], p[1]))];
    }

    public static TextBank Instance { get; } = new();

    public string Benign(Random random) => Fill(_benign[random.Next(_benign.Length)], random);

    public (string Text, MessageLabel Label) Violating(Random random)
    {
        var (category, template) = _violating[random.Next(_violating.Length)];
        return (Fill(template, random), new MessageLabel(category, Violating: true));
    }

    /// <summary>Hostility to a member that takes a reader to find.</summary>
    public string Hostile(ulong target, Random random) => _hostile[random.Next(_hostile.Length)].Replace("{target}", $"<@{target}>", StringComparison.Ordinal);

    private string Fill(string template, Random random)
    {
        if (!template.Contains('{')) return template;
        var text = new StringBuilder(template.Length + 32);
        var at = 0;
        while (template.IndexOf('{', at) is >= 0 and var open)
        {
            var close = template.IndexOf('}', open);
            text.Append(template, at, open - at).Append(Word(template[(open + 1)..close], random));
            at = close + 1;
        }
        return text.Append(template, at, template.Length - at).ToString();
    }

    private string Word(string kind, Random random) => kind switch
    {
        "number" => random.Next(2, 240).ToString(CultureInfo.InvariantCulture),
        "n" => random.Next(10, 9999).ToString(CultureInfo.InvariantCulture),
        "code" => string.Create(random.Next(6, 9), random, static (code, r) =>
        {
            for (var i = 0; i < code.Length; i++) code[i] = InviteLetters[r.Next(InviteLetters.Length)];
        }),
        "slur" => _slurs[random.Next(_slurs.Length)],
        _ => _words[kind][random.Next(_words[kind].Length)],
    };

    private static string[] Lines(string name)
    {
        using var stream = typeof(TextBank).Assembly.GetManifestResourceStream($"Murdoch.Simulator.Scenarios.Texts.{name}.txt")
            ?? throw new InvalidOperationException($"Texts/{name}.txt is not embedded.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
    }
}
