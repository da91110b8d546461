using System.IO.Hashing;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>One list that is looked at again and again.</summary>
/// <param name="take">Puts new content into force and tells its size, or says why it cannot be.</param>
internal sealed class WatchedList(string list, IListSource source, WatchedList.Taking take)
{
    /// <returns>What is wrong with the content, in words that go on from the list's name; null when it is in force now.</returns>
    public delegate string? Taking(byte[] content, out int entries);

    private UInt128? _seen;
    private string? _contentProblem;
    private string? _problem;
    private long _entries;

    /// <summary>The setting that names it.</summary>
    public string List => list;
    public string Name => source.Name;

    /// <summary>Why it was refused or cannot be read, in words that go on from <see cref="Name"/>; null while all is well.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>Of the content that is in force.</summary>
    public long Entries => Volatile.Read(ref _entries);

    public async Task<ListOutcome> Check(CancellationToken cancellationToken)
    {
        var answer = await source.Read(cancellationToken);
        var outcome = answer.Problem is not null ? ListOutcome.Failed : answer.Content is { } content && IsNew(content) ? Take(content) : ListOutcome.Unchanged;
        Volatile.Write(ref _problem, answer.Problem ?? _contentProblem);
        return outcome;
    }

    /// <summary>What was refused is not tried again until it changes.</summary>
    private bool IsNew(byte[] content)
    {
        var hash = XxHash128.HashToUInt128(content);
        if (_seen == hash) return false;
        _seen = hash;
        return true;
    }

    private ListOutcome Take(byte[] content)
    {
        var entries = 0;
        _contentProblem = ListSanity.Problem(content) ?? take(content, out entries);
        if (_contentProblem is not null) return ListOutcome.Refused;
        Volatile.Write(ref _entries, entries);
        return ListOutcome.Replaced;
    }
}

internal enum ListOutcome
{
    /// <summary>It is what it was when it was last looked at.</summary>
    Unchanged,
    Replaced,

    /// <summary>It cannot be right: the one before stays.</summary>
    Refused,

    /// <summary>It could not be read: the one before stays.</summary>
    Failed,
}
