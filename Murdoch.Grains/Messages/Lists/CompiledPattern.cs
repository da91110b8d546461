using System.Text;
using System.Text.RegularExpressions;
using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>A regular expression that matches in linear time.</summary>
internal sealed class CompiledPattern
{
    private CompiledPattern(string source, Regex regex) => (Source, Regex) = (source, regex);

    /// <summary>As it was written.</summary>
    public string Source { get; }
    public Regex Regex { get; }

    public static CompiledPattern? TryCompile(string source, out string? problem)
    {
        problem = PatternSyntax.FindProblem(source);
        if (problem is not null)
        {
            return null;
        }

        try
        {
            var regex = new Regex(Fold(source), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
            if (!regex.IsMatch(string.Empty))
            {
                return new(source, regex);
            }

            problem = PatternSyntax.At(0, "the pattern matches an empty text, and so every message");
        }
        catch (RegexParseException exception)
        {
            problem = PatternSyntax.At(Math.Max(0, exception.Offset - 1), Describe(exception.Error));
        }
        catch (NotSupportedException)
        {
            // What PatternSyntax does not know of yet, or an automaton beyond the engine's own limit.
            problem = PatternSyntax.At(0, "the pattern is not supported");
        }

        return null;
    }

    /// <summary>Text is folded before it is matched, so letters of other scripts in a pattern are, too.</summary>
    private static string Fold(string source)
    {
        var folded = new StringBuilder(source);
        for (var at = 0; at < source.Length; at++)
        {
            if (source[at] > 127 && char.IsLetter(source[at]) && CharacterFold.Fold(source[at]) is not CharacterFold.Nothing and var letter)
            {
                folded[at] = letter;
            }
        }

        return folded.ToString();
    }

    private static string Describe(RegexParseError error) => error switch
    {
        RegexParseError.InsufficientClosingParentheses => "a ( is not closed",
        RegexParseError.InsufficientOpeningParentheses => "a ) was never opened",
        RegexParseError.UnterminatedBracket => "a [ is not closed",
        RegexParseError.QuantifierAfterNothing => "a quantifier has nothing before it",
        RegexParseError.NestedQuantifiersNotParenthesized => "a quantifier follows a quantifier",
        RegexParseError.ReversedQuantifierRange or RegexParseError.ReversedCharacterRange => "a range runs backwards",
        RegexParseError.UnescapedEndingBackslash => "a \\ has nothing after it",
        _ => $"not a valid regular expression ({error})",
    };
}
