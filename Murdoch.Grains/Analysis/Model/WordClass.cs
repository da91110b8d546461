namespace Murdoch.Grains.Analysis.Model;

/// <summary>What kind of word a word is: what is said of a group or to a person shows in the order of these, whichever the words are.</summary>
internal enum WordClass : byte
{
    None = 0,

    /// <summary>Listed as degrading a group.</summary>
    Slur = 1,

    /// <summary>Listed by several lists as strong.</summary>
    Strong = 2,

    /// <summary>Listed by one list.</summary>
    Listed = 3,

    /// <summary>Listed as mild.</summary>
    Mild = 4,

    /// <summary>Listed by a list that names the mild and the rare as well.</summary>
    Doubtful = 5,

    You = 6,
    Self = 7,
    Being = 8,
    Not = 9,

    /// <summary>Speaks of words: called, said, slur.</summary>
    Quoting = 10,

    /// <summary>Names people by what they are, without judging.</summary>
    Group = 11,
    Contempt = 12,
    Harm = 13,
    Praise = 14,
    They = 15,

    /// <summary>Deserve, should, must.</summary>
    Ought = 16,
}
