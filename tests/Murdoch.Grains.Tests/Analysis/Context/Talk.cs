using System.Runtime.Intrinsics;
using Murdoch.Grains.Analysis;
using Murdoch.Grains.Analysis.Context;
using Murdoch.Grains.Analysis.Model;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Tests.Analysis.Context;

/// <summary>A conversation whose messages were scored by the test, so that the rules are tested and not the model.</summary>
internal sealed class Talk
{
    public static readonly UserId Ann = new(1);
    public static readonly UserId Bob = new(2);
    public static readonly UserId Cid = new(3);
    public static readonly UserId Dan = new(4);
    private static readonly ChannelId General = new(10);

    private readonly List<Utterance> _utterances = [];
    private DateTimeOffset _at = New.Noon;

    /// <param name="odds">Log-odds of abuse above the threshold.</param>
    public Talk Says(UserId author, float odds, UserId target = default, string text = "words", ChannelId? channel = null, float threat = -9, float hate = -9, TimeSpan? after = null)
    {
        _at += after ?? TimeSpan.FromSeconds(5);
        _utterances.Add(new(channel ?? General, author, target, _at, text, new TextScore(Vector256.Create(odds, hate, threat, -9, -9, 0, 0, 0))));
        return this;
    }

    /// <summary>What a rule says of the last message.</summary>
    public string? Judged(IContextRule rule) => rule.Weigh(new(_utterances.ToArray(), _utterances.Count - 1, new EmbeddedAnalyzerOptions()))?.Rule;

    public (string? First, string? Second) JudgedByAll()
    {
        var first = ContextRules.Weigh(new(_utterances.ToArray(), _utterances.Count - 1, new EmbeddedAnalyzerOptions()), out var second);
        return (first?.Rule, second?.Rule);
    }
}
