namespace Murdoch.Grains.Storage;

/// <summary>
/// Reads of one row each that go to the database together: what is asked for while enough reads are under way waits for the next one. So a silo that wakes
/// thousands of guilds at once asks larger questions, not more of them.
/// </summary>
/// <param name="read">Reads the rows of many keys; a key that has none is not in the answer.</param>
/// <param name="atOnce">Reads that may be under way.</param>
/// <param name="rows">Rows that one of them asks for at most.</param>
internal sealed class GroupedReads<TKey, TRow>(Func<TKey[], Task<Dictionary<TKey, TRow>>> read, int atOnce, int rows)
    where TKey : notnull
    where TRow : class
{
    private readonly Lock _door = new();
    private readonly Queue<Question> _waiting = [];
    private int _underWay;

    /// <returns>Null when there is no such row.</returns>
    public Task<TRow?> Read(TKey key)
    {
        var question = new Question(key);
        lock (_door)
        {
            _waiting.Enqueue(question);
            if (_underWay == atOnce) return question.Answer.Task;
            _underWay++;
        }
        _ = ReadAll();
        return question.Answer.Task;
    }

    private async Task ReadAll()
    {
        while (Take() is { Length: > 0 } questions)
        {
            try
            {
                var found = await read([.. questions.Select(question => question.Key).Distinct()]).ConfigureAwait(false);
                foreach (var question in questions) question.Answer.SetResult(found.GetValueOrDefault(question.Key));
            }
            catch (Exception exception)
            {
                foreach (var question in questions) question.Answer.TrySetException(exception);
            }
        }
    }

    private Question[] Take()
    {
        lock (_door)
        {
            var questions = new Question[Math.Min(_waiting.Count, rows)];
            for (var number = 0; number < questions.Length; number++) questions[number] = _waiting.Dequeue();
            if (questions.Length == 0) _underWay--;
            return questions;
        }
    }

    private sealed class Question(TKey key)
    {
        public TKey Key => key;
        public TaskCompletionSource<TRow?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
