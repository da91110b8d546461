using Murdoch.Grains.Interfaces.Feedback;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Feedback;

/// <summary>What moderators of one guild have allowed by calling violations false positives. Looked at only when a rule has found something.</summary>
internal sealed class GuildAllowances
{
    /// <summary>The oldest makes room: what nobody has marked for hundreds of marks can be marked again.</summary>
    public const int Limit = 500;

    /// <summary>How much more severe an alike text may be found than the one that was marked: a word exchanged for a worse one shows here.</summary>
    private const double SeverityTolerance = 0.05;

    /// <summary>The oldest first; made for the first one, because most guilds have none.</summary>
    private List<Allowance>? _allowances;

    public bool IsEmpty => _allowances is null or { Count: 0 };

    /// <summary>How many have made room so far.</summary>
    public long Forgotten { get; private set; }

    public Allowance[] ToArray() => _allowances is null ? [] : [.. _allowances];

    public void Restore(Allowance[]? allowances, long forgotten)
    {
        _allowances = allowances is { Length: > 0 } ? [.. allowances] : null;
        Forgotten = forgotten;
    }

    public Allowance? Find(ViolationId violation) => _allowances?.Find(allowance => allowance.Violation == violation);

    public void Add(Allowance allowance)
    {
        (_allowances ??= []).Add(allowance);
        if (_allowances.Count <= Limit) return;
        _allowances.RemoveAt(0);
        Forgotten++;
        FeedbackInstruments.Forgotten.Add(1);
    }

    /// <returns>False when the violation had taught nothing, or it was forgotten.</returns>
    public bool Remove(ViolationId violation) => _allowances?.RemoveAll(allowance => allowance.Violation == violation) > 0;

    /// <summary>Whether a rule is to leave a text alone. Counted as spared when it is.</summary>
    /// <param name="print">Of the text in which it found something.</param>
    public bool Spare(in TextPrint print, string rule, ViolationCategory category, double severity)
    {
        if (_allowances is null) return false;
        for (var at = _allowances.Count - 1; at >= 0; at--)
        {
            if (!Covers(_allowances[at], in print, rule, category, severity)) continue;
            _allowances[at] = _allowances[at] with { Spared = _allowances[at].Spared + 1 };
            FeedbackInstruments.Spared.Add(1);
            return true;
        }
        return false;
    }

    /// <summary>How far an allowance goes that is made for a violation of this kind.</summary>
    public static AllowanceReach ReachOf(ViolationCategory category, in TextPrint print) =>
        category is ViolationCategory.Phishing or ViolationCategory.Invite || print.Letters == 0 ? AllowanceReach.SameText
        : TextPrints.HasLikeness(print.Length) ? AllowanceReach.AlikeTexts : AllowanceReach.SameLetters;

    private static bool Covers(Allowance allowance, in TextPrint print, string rule, ViolationCategory category, double severity)
    {
        var known = allowance.Print;
        var isSameRule = allowance.Rule == rule;
        if (known.Exact == print.Exact) return isSameRule || (IsOfText(allowance.Category) && IsOfText(category));
        // One letter of a link makes another one, and Discord tells invites apart by case.
        if (allowance.Reach == AllowanceReach.SameText || category is ViolationCategory.Phishing or ViolationCategory.Invite) return false;
        if (print.Letters != 0 && known.Letters == print.Letters) return isSameRule || (IsOfText(allowance.Category) && IsOfText(category));
        return allowance.Reach == AllowanceReach.AlikeTexts && isSameRule && allowance.Category == category && known.Matched == print.Matched
            && severity <= allowance.Severity + SeverityTolerance && TextPrints.AreAlike(in known, in print);
    }

    /// <summary>False for what is about how something was posted: that it was harmless then says nothing of its words.</summary>
    private static bool IsOfText(ViolationCategory category) =>
        category is not (ViolationCategory.MentionSpam or ViolationCategory.Spam or ViolationCategory.Flood or ViolationCategory.Raid);
}
