using System.Text.Json;
using Murdoch.Silo.Commands;
using Murdoch.Silo.Settings;
using Murdoch.Silo.Tests.Settings;

namespace Murdoch.Silo.Tests.Commands;

public sealed class CheckConfigTests : IDisposable
{
    private readonly Given _given = new();

    public void Dispose() => _given.Dispose();

    [Fact]
    public void Everything_that_is_wrong_is_named_in_one_message()
    {
        foreach (var (name, value) in WrongSettings) _given.Environment(name, value);
        var (exitCode, _, errors) = _given.CheckConfig();
        Assert.Equal(ExitCode.WrongUsage, exitCode);
        Assert.StartsWith($"{WrongSettings.Count + 1} settings are wrong:", errors, StringComparison.Ordinal);
        Assert.Contains("  DISCORD_TOKEN is not set: the bot's token from https://discord.com/developers/applications", errors, StringComparison.Ordinal);
        foreach (var (name, _) in WrongSettings) Assert.Contains($"\n  {name} is ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WEB_PORT", "abc", "WEB_PORT is \"abc\": allowed is a whole number from 0 to 65535")]
    [InlineData("WEB_PORT", "65536", "WEB_PORT is \"65536\": allowed is a whole number from 0 to 65535")]
    [InlineData("HEALTH_PORT", "-1", "HEALTH_PORT is \"-1\": allowed is a whole number from 0 to 65535")]
    [InlineData("SILO_PORT", "1.5", "SILO_PORT is \"1.5\": allowed is a whole number from 0 to 65535")]
    [InlineData("LOG_LEVEL", "loud", "LOG_LEVEL is \"loud\": allowed is trace, debug, info, warning, error")]
    [InlineData("LOG_FORMAT", "xml", "LOG_FORMAT is \"xml\": allowed is text, json")]
    [InlineData("ANALYZER", "oracle", "ANALYZER is \"oracle\": allowed is embedded, gemini, openai, none")]
    [InlineData("ANALYZER", "gemini", "GEMINI_API_KEY is not set though ANALYZER is gemini: a key from https://aistudio.google.com/apikey")]
    [InlineData("GEMINI_API_URL", "generativelanguage", "GEMINI_API_URL is \"generativelanguage\": allowed is an http or https address such as https://example.com")]
    [InlineData("ANALYZER_CASCADE_LOW", "2", "ANALYZER_CASCADE_LOW is \"2\": allowed is a number from 0.001 to 0.5")]
    [InlineData("MURDOCH_ROLES", "bot,cook", "MURDOCH_ROLES is \"bot,cook\": allowed is bot, web, or both with a comma between them")]
    [InlineData("ADVERTISED_ADDRESS", "1.2", "ADVERTISED_ADDRESS is \"1.2\": allowed is an IP address such as 10.0.0.5")]
    [InlineData("MOD_ROLE_ID", "moderators", "MOD_ROLE_ID is \"moderators\": allowed is the id of a role, a number of up to 19 digits")]
    [InlineData("DISCORD_REST_PER_SECOND", "0", "DISCORD_REST_PER_SECOND is \"0\": allowed is a whole number from 1 to 10000")]
    [InlineData("DISCORD_API_URL", "ftp://me:hush@host/x", "DISCORD_API_URL is \"ftp://***@host/x\": allowed is an http or https address such as https://example.com")]
    public void A_wrong_value_is_told_with_what_is_allowed(string name, string value, string sentence)
    {
        var (exitCode, output, errors) = _given.Environment("DISCORD_TOKEN", "hush").Environment(name, value).CheckConfig();
        Assert.Equal(ExitCode.WrongUsage, exitCode);
        Assert.Equal($"One setting is wrong:{Environment.NewLine}  {sentence}{Environment.NewLine}", errors);
        Assert.DoesNotContain("hush", output + errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Chat_completions_need_a_model_and_OpenAI_s_own_a_key_too()
    {
        var (exitCode, _, errors) = _given.Environment("DISCORD_TOKEN", "x").Environment("ANALYZER", "openai").CheckConfig();
        Assert.Equal(ExitCode.WrongUsage, exitCode);
        Assert.Contains("  OPENAI_MODEL is not set though ANALYZER is openai", errors, StringComparison.Ordinal);
        Assert.Contains("  OPENAI_API_KEY is not set though ANALYZER is openai and OPENAI_API_URL is api.openai.com", errors, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Done, _given.Environment("OPENAI_MODEL", "llama").Environment("OPENAI_API_URL", "http://localhost:11434/v1").CheckConfig().ExitCode);
    }

    [Fact]
    public void Keys_of_analysers_are_never_shown()
    {
        var (exitCode, output, errors) = _given.Environment("DISCORD_TOKEN", "x").Environment("ANALYZER", "gemini")
            .Environment("GEMINI_API_KEY", "hush-1").Environment("OPENAI_API_KEY", "hush-2").CheckConfig();
        Assert.Equal(ExitCode.Done, exitCode);
        Assert.Matches(@"(?m)^GEMINI_API_KEY +set +environment$", output);
        Assert.DoesNotContain("hush", output + errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WEB_PROT", "WEB_PROT (environment) is not a setting of this version. Did you mean WEB_PORT?")]
    [InlineData("DISCORD_TOKN", "DISCORD_TOKN (environment) is not a setting of this version. Did you mean DISCORD_TOKEN?")]
    [InlineData("MURDOCH_FANCY", "MURDOCH_FANCY (environment) is not a setting of this version and is not used.")]
    public void A_name_that_looks_like_a_setting_and_is_none_is_pointed_out(string name, string hint)
    {
        var (exitCode, _, errors) = _given.Environment("DISCORD_TOKEN", "x").Environment(name, "1").CheckConfig();
        Assert.Equal(ExitCode.Done, exitCode);
        Assert.Equal(hint + Environment.NewLine, errors);
    }

    [Fact]
    public void Settings_of_other_programs_are_left_alone()
    {
        var (_, _, errors) = _given.Environment("DISCORD_TOKEN", "x").Environment("PATH", "/bin").Environment("DOTNET_ROOT", "/usr").Environment("PORT", "1").CheckConfig();
        Assert.Empty(errors);
    }

    [Fact]
    public void The_table_shows_value_and_source_and_never_a_secret()
    {
        var (exitCode, output, errors) = _given.File("token", "hush").Environment("DISCORD_TOKEN_FILE", "token")
            .Environment("WEB_PORT", "9000").File(".env", "LOG_LEVEL=debug").File("appsettings.json", """{ "SILO_PORT": 5000 }""").CheckConfig();
        Assert.Equal(ExitCode.Done, exitCode);
        Assert.Empty(errors);
        Assert.Matches(@"(?m)^DISCORD_TOKEN +set +file .*token$", output);
        Assert.Matches(@"(?m)^WEB_PORT +9000 +environment$", output);
        Assert.Matches(@"(?m)^LOG_LEVEL +debug +\.env$", output);
        Assert.Matches(@"(?m)^SILO_PORT +5000 +appsettings\.json$", output);
        Assert.Matches(@"(?m)^HEALTH_PORT +8080 +default$", output);
        Assert.DoesNotContain("hush", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Scripts_get_the_same_as_json()
    {
        var (exitCode, output, _) = _given.Environment("DISCORD_TOKEN", "hush").Environment("WEB_PORT", "x").CheckConfig(json: true);
        using var report = JsonDocument.Parse(output);
        Assert.Equal(ExitCode.WrongUsage, exitCode);
        Assert.False(report.RootElement.GetProperty("ok").GetBoolean());
        Assert.Equal("WEB_PORT", report.RootElement.GetProperty("problems")[0].GetProperty("name").GetString());
        var token = report.RootElement.GetProperty("settings").EnumerateArray().Single(setting => setting.GetProperty("name").GetString() == "DISCORD_TOKEN");
        Assert.Equal(("set", "environment", true), (token.GetProperty("value").GetString(), token.GetProperty("source").GetString(), token.GetProperty("secret").GetBoolean()));
        Assert.DoesNotContain("hush", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgresql://user:hush@db:5432/murdoch", "postgresql://***@db:5432/murdoch")]
    [InlineData("redis://:p@ss@host:6379", "redis://***@host:6379")]
    [InlineData("murdoch.db", "murdoch.db")]
    public void An_address_is_shown_without_its_password(string value, string shown) => Assert.Equal(shown, Secrets.Show(value));

    [Theory]
    [InlineData("WEB_PORT", "WEB_PORT", 0)]
    [InlineData("WEBPORT", "WEB_PORT", 1)]
    [InlineData("WEB_PROT", "WEB_PORT", 2)]
    [InlineData("", "ABC", 3)]
    public void Distance_counts_edits(string left, string right, int edits) => Assert.Equal(edits, SettingHints.Distance(left, right));

    private static readonly Dictionary<string, string> WrongSettings = new()
    {
        ["ADVERTISED_ADDRESS"] = "here",
        ["ANALYZER"] = "oracle",
        ["DASHBOARD_URL"] = "dashboard",
        ["DISCORD_API_URL"] = "discord",
        ["DISCORD_REST_PER_SECOND"] = "many",
        ["HEALTH_PORT"] = "-5",
        ["LOG_FORMAT"] = "verse",
        ["LOG_LEVEL"] = "whisper",
        ["MOD_ROLE_ID"] = "0",
        ["MURDOCH_CLUSTER_ID"] = "not a name",
        ["MURDOCH_ROLES"] = ",",
        ["SILO_GATEWAY_PORT"] = "70000",
        ["SILO_PORT"] = "port",
        ["WEB_PORT"] = "0x",
    };
}
