namespace Murdoch.Grains.Interfaces.Guilds;

/// <summary>What layer 1 looks for in one guild, beside the lists that every guild shares.</summary>
[GenerateSerializer, Immutable, Alias("filter-config")]
public sealed record FilterConfig
{
    /// <summary>Regular expressions over normalised text; a plain word means the whole word.</summary>
    [Id(0)] public string[] Words { get; init; } = [];
    [Id(1)] public string[] InvitePatterns { get; init; } = [];
    [Id(2)] public string[] PhishingPatterns { get; init; } = [];

    /// <summary>Invite codes (or vanity names) of the guild itself and its partners; case matters, as it does to Discord.</summary>
    [Id(3)] public string[] AllowedInvites { get; init; } = [];

    /// <summary>Hosts that are never phishing here; a name allows its subdomains too.</summary>
    [Id(4)] public string[] AllowedHosts { get; init; } = [];

    /// <summary>Words that are never a violation here, although a list names them.</summary>
    [Id(5)] public string[] AllowedWords { get; init; } = [];

    [Id(6)] public bool ScanInvites { get; init; } = true;
    [Id(7)] public bool ScanLinks { get; init; } = true;
    [Id(8)] public bool ScanWords { get; init; } = true;

    /// <summary>Distinct users and roles that one message may mention; 0 switches the rule off.</summary>
    [Id(9)] public int MentionLimit { get; init; } = 8;

    /// <summary>How often one author may post the same text within <see cref="FloodWindowSeconds"/>; 0 switches the rule off.</summary>
    [Id(10)] public int DuplicateLimit { get; init; } = 4;

    /// <summary>Messages that one author may post within <see cref="FloodWindowSeconds"/>; 0 switches the rule off.</summary>
    [Id(11)] public int FloodLimit { get; init; } = 12;
    [Id(12)] public int FloodWindowSeconds { get; init; } = 10;

    /// <summary>Emoji in one message; 0 switches the rule off.</summary>
    [Id(13)] public int EmojiLimit { get; init; } = 25;

    /// <summary>Share of capitals, in percent, from where a text of 20 letters or more counts as shouting; 0 switches the rule off (default).</summary>
    [Id(14)] public int CapsPercent { get; init; }

    /// <summary>Combining marks on one letter from where a text is zalgo; 0 switches the rule off.</summary>
    [Id(15)] public int CombiningMarksLimit { get; init; } = 4;
}
