namespace Murdoch.Grains.Analysis.Training;

/// <summary>One row of a labelled file.</summary>
/// <param name="Source">The file it came from, without its extension.</param>
/// <param name="Label">none, toxic, hate, threat, spam, scam or invite.</param>
/// <param name="Tag">Finer class that the source gave, empty if none.</param>
/// <param name="Scope">What the source's labels cover when that is less than abuse in general, empty otherwise.</param>
/// <param name="IsDevelopment">The file's own split: rows set aside for choices rather than for learning.</param>
/// <param name="Group">Equal for rows that must not be parted between learning and testing.</param>
public sealed record LabelledText(string Id, string Text, string Source, string Label, string Tag, string Scope, string Licence, bool IsDevelopment, ulong Group)
{
    /// <summary>The source of rows that guilds exported: what their moderators marked.</summary>
    public const string Exported = "exported";

    public bool IsAbuse => Label is "toxic" or "hate" or "threat";
    public bool IsBenign => Label == "none";
    public bool IsUnwanted => Label is "spam" or "scam";
}
