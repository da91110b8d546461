namespace Murdoch.Silo.Settings;

/// <summary>Every setting that was given, the highest source winning, and what was wrong with the sources themselves.</summary>
/// <param name="Configuration">What options classes bind to. Settings given as nothing ("") are left out: they count as not given.</param>
/// <param name="Sources">Where each setting in <paramref name="Configuration"/> comes from.</param>
/// <param name="Given">Every name given anywhere, before <c>NAME_FILE</c> was resolved, with its source.</param>
internal sealed record LoadedSettings(
    IConfigurationRoot Configuration,
    IReadOnlyDictionary<string, string> Sources,
    IReadOnlyDictionary<string, string> Given,
    IReadOnlyList<SettingProblem> Problems);

/// <param name="Problem">A sentence that goes on from the name: "is not set: …".</param>
internal sealed record SettingProblem(string Name, string Problem)
{
    public override string ToString() => $"{Name} {Problem}";
}
