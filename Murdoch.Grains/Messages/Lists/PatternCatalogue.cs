using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>The patterns in force on this silo; they can be exchanged while guilds match with them.</summary>
/// <remarks>Any thread may read and replace. A message is matched by the one list that its check began with.</remarks>
internal sealed class PatternCatalogue
{
    private volatile PatternLists _current;

    public PatternCatalogue(IOptions<PatternOptions> options)
    {
        var problem = PatternSet.Read(options.Value, out var set);
        var result = PatternLists.BuildWithBuiltIn(set);
        Problems = problem is null ? result.Problems : [problem, .. result.Problems];
        _current = result.Lists;
    }

    public PatternLists Current => _current;

    /// <summary>What was left out at the start; empty wherever options are validated.</summary>
    public string[] Problems { get; }

    /// <returns>What is wrong with the new patterns; while that is not empty, the old ones stay in force, all of them.</returns>
    public string[] Replace(PatternOptions options)
    {
        if (PatternSet.Read(options, out var set) is { } unreadable)
        {
            return [unreadable];
        }

        var result = PatternLists.BuildWithBuiltIn(set);
        if (result.Problems.Length == 0)
        {
            _current = result.Lists;
        }

        return result.Problems;
    }
}
