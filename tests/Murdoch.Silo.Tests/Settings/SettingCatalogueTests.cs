using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Murdoch.Silo.Settings;

namespace Murdoch.Silo.Tests.Settings;

public sealed class SettingCatalogueTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("LEAST=x;MOST=y", "LEAST is \"x\": allowed is a whole number|MOST is \"y\": allowed is a whole number")]
    [InlineData("LEAST=5;MOST=4", "LEAST, MOST do not go together: The least is above the most.")]
    [InlineData("ON=yes", "ON is \"yes\": allowed is true or false")]
    [InlineData("SHARE=2", "SHARE is \"2\": allowed is a number from 0 to 1")]
    [InlineData("PLACE=postgresql://me:hush@host/x", "PLACE is \"postgresql://***@host/x\": it takes a path in this version")]
    [InlineData("WORD=x", "WORD is too short")]
    [InlineData("SOME_TOKEN=hush", "SOME_TOKEN is a value that is not shown here: allowed is digits")]
    public void Problems_of_every_kind_are_sentences(string given, string problems)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IValidateOptions<Sample>, Sample>();
        var values = given.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var settings = SettingSources.Load(Path.GetTempPath(), values, []);
        Assert.Equal(problems, string.Join('|', new SettingCatalogue(services).Check(settings)));
    }

    internal sealed class Sample : IValidateOptions<Sample>
    {
        [ConfigurationKeyName("LEAST")] public int Least { get; set; } = 1;
        [ConfigurationKeyName("MOST")] public int Most { get; set; } = 10;
        [ConfigurationKeyName("ON")] public bool On { get; set; }
        [ConfigurationKeyName("SHARE"), Range(0.0, 1.0)] public double Share { get; set; }
        [ConfigurationKeyName("PLACE"), RegularExpression("^[a-z.]*$", ErrorMessage = "PLACE takes a path in this version.")] public string Place { get; set; } = "";
        [ConfigurationKeyName("WORD")] public string Word { get; set; } = "long";
        [ConfigurationKeyName("SOME_TOKEN"), RegularExpression("^[0-9]*$", ErrorMessage = "digits")] public string Token { get; set; } = "";

        public ValidateOptionsResult Validate(string? name, Sample options) =>
            options.Least > options.Most ? ValidateOptionsResult.Fail("The least is above the most.")
            : options.Word.Length < 2 ? ValidateOptionsResult.Fail("WORD is too short.")
            : ValidateOptionsResult.Success;
    }
}
