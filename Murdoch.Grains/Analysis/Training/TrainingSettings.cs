namespace Murdoch.Grains.Analysis.Training;

/// <summary>How a model is made. The defaults are the ones that the shipped model was made with.</summary>
public sealed record TrainingSettings
{
    public int Seed { get; init; } = 1;

    /// <summary>Models whose mean is taken.</summary>
    public int Models { get; init; } = 4;

    /// <summary>Passes over the rows. More of them learn single rows by heart.</summary>
    public int Epochs { get; init; } = 4;
    public float Rate { get; init; } = 0.5f;

    /// <summary>Share of the rows that are learned a second time with some words disguised.</summary>
    public double DisguisedShare { get; init; } = 0.6;

    /// <summary>Terms of public lists: the model keeps their hashes with how strong they are.</summary>
    public IReadOnlyList<ListedTerm> Terms { get; init; } = [];

    /// <summary>Share of the rows with a listed word that are learned a second time with other words of its class: it is the class that tells.</summary>
    public double ExchangedShare { get; init; } = 0.3;

    /// <summary>Share of the short abusive rows that are also learned as harmless, quoted in a sentence that reports them.</summary>
    public double QuotedShare { get; init; } = 0.15;

    /// <summary>Benign chat that may be called abuse at the threshold, per 1,000 messages.</summary>
    public double BenignPerThousand { get; init; } = 3.5;

    /// <summary>The same for each of the other lanes.</summary>
    public double BenignPerThousandElsewhere { get; init; } = 0.15;

    /// <summary>Sources of everyday chat: the thresholds are chosen on what they hold of benign rows.</summary>
    public IReadOnlyList<string> BenignChat { get; init; } = ["irc_ubuntu", "sms_spam", "gaming_banter"];

    /// <summary>Learn from share-alike rows too, which then bind the model; they serve as a test otherwise.</summary>
    public bool IncludeShareAlike { get; init; }

    /// <summary>Also train once without each source that knows abuse, and measure on it.</summary>
    public bool LeaveOneOut { get; init; }
}
