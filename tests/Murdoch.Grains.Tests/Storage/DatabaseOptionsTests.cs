using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Storage;
using Murdoch.Grains.Storage.Postgres;
using Npgsql;

namespace Murdoch.Grains.Tests.Storage;

public sealed class DatabaseOptionsTests
{
    [Theory]
    [InlineData("postgresql://murdoch@db", "the name of the database is missing after the host")]
    [InlineData("postgres://murdoch:a/b@db/murdoch", "it is no address: special characters in user and password have to be percent-encoded")]
    [InlineData("postgresql://db/murdoch?sslmode=perhaps", "the parameter sslmode cannot be perhaps")]
    [InlineData("postgresql://db/murdoch?password=x", "the parameter password is not one of host, sslmode, sslrootcert, sslcert, sslkey, channel_binding, application_name, options")]
    public void A_wrong_PostgreSQL_address_is_refused_in_a_sentence(string path, string problem)
    {
        var result = new DatabaseOptions.Validator().Validate(Options.DefaultName, new() { Path = path });

        Assert.Equal(["Path: DATABASE_PATH takes the path of a SQLite file, or postgresql://user:password@host:port/database with what is special in the password percent-encoded."], result.Failures);
        Assert.False(PostgresAddress.TryParse(path, out _, out var found));
        Assert.Equal(problem, found);
    }

    [Theory]
    [InlineData("postgresql://murdoch:s%20e%2Fc%40r%3Aet@db.example:6432/mod%20eration?sslmode=verify-full", "db.example", 6432, "mod eration", "murdoch", "s e/c@r:et", SslMode.VerifyFull)]
    [InlineData("postgres://db/murdoch", "db", 5432, "murdoch", null, null, SslMode.Prefer)]
    [InlineData("PostgreSQL://[::1]/murdoch?application_name=one", "::1", 5432, "murdoch", null, null, SslMode.Prefer)]
    [InlineData("postgresql:///murdoch?host=/run/postgresql", "/run/postgresql", 5432, "murdoch", null, null, SslMode.Prefer)]
    public void A_PostgreSQL_address_is_read(string path, string host, int port, string database, string? user, string? password, SslMode encryption)
    {
        Assert.True(new DatabaseOptions.Validator().Validate(Options.DefaultName, new() { Path = path }).Succeeded);
        Assert.True(PostgresAddress.TryParse(path, out var settings, out _));
        Assert.Equal((host, port, database, user, password, encryption), (settings.Host, settings.Port, settings.Database, settings.Username, settings.Password, settings.SslMode));
    }

    [Theory]
    [InlineData("replica1:5433, replica2", true)]
    [InlineData("10.0.0.7:5432", true)]
    [InlineData("postgresql://replica/murdoch", false)]
    [InlineData("user:secret@replica", false)]
    public void Replicas_are_hosts_and_ports(string replicas, bool isRight) =>
        Assert.Equal(isRight, new DatabaseOptions.Validator().Validate(Options.DefaultName, new() { Path = "postgresql://db/murdoch", ReadReplicas = replicas }).Succeeded);

    [Fact]
    public void A_SQLite_file_has_no_replicas()
    {
        var result = new DatabaseOptions.Validator().Validate(Options.DefaultName, new() { ReadReplicas = "replica:5432" });

        Assert.Equal(["DATABASE_READ_REPLICAS needs DATABASE_PATH to be the address of a PostgreSQL database."], result.Failures);
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
