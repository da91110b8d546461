namespace Murdoch.Grains.Interfaces.Explanations;

/// <summary>What the built-in model reads in a message.</summary>
/// <param name="Model">Which model answers, for people.</param>
/// <param name="Category">The question whose answer counts, such as <c>abuse</c> or <c>threat</c>.</param>
/// <param name="Severity">0 to 1, with what the conversation changes; 0.5 is the model's threshold.</param>
/// <param name="Questions">What it answers to each question, the conversation left aside.</param>
/// <param name="Words">Those that speak most for the answer, the strongest first; then those that speak against it.</param>
/// <param name="Context">Messages of the channel that were looked at beside this one.</param>
[GenerateSerializer, Immutable, Alias("model-opinion")]
public sealed record ModelOpinion(
    [property: Id(0)] string Model,
    [property: Id(1)] string Category,
    [property: Id(2)] double Severity,
    [property: Id(3)] ModelAnswer[] Questions,
    [property: Id(4)] WordWeight[] Words,
    [property: Id(5)] ContextReport[] Conversation,
    [property: Id(6)] int Context);

/// <param name="Severity">0 to 1; 0.5 is the question's threshold.</param>
[GenerateSerializer, Immutable, Alias("model-answer")]
public sealed record ModelAnswer([property: Id(0)] string Question, [property: Id(1)] double Severity);

/// <summary>How much a word of the text changes the model's answer.</summary>
/// <param name="Odds">Log-odds that the answer falls by when the word is left out; below 0 the word speaks against it.</param>
/// <param name="Parts">Letters in a row that weigh most in it, with a space for the word's border; empty where only the word as a whole does.</param>
[GenerateSerializer, Immutable, Alias("word-weight")]
public sealed record WordWeight([property: Id(0)] TextPlace Place, [property: Id(1)] double Odds, [property: Id(2)] string[] Parts);

/// <summary>A rule about the conversation around a message.</summary>
/// <param name="Shift">Log-odds of abuse that it adds; 0 where it does not apply.</param>
[GenerateSerializer, Immutable, Alias("context-report")]
public sealed record ContextReport([property: Id(0)] string Rule, [property: Id(1)] bool Applies, [property: Id(2)] double Shift, [property: Id(3)] string Why);
