using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>The patterns in force on this silo; they can be exchanged while guilds match with them.</summary>
/// <remarks>Any thread may read and replace. A message is matched by the one list that its check began with.</remarks>
internal sealed class PatternCatalogue
{
    private readonly Lock _replacing = new();
    private volatile PatternLists _current;
    private PatternSet _settings;
    private string[] _hosts = [];

    public PatternCatalogue(IOptions<PatternOptions> options)
    {
        var problem = PatternSet.Read(options.Value, out _settings);
        var result = PatternLists.BuildWithBuiltIn(_settings);
        Problems = problem is null ? result.Problems : [problem, .. result.Problems];
        _current = result.Lists;
    }

    public PatternLists Current => _current;

    /// <summary>The patterns of the installation that are in force, without the built-in ones.</summary>
    public PatternSet Settings => _settings;

    /// <summary>What was left out at the start; empty wherever options are validated.</summary>
    public string[] Problems { get; }

    /// <returns>What is wrong with the new patterns; while that is not empty, the old ones stay in force, all of them.</returns>
    public string[] Replace(PatternOptions options) => PatternSet.Read(options, out var set) is { } unreadable ? [unreadable] : Replace(set);

    /// <returns>As above.</returns>
    public string[] Replace(PatternSet settings)
    {
        lock (_replacing)
        {
            return Replace(settings, _hosts);
        }
    }

    /// <summary>Exchanges the hosts of phishing that are listed elsewhere; a name stands for its subdomains too.</summary>
    /// <returns>As above.</returns>
    public string[] ReplaceHosts(string[] hosts)
    {
        lock (_replacing)
        {
            return Replace(_settings, hosts);
        }
    }

    private string[] Replace(PatternSet settings, string[] hosts)
    {
        var result = PatternLists.BuildWithBuiltIn(settings, hosts);
        if (result.Problems.Length == 0)
        {
            (_settings, _hosts, _current) = (settings, hosts, result.Lists);
        }

        return result.Problems;
    }
}
