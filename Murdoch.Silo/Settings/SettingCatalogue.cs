using Microsoft.Extensions.Options;

namespace Murdoch.Silo.Settings;

/// <summary>Every setting that the registered options classes read: what is not validated is no setting.</summary>
internal sealed class SettingCatalogue
{
    private readonly ILookup<string, Setting> _byName;
    private readonly IServiceCollection _services;

    /// <param name="services">Options are read from here; nothing in it is started.</param>
    public SettingCatalogue(IServiceCollection services)
    {
        _services = services;
        _byName = services.Select(service => service.ServiceType)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IValidateOptions<>))
            .Select(type => type.GenericTypeArguments[0]).Distinct().SelectMany(Setting.Of).ToLookup(setting => setting.Name, StringComparer.Ordinal);
    }

    public IEnumerable<string> Names => _byName.Select(group => group.Key).Order(StringComparer.Ordinal);

    /// <summary>The setting as its first reader declares it.</summary>
    public Setting this[string name] => _byName[name].First();

    /// <summary>All that is wrong, over all options classes; empty when Murdoch may start.</summary>
    public IReadOnlyList<SettingProblem> Check(LoadedSettings settings)
    {
        var problems = new List<SettingProblem>(settings.Problems);
        // A secret whose file is wrong is not reported as missing too.
        var reported = problems.Select(problem => SettingSources.SecretOfFile(problem.Name)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var name in Names.Where(name => !reported.Contains(name)))
        {
            var problem = _byName[name].Select(setting => setting.FindProblem(settings.Configuration[name])).FirstOrDefault(found => found is not null);
            if (problem is not null) problems.Add(new(name, problem));
        }
        problems.AddRange(CheckTogether(settings, problems.Select(problem => problem.Name).Concat(reported).ToHashSet(StringComparer.Ordinal)));
        return problems;
    }

    // What a class demands of several settings at once is asked only when each of them is right by itself.
    private IEnumerable<SettingProblem> CheckTogether(LoadedSettings settings, HashSet<string> wrong)
    {
        using var provider = _services.BuildServiceProvider();
        foreach (var group in _byName.SelectMany(group => group).GroupBy(setting => setting.Options))
        {
            if (group.Any(setting => wrong.Contains(setting.Name))) continue;
            var options = Activator.CreateInstance(group.Key)!;
            settings.Configuration.Bind(options);
            var contract = typeof(IValidateOptions<>).MakeGenericType(group.Key);
            foreach (var validator in provider.GetServices(contract))
            {
                var result = (ValidateOptionsResult)contract.GetMethod(nameof(IValidateOptions<>.Validate))!.Invoke(validator, [Options.DefaultName, options])!;
                if (!result.Failed) continue;
                foreach (var failure in result.Failures) yield return Problem(failure, [.. group.Select(setting => setting.Name)], settings);
            }
        }
    }

    // A validator that names the setting says all there is to say; one that does not speaks of its class as a whole.
    private static SettingProblem Problem(string failure, string[] names, LoadedSettings settings)
    {
        var named = names.FirstOrDefault(name => failure.StartsWith($"{name} ", StringComparison.Ordinal));
        return named is not null ? new(named, failure[(named.Length + 1)..].TrimEnd('.')) : new(string.Join(", ", names.Where(settings.Sources.ContainsKey)), $"do not go together: {failure}");
    }
}
