using Microsoft.Data.Sqlite;

namespace Murdoch.Grains.Storage;

/// <summary>Something to be written in the next transaction; <see cref="Done"/> ends when that is durable.</summary>
internal abstract class DatabaseWrite
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    /// <summary>Runs on the writer's thread inside a transaction; may run again when the transaction fails. An exception other than
    /// <see cref="SqliteException"/> is this write's own and fails it alone.</summary>
    public abstract void Apply(WriterCommands commands);

    public void Succeed() => _done.TrySetResult();
    public void Fail(Exception exception) => _done.TrySetException(exception);
}

/// <summary>The writer's prepared statements, by their text; they belong to its connection.</summary>
internal sealed class WriterCommands(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    public SqliteCommand this[string sql]
    {
        get
        {
            if (_commands.TryGetValue(sql, out var command)) return command;
            command = connection.CreateCommand();
            command.CommandText = sql;
            _commands.Add(sql, command);
            return command;
        }
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values) command.Dispose();
    }
}

internal static class SqliteCommandBinding
{
    /// <summary>Sets a parameter, making it the first time.</summary>
    public static SqliteCommand Bind(this SqliteCommand command, string name, object? value)
    {
        var index = command.Parameters.IndexOf(name);
        if (index < 0) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        else command.Parameters[index].Value = value ?? DBNull.Value;
        return command;
    }
}
