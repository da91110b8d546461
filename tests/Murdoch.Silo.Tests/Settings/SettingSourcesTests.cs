using Murdoch.Silo.Settings;

namespace Murdoch.Silo.Tests.Settings;

public sealed class SettingSourcesTests : IDisposable
{
    private readonly Given _given = new();

    public void Dispose() => _given.Dispose();

    [Fact]
    public void The_environment_wins_over_the_env_file_which_wins_over_json()
    {
        var settings = _given.Environment("A", "environment")
            .File(".env", "A=file\nB=file\n")
            .File("appsettings.json", """{ "A": "json", "B": "json", "C": "json" }""").Load();
        Assert.Equal(("environment", "file", "json"), (settings.Configuration["A"], settings.Configuration["B"], settings.Configuration["C"]));
        Assert.Equal((SettingSources.Environment, SettingSources.DotEnvFile, SettingSources.JsonFile), (settings.Sources["A"], settings.Sources["B"], settings.Sources["C"]));
        Assert.Empty(settings.Problems);
    }

    [Fact]
    public void A_setting_given_as_nothing_is_not_given()
    {
        var settings = _given.Environment("A", "").File(".env", "A=file\n").Load();
        Assert.Equal("file", settings.Configuration["A"]);
    }

    [Fact]
    public void The_env_file_may_hold_quotes_comments_exports_and_dollar_signs()
    {
        var settings = _given.File(".env", "# a comment\nexport A=\"with spaces\"\nB='^x$HOME$'\nC = trimmed \n").Load();
        Assert.Equal(("with spaces", "^x$HOME$", "trimmed"), (settings.Configuration["A"], settings.Configuration["B"], settings.Configuration["C"]));
    }

    [Fact]
    public void A_secret_is_read_from_its_file_without_the_line_end()
    {
        var settings = _given.File("token", "  abc.def\n").Environment("DISCORD_TOKEN_FILE", "token").Load();
        Assert.Equal("abc.def", settings.Configuration["DISCORD_TOKEN"]);
        Assert.StartsWith("file ", settings.Sources["DISCORD_TOKEN"], StringComparison.Ordinal);
        Assert.Empty(settings.Problems);
    }

    [Fact]
    public void A_secret_and_its_file_together_are_a_problem()
    {
        var settings = _given.File("token", "one").Environment("DISCORD_TOKEN_FILE", "token").File(".env", "DISCORD_TOKEN=two").Load();
        Assert.Equal("DISCORD_TOKEN_FILE and DISCORD_TOKEN are both set: keep one of them", Assert.Single(settings.Problems).ToString());
    }

    [Fact]
    public void A_secret_file_that_cannot_be_read_is_a_problem()
    {
        var settings = _given.Environment("DISCORD_TOKEN_FILE", "missing").Load();
        Assert.Equal($"DISCORD_TOKEN_FILE names a file that cannot be read: {Path.Combine(_given.Directory, "missing")}", Assert.Single(settings.Problems).ToString());
    }

    [Fact]
    public void Secret_files_of_other_programs_are_left_alone() =>
        Assert.Empty(_given.Environment("CLOUD_IDENTITY_TOKEN_FILE", "missing").Load().Problems);

    [Fact]
    public void An_empty_secret_file_is_a_problem()
    {
        var settings = _given.File("token", "\n").Environment("DISCORD_TOKEN_FILE", "token").Load();
        Assert.Equal($"DISCORD_TOKEN_FILE names an empty file: {Path.Combine(_given.Directory, "token")}", Assert.Single(settings.Problems).ToString());
    }

    [Fact]
    public void Json_that_is_none_is_a_problem()
    {
        var settings = _given.File("appsettings.json", "{ not json").Load();
        Assert.Equal("appsettings.json", Assert.Single(settings.Problems).Name);
    }
}
