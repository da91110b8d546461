using System.Buffers;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Lists;
using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>Runs the word, invite and link rules over one text.</summary>
internal ref struct TextCheck(ReadOnlySpan<char> text, Span<TextUnit> units, PatternLists lists, GuildPatterns guild, FilterConfig config, FilterTrace? trace)
{
    private const double WordSeverity = 0.6;
    private const string GuildWordReason = "A word or pattern that this guild does not allow.";
    private const string ListedWordReason = "A slur, or a word or pattern that is listed as one.";

    private readonly ReadOnlySpan<char> _text = text;
    private readonly Span<TextUnit> _units = units;
    private FilterMatch? _worst;
    private int _phrasePoints;

    public FilterMatch? Run()
    {
        var read = TextNormaliser.Read(_text, _units, MaskReading.Markdown);
        FindListed(read.Units);
        FindGuildWords(read.Units);
        if (read.HasDot)
        {
            FindLinks();
        }

        FindPatterns(read.Units);
        if (read.IsMasked && config.ScanWords)
        {
            // The second reading is for masked words alone; it overwrites the first.
            read = TextNormaliser.Read(_text, _units, MaskReading.Letters);
            FindListed(read.Units, wordsOnly: true);
            FindGuildWords(read.Units);
        }

        return _worst;
    }

    private void Offer(FilterMatch? match)
    {
        if (match is not null)
        {
            trace?.Find(match);
        }

        _worst = MessageFilter.Worse(_worst, match);
    }

    private void FindListed(ReadOnlySpan<TextUnit> letters, bool wordsOnly = false)
    {
        var hits = lists.Matcher.Find(letters);
        while (hits.MoveNext())
        {
            var hit = hits.Current;
            trace?.Look(letters[hits.Start].First, letters[hits.End].Last + 1 - letters[hits.Start].First);
            switch (hit.Kind)
            {
                case EntryKind.Phrase when hit.Severity > 1:
                    _phrasePoints = Math.Min(LookalikeRule.Limit, _phrasePoints + (wordsOnly ? 0 : (int)hit.Severity));
                    break;
                case EntryKind.Invite when config.ScanInvites && !wordsOnly && _worst is not { Rule: InviteFilter.Rule }:
                    Offer(InviteFilter.Check(_text, letters, hit, hits.Start, hits.End, guild, trace));
                    break;
                case EntryKind.Word or EntryKind.Phrase when config.ScanWords && (hit.Severity > (_worst?.Severity ?? 0) || trace is not null) && !IsSpared(hit.Source):
                    Offer(new("listed-word", ViolationCategory.Slur, hit.Severity, ListedWordReason, hit.Source));
                    break;
            }
        }
    }

    private void FindGuildWords(ReadOnlySpan<TextUnit> letters)
    {
        if (!config.ScanWords || guild.Matcher.IsEmpty)
        {
            return;
        }

        var hits = guild.Matcher.Find(letters);
        while (hits.MoveNext())
        {
            var hit = hits.Current;
            trace?.Look(letters[hits.Start].First, letters[hits.End].Last + 1 - letters[hits.Start].First);
            if (!IsAllowed("guild-word", hit.Source))
            {
                Offer(new("guild-word", ViolationCategory.Custom, hit.Severity, GuildWordReason, hit.Source));
                return;
            }
        }
    }

    private void FindLinks()
    {
        if (config.ScanLinks)
        {
            Offer(LinkFilter.Check(_text, _phrasePoints + (_phrasePoints > 0 && _text.Contains("@everyone", StringComparison.Ordinal) ? 1 : 0), lists, guild, trace));
        }

        if (config.ScanInvites && _text.IndexOf(".gg/", StringComparison.OrdinalIgnoreCase) is >= 0 and var dot
            && (dot == 0 || !char.IsLetterOrDigit(CharacterFold.Fold(_text[dot - 1]))))
        {
            trace?.Look(dot, 4);
            Offer(InviteFilter.CheckBare(_text, dot, guild, trace));
        }
    }

    private void FindPatterns(ReadOnlySpan<TextUnit> letters)
    {
        if (lists.HasPatterns || guild.HasPatterns)
        {
            var rented = ArrayPool<char>.Shared.Rent(_text.Length * 3);
            try
            {
                var plain = NormalisedText.WriteFolded(_text, rented);
                var spelled = NormalisedText.WriteWords(_text, letters, rented.AsSpan(plain));
                FindPatterns(rented.AsSpan(0, plain), rented.AsSpan(plain, spelled), letters);
            }
            finally
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }

    private void FindPatterns(ReadOnlySpan<char> folded, ReadOnlySpan<char> words, ReadOnlySpan<TextUnit> letters)
    {
        if (config.ScanWords)
        {
            if (Find("listed-word", lists.Words, folded, words, letters) is { } listed)
            {
                Offer(new("listed-word", ViolationCategory.Slur, PatternLists.ListedWordSeverity, ListedWordReason, listed));
            }

            if (Find("guild-word", guild.Words, folded, words, letters) is { } word)
            {
                Offer(new("guild-word", ViolationCategory.Custom, WordSeverity, GuildWordReason, word));
            }
        }

        if (config.ScanInvites)
        {
            if (Find(InviteFilter.Rule, lists.Invites, folded, [], letters) is { } listed)
            {
                Offer(new(InviteFilter.Rule, ViolationCategory.Invite, WordSeverity, "An invite of a kind that is listed.", listed));
            }

            if (Find("guild-invite", guild.Invites, folded, [], letters) is { } invite)
            {
                Offer(new("guild-invite", ViolationCategory.Invite, WordSeverity, "An invite of a kind that this guild does not allow.", invite));
            }
        }

        if (config.ScanLinks)
        {
            if (Find(LinkFilter.Rule, lists.Links, folded, [], letters) is { } listed)
            {
                Offer(new(LinkFilter.Rule, ViolationCategory.Phishing, LinkFilter.Severity, "A link of a kind that is listed for phishing.", listed));
            }

            if (Find("guild-link", guild.Links, folded, [], letters) is { } link)
            {
                Offer(new("guild-link", ViolationCategory.Phishing, LinkFilter.Severity, "A link of a kind that this guild does not allow.", link));
            }
        }
    }

    /// <param name="words">Empty: the pattern is not for words.</param>
    private readonly string? Find(string rule, CompiledPattern[] patterns, ReadOnlySpan<char> folded, ReadOnlySpan<char> words, ReadOnlySpan<TextUnit> letters)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Regex.IsMatch(folded) || (!words.IsEmpty && pattern.Regex.IsMatch(words)))
            {
                if (trace is not null)
                {
                    var (start, length) = NormalisedPlace.Find(pattern.Regex, _text, folded, words, letters);
                    trace.Look(start, length);
                }

                if (!IsAllowed(rule, pattern.Source))
                {
                    return pattern.Source;
                }
            }
        }

        return null;
    }

    private readonly bool IsAllowed(string rule, string word)
    {
        var isAllowed = guild.AllowsWord(word);
        if (isAllowed)
        {
            trace?.Spare(rule, word, "The guild allows this word.");
        }

        return isAllowed;
    }

    private readonly bool IsSpared(string word)
    {
        if (IsAllowed("listed-word", word))
        {
            return true;
        }

        var isInnocent = PatternLists.IsInnocent(word, _text);
        if (isInnocent)
        {
            trace?.Spare("listed-word", word, "The text holds a phrase in which the word means no harm.");
        }

        return isInnocent;
    }
}
