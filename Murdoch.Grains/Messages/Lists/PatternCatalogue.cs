using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>The lists that are in force. Read by every message, replaced as a whole at run time.</summary>
internal sealed class PatternCatalogue
{
    private volatile PatternLists _current;

    public PatternCatalogue(IOptions<PatternOptions> options)
    {
        var problems = new List<string>();
        _current = PatternLists.Build(options.Value.Read(problems), problems);
    }

    public PatternLists Current => _current;

    /// <returns>What is wrong with the new lists, and then the old ones stay; none when the new ones are in force.</returns>
    public IReadOnlyList<string> Replace(PatternSources sources)
    {
        var problems = new List<string>();
        var lists = PatternLists.Build(sources, problems);
        if (problems.Count == 0) _current = lists;
        return problems;
    }
}
