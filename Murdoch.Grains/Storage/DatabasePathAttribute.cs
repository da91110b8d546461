using System.ComponentModel.DataAnnotations;
using Murdoch.Grains.Storage.Postgres;

namespace Murdoch.Grains.Storage;

/// <summary>Accepts the path of a file and the address of a PostgreSQL database.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DatabasePathAttribute() : ValidationAttribute("DATABASE_PATH takes the path of a SQLite file, or postgresql://user:password@host:port/database with what is special in the password percent-encoded.")
{
    public override bool IsValid(object? value) => value is not string path || !PostgresAddress.IsOne(path) || PostgresAddress.TryParse(path, out _, out _);
}
