using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Tests.Storage;

public sealed class DatabaseOptionsTests
{
    [Theory]
    [InlineData("postgresql://murdoch@db/murdoch")]
    [InlineData("postgres://db/murdoch")]
    [InlineData("PostgreSQL://db/murdoch")]
    public void A_PostgreSQL_address_is_refused_in_a_sentence(string path)
    {
        var result = new DatabaseOptions.Validator().Validate(Options.DefaultName, new() { Path = path });

        Assert.Equal(["Path: DATABASE_PATH takes the path of a SQLite file in this version."], result.Failures);
    }

    [Theory]
    [InlineData("murdoch.db")]
    [InlineData("/var/lib/murdoch/murdoch.db")]
    [InlineData("postgres.db")]
    public void A_file_is_accepted(string path) => Assert.True(new DatabaseOptions.Validator().Validate(Options.DefaultName, new() { Path = path }).Succeeded);

    [Fact]
    public void The_path_is_read_from_its_documented_name()
    {
        var options = new ConfigurationBuilder().AddInMemoryCollection([new("DATABASE_PATH", "elsewhere.db")]).Build().Get<DatabaseOptions>()!;

        Assert.Equal("elsewhere.db", options.Path);
    }
}
