using System.Buffers;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Lists;
using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>Runs the word, invite and link rules over one text.</summary>
internal ref struct TextCheck(ReadOnlySpan<char> text, Span<TextUnit> units, PatternLists lists, GuildPatterns guild, FilterConfig config)
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

    private void Offer(FilterMatch? match) => _worst = MessageFilter.Worse(_worst, match);

    private void FindListed(ReadOnlySpan<TextUnit> letters, bool wordsOnly = false)
    {
        var hits = lists.Matcher.Find(letters);
        while (hits.MoveNext())
        {
            var hit = hits.Current;
            switch (hit.Kind)
            {
                case EntryKind.Phrase when hit.Severity > 1:
                    _phrasePoints = Math.Min(LookalikeRule.Limit, _phrasePoints + (wordsOnly ? 0 : (int)hit.Severity));
                    break;
                case EntryKind.Invite when config.ScanInvites && !wordsOnly && _worst is not { Rule: InviteFilter.Rule }:
                    Offer(InviteFilter.Check(_text, letters, hit, hits.Start, hits.End, guild));
                    break;
                case EntryKind.Word or EntryKind.Phrase when config.ScanWords && hit.Severity > (_worst?.Severity ?? 0) && !guild.AllowsWord(hit.Source) && !PatternLists.IsInnocent(hit.Source, _text):
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

        foreach (var hit in guild.Matcher.Find(letters))
        {
            if (!guild.AllowsWord(hit.Source))
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
            Offer(LinkFilter.Check(_text, _phrasePoints + (_phrasePoints > 0 && _text.Contains("@everyone", StringComparison.Ordinal) ? 1 : 0), lists, guild));
        }

        if (config.ScanInvites && _text.IndexOf(".gg/", StringComparison.OrdinalIgnoreCase) is >= 0 and var dot
            && (dot == 0 || !char.IsLetterOrDigit(CharacterFold.Fold(_text[dot - 1]))))
        {
            Offer(InviteFilter.CheckBare(_text, dot, guild));
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
                FindPatterns(rented.AsSpan(0, plain), rented.AsSpan(plain, spelled));
            }
            finally
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }

    private void FindPatterns(ReadOnlySpan<char> folded, ReadOnlySpan<char> words)
    {
        if (config.ScanWords)
        {
            if (Find(lists.Words, words, folded) is { } listed)
            {
                Offer(new("listed-word", ViolationCategory.Slur, PatternLists.ListedWordSeverity, ListedWordReason, listed));
            }

            if (Find(guild.Words, words, folded) is { } word)
            {
                Offer(new("guild-word", ViolationCategory.Custom, WordSeverity, GuildWordReason, word));
            }
        }

        if (config.ScanInvites)
        {
            if (Find(lists.Invites, folded, []) is { } listed)
            {
                Offer(new(InviteFilter.Rule, ViolationCategory.Invite, WordSeverity, "An invite of a kind that is listed.", listed));
            }

            if (Find(guild.Invites, folded, []) is { } invite)
            {
                Offer(new("guild-invite", ViolationCategory.Invite, WordSeverity, "An invite of a kind that this guild does not allow.", invite));
            }
        }

        if (config.ScanLinks)
        {
            if (Find(lists.Links, folded, []) is { } listed)
            {
                Offer(new(LinkFilter.Rule, ViolationCategory.Phishing, LinkFilter.Severity, "A link of a kind that is listed for phishing.", listed));
            }

            if (Find(guild.Links, folded, []) is { } link)
            {
                Offer(new("guild-link", ViolationCategory.Phishing, LinkFilter.Severity, "A link of a kind that this guild does not allow.", link));
            }
        }
    }

    private readonly string? Find(CompiledPattern[] patterns, ReadOnlySpan<char> first, ReadOnlySpan<char> second)
    {
        foreach (var pattern in patterns)
        {
            if ((pattern.Regex.IsMatch(first) || (!second.IsEmpty && pattern.Regex.IsMatch(second))) && !guild.AllowsWord(pattern.Source))
            {
                return pattern.Source;
            }
        }

        return null;
    }
}
