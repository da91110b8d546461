using System.Data.Common;

namespace Murdoch.Grains.Storage;

/// <summary>A connection with the statements that were prepared on it. One thread at a time.</summary>
/// <param name="convert">Makes of a value what this database takes for it; never null.</param>
internal sealed class DatabaseSession(DbConnection connection, Func<object?, object> convert) : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = [];

    /// <summary>The statement of this text, prepared the first time. Texts come from constants and few combinations of them, so they are kept.</summary>
    public Statement this[string sql]
    {
        get
        {
            if (_statements.TryGetValue(sql, out var statement)) return statement.Restart();
            var command = connection.CreateCommand();
            command.CommandText = sql;
            return _statements[sql] = new(command, convert);
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        connection.Dispose();
    }
}

/// <summary>A prepared statement. Parameters are bound anew before each run, by names as both databases take them: <c>@guild</c>.</summary>
internal sealed class Statement(DbCommand command, Func<object?, object> convert) : IDisposable
{
    private int _next;

    /// <summary>Forgets what was bound: whoever had it last may have failed before it ran.</summary>
    public Statement Restart()
    {
        _next = 0;
        return this;
    }

    /// <param name="value">Times, hours and snowflakes as <see cref="Columns"/> makes them.</param>
    public Statement Bind(string name, object? value)
    {
        // Bound in the same order every time, so the place is known and nothing is searched.
        if (_next == command.Parameters.Count)
        {
            var added = command.CreateParameter();
            added.ParameterName = name;
            command.Parameters.Add(added);
        }
        var parameter = command.Parameters[_next++];
        if (parameter.ParameterName != name) throw new InvalidOperationException($"{name} is bound where {parameter.ParameterName} was: the order is part of the statement.");
        parameter.Value = convert(value);
        return this;
    }

    /// <summary>One array of a value of every row: what PostgreSQL's <c>unnest</c> makes rows of again.</summary>
    public Statement BindAll<TRow, TValue>(string name, IReadOnlyList<TRow> rows, Func<TRow, TValue> value)
    {
        var values = new TValue[rows.Count];
        for (var row = 0; row < values.Length; row++) values[row] = value(rows[row]);
        return Bind(name, values);
    }

    /// <returns>How many rows were written.</returns>
    public int Run() => command.ExecuteNonQuery();

    public List<T> Query<T>(Func<DbDataReader, T> read)
    {
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    /// <returns>Null when there is no row.</returns>
    public T? First<T>(Func<DbDataReader, T> read) where T : class
    {
        using var reader = command.ExecuteReader();
        return reader.Read() ? read(reader) : null;
    }

    /// <returns>The one number asked for; null when there is no row or it is NULL.</returns>
    public long? Number() => command.ExecuteScalar() is long number ? number : null;

    public void Dispose() => command.Dispose();
}
