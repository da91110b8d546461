namespace Murdoch.Grains.Analysis.Context;

/// <summary>All rules, and which of them give way to which.</summary>
/// <remarks>Many against one is never banter, and among friends who tease each other sharper words are part of the game.</remarks>
internal static class ContextRules
{
    private static readonly AimedAtPerson Aimed = new();
    private static readonly PileOn Many = new();
    private static readonly FriendlyBanter Banter = new();
    private static readonly Escalation Sharper = new();

    /// <param name="second">A lesser effect beside the returned one, or null.</param>
    public static ContextEffect? Weigh(in Conversation conversation, out ContextEffect? second)
    {
        second = null;
        var effect = Many.Weigh(conversation) ?? Banter.Weigh(conversation) ?? Sharper.Weigh(conversation);
        var aimed = Aimed.Weigh(conversation);
        if (effect is null)
        {
            return aimed;
        }

        if (effect.Shift > 0)
        {
            second = aimed;
        }

        return effect;
    }

    /// <summary>What each rule says, for an explanation. One that applies may still have given way to another.</summary>
    /// <param name="effect">What <see cref="Weigh"/> returned, and its <paramref name="second"/>.</param>
    public static ContextTest[] Test(in Conversation conversation, ContextEffect? effect, ContextEffect? second) =>
    [
        Test("aimed-at-person", Aimed.Weigh(conversation), "It answers and mentions nobody, or is not hostile at all.", effect, second),
        Test("pile-on", Many.Weigh(conversation), "Fewer than three people turn on the same person.", effect, second),
        Test("friendly-banter", Banter.Weigh(conversation), "No two people here answer each other and laugh.", effect, second),
        Test("escalation", Sharper.Weigh(conversation), "Its author has not got sharper over the messages before.", effect, second),
    ];

    private static ContextTest Test(string rule, ContextEffect? said, string otherwise, ContextEffect? effect, ContextEffect? second) =>
        said is null ? new(rule, null, otherwise)
        : said == effect || said == second ? new(rule, said, $"{char.ToUpperInvariant(said.Reason[0])}{said.Reason[1..]}.")
        : new(rule, null, $"It would apply ({said.Reason}), but gives way to another rule, or nothing hostile was said.");
}

/// <param name="Effect">Null: it changes nothing.</param>
/// <param name="Why">A sentence.</param>
internal sealed record ContextTest(string Rule, ContextEffect? Effect, string Why);
