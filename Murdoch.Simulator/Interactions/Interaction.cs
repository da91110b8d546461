using System.Text.Json;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Interactions;

/// <summary>Interaction types. https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-type</summary>
public static class InteractionType
{
    public const int Command = 2;
    public const int Component = 3;
    public const int Autocomplete = 4;
    public const int ModalSubmit = 5;
}

/// <summary>What a member did with the bot, and what came back. Read it after <see cref="AnsweredAsync"/>.</summary>
public sealed class Interaction
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Message> _followups = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private readonly Lock _lock = new();
    private int _changes;

    public required ulong Id { get; init; }
    public required string Token { get; init; }
    public required int Type { get; init; }
    public required Channel Channel { get; init; }
    public required User User { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The message whose component was used.</summary>
    public Message? Source { get; init; }

    /// <summary>Type of the first answer: 4 message, 5 deferred, 6 and 7 update, 8 choices, 9 modal; null while there is none.</summary>
    public int? CallbackType { get; private set; }

    /// <summary>The data of the first answer as it came.</summary>
    public JsonElement CallbackData { get; private set; }

    /// <summary>The message of the first answer with all edits; null for modals and choices.</summary>
    public Message? Original { get; private set; }

    public IReadOnlyList<Message> Followups
    {
        get { lock (_lock) return [.. _followups]; }
    }

    /// <summary>Edits of the answer, followups and deletions so far.</summary>
    public int Changes => Volatile.Read(ref _changes);

    /// <summary>Completes with the first answer.</summary>
    public Task AnsweredAsync(CancellationToken cancellationToken) => _answered.Task.WaitAsync(cancellationToken);

    /// <summary>Completes when there have been <paramref name="count"/> edits, followups or deletions after the first answer.</summary>
    public Task ChangedAsync(int count, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_changes >= count) return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    internal Message? Find(ulong id)
    {
        lock (_lock) return Original?.Id == id ? Original : _followups.Find(m => m.Id == id);
    }

    internal void Answer(int type, JsonElement data, Message? original)
    {
        CallbackType = type;
        CallbackData = data;
        Original = original;
        _answered.TrySetResult();
    }

    internal void AddFollowup(Message message)
    {
        lock (_lock) _followups.Add(message);
        Changed();
    }

    internal void Changed()
    {
        lock (_lock)
        {
            _changes++;
            foreach (var (_, reached) in _waiting.Where(w => w.Count <= _changes)) reached.TrySetResult();
            _waiting.RemoveAll(w => w.Count <= _changes);
        }
    }
}
