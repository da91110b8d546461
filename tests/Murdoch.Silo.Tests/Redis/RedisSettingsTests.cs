using Murdoch.Silo.Commands;
using Murdoch.Silo.Tests.Settings;

namespace Murdoch.Silo.Tests.Redis;

public sealed class RedisSettingsTests : IDisposable
{
    private const string Postgres = "postgresql://murdoch:hush@127.0.0.1/murdoch";
    private readonly Given _given = new Given().Environment("DISCORD_TOKEN", "hush").Environment("REDIS_ENABLED", "true");

    public void Dispose() => _given.Dispose();

    [Fact]
    public void Redis_with_a_SQLite_file_is_refused_with_what_to_do()
    {
        var (exitCode, _, errors) = _given.Environment("REDIS_URL", "redis://redis").Environment("DATABASE_PATH", "/data/murdoch.db").CheckConfig();
        Assert.Equal(ExitCode.WrongUsage, exitCode);
        Assert.Equal(
            """
            One setting is wrong:
              REDIS_ENABLED is true and DATABASE_PATH is a SQLite file, which several silos cannot share: set DATABASE_PATH to postgresql://user:password@host/database, or REDIS_ENABLED to false

            """, errors);
    }

    [Fact]
    public void Redis_without_an_address_is_refused()
    {
        var (exitCode, _, errors) = _given.Environment("DATABASE_PATH", Postgres).CheckConfig();
        Assert.Equal(ExitCode.WrongUsage, exitCode);
        Assert.Contains("  REDIS_URL is not set though REDIS_ENABLED is true: the address of Redis, such as redis://host:6379", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis://me:hush@", "\"redis://***@\"")]
    [InlineData("redis://redis,password=hush", "\"redis://redis,password=***\"")]
    [InlineData("me:hush@redis:6379", "a value that is not shown here")]
    public void A_wrong_address_is_told_without_its_password(string url, string shown)
    {
        var (exitCode, output, errors) = _given.Environment("DATABASE_PATH", Postgres).Environment("REDIS_URL", url).CheckConfig();
        Assert.Equal(ExitCode.WrongUsage, exitCode);
        Assert.Contains($"  REDIS_URL is {shown}: allowed is an address such as redis://user:password@host:6379/0", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", output + errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_address_may_come_from_a_file_and_is_shown_without_its_password()
    {
        var (exitCode, output, errors) = _given.File("redis", "redis://me:hush@redis:6379/3\n").Environment("REDIS_URL_FILE", "redis").Environment("DATABASE_PATH", Postgres).CheckConfig();
        Assert.Equal((ExitCode.Done, ""), (exitCode, errors));
        Assert.Matches(@"(?m)^REDIS_URL +redis://\*\*\*@redis:6379/3 +file ", output);
        Assert.DoesNotContain("hush", output, StringComparison.Ordinal);
    }
}
