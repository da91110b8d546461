namespace Murdoch.Grains.Analysis.Training;

/// <summary>How sure public lists are that a word is offensive.</summary>
public enum TermStrength
{
    /// <summary>A slur against a group.</summary>
    Slur = 1,

    /// <summary>Several lists call it strong.</summary>
    Strong = 2,

    /// <summary>One list has it.</summary>
    Listed = 3,
    Mild = 4,

    /// <summary>Only a list has it that names the mild and the rare as well.</summary>
    Doubtful = 5,
}

/// <summary>A word of public lists of offensive terms.</summary>
public sealed record ListedTerm(string Text, TermStrength Strength);
