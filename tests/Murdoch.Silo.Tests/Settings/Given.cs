using Murdoch.Silo.Commands;
using Murdoch.Silo.Hosting;
using Murdoch.Silo.Settings;

namespace Murdoch.Silo.Tests.Settings;

/// <summary>A directory of its own with the settings of one test.</summary>
internal sealed class Given : IDisposable
{
    private static readonly SettingCatalogue Catalogue = MurdochHost.Catalogue();
    private readonly Dictionary<string, string> _environment = [];

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("murdoch-test-").FullName;

    public Given Environment(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    public Given File(string name, string content)
    {
        System.IO.File.WriteAllText(Path.Combine(Directory, name), content);
        return this;
    }

    public LoadedSettings Load() => SettingSources.Load(Directory, _environment, Catalogue.Names);

    public (int ExitCode, string Output, string Errors) CheckConfig(bool json = false)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exitCode = CheckConfigCommand.Check(Load(), Catalogue, json, output, errors);
        return (exitCode, output.ToString(), errors.ToString());
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
