using Microsoft.Extensions.Logging;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Raids;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Raids;

namespace Murdoch.Grains.Guilds;

/// <summary>How a guild notices a raid and holds what is known of it. What is to be done in Discord it leaves to the silo's runner.</summary>
internal sealed partial class GuildGrain
{
    private const int ManyMentions = 3;
    private readonly JoinRaidRule _joins = new();
    private SimilarMessages _similar = new();

    private RaidConfig Raids => config.State.Config.Raids ?? Standard;

    /// <summary>For configurations that were stored before raids had one.</summary>
    private static readonly RaidConfig Standard = new();

    public Task<RaidStatus> GetRaid() => Task.FromResult(_memory.Raid?.Status(Raids) ?? RaidStatus.None);

    public Task<RaidStatus> StartRaid(UserId moderator)
    {
        BeginRaid(Now, "A moderator has switched it on.");
        AfterTurn();
        return GetRaid();
    }

    public Task<RaidStatus> EndRaid(UserId moderator)
    {
        EndRaid(Now, moderator);
        AfterTurn();
        return GetRaid();
    }

    public Task<RaidStatus> BanSuspects(UserId[] users, UserId moderator)
    {
        if (_memory.Raid is { } raid && raid.Ban(users, moderator) > 0) RaidChanged();
        return GetRaid();
    }

    public Task<RaidOrder?> GetRaidOrder() => Task.FromResult(
        _memory.Raid is { } raid && raid.Next(Now, config.State.Config.DryRun) is { } kind
            ? raid.Fill(new()
            {
                Kind = kind,
                Since = raid.Since,
                Trigger = raid.Trigger,
                Guild = Guild,
                GuildName = _memory.Layout.Current?.Name ?? Guild.ToString(),
                Owner = _memory.Layout.Current?.Owner ?? default,
                LogChannel = config.State.Config.LogChannel,
                ModeratorRole = config.State.Config.ModeratorRole ?? services.Moderators.Value.Role,
            })
            : null);

    public Task RaidOrderEnded(RaidOrderResult result)
    {
        if (_memory.Raid is not { } raid) return Task.CompletedTask;
        raid.Ended(result);
        // Each ban has a case.
        if (result.Banned.Length > 0) _ = GrainFactory.GetGrain<ICaseBookGrain>(this.GetPrimaryKeyLong()).Changed();
        if (raid.IsOver) _memory.Raid = null;
        _memory.IsChanged = true;
        _watchers.Changed();
        AfterTurn();
        return Task.CompletedTask;
    }

    private DateTimeOffset? RaidDueAt => _memory.Raid is { EndedAt: null } raid ? raid.QuietAt(Raids) : null;

    private void WatchForRaid(MessagePosted message)
    {
        if (!Raids.Enabled || (message.Traits & (MessageTraits.Edited | MessageTraits.Late)) != 0 || !_moderation.Concerns(message)) return;
        if (TextLikeness.Of(MessageFacts.Bounded(message.Content)) is not { } likeness) return;
        var post = new RaidPost(message.Message, message.Channel, message.Author, message.AuthorRoles, GuildModeration.ContentHash(message.Content), Leads(message));
        if (_memory.Raid is { } raid && raid.Matches(likeness))
        {
            RecordRaider(post);
            return;
        }
        if (_similar.Add(post, likeness, Raids) is not { } posts) return;
        BeginRaid(message.Message.At, $"{posts.Length} similar messages of {posts.DistinctBy(one => one.Author).Count()} members came within {Raids.MessageWindowSeconds} seconds.");
        _memory.Raid!.Learn(likeness);
        foreach (var one in posts.OrderBy(one => one.Message.Value)) RecordRaider(one);
    }

    private void WatchForRaid(MemberJoined joined)
    {
        if (!Raids.Enabled || !config.State.Config.Enabled) return;
        var at = joined.JoinedAt == default ? Now : joined.JoinedAt;
        var isRaid = _joins.IsRaid(joined.User, at, Raids);
        if (_memory.Raid is { EndedAt: null } raid && JoinRaidRule.IsNew(joined.User, at, Raids)) raid.Saw(joined.User, at, posted: false, Raids.BanSuspects);
        else if (isRaid) BeginRaid(at, $"More than {Raids.JoinLimit} accounts younger than {Raids.NewAccountDays} days joined within {Raids.JoinWindowSeconds} seconds.");
        else return;
        RaidChanged();
    }

    private void BeginRaid(DateTimeOffset at, string trigger)
    {
        if (_memory.Raid is { EndedAt: null } raid)
        {
            raid.Sign(at);
            return;
        }
        // One that is being put back goes first: what the guild was before it is what it was before this one.
        if (_memory.Raid is { } ending)
        {
            ending.Resume(at);
        }
        else
        {
            _memory.Raid = new(at, trigger);
            GuildInstruments.Raids.Add(1);
            LogRaid(Guild.Value, trigger);
        }
        foreach (var (user, joinedAt) in _joins.Before(at, Raids)) _memory.Raid.Saw(user, joinedAt, posted: false, Raids.BanSuspects);
        RaidChanged();
    }

    private void EndRaid(DateTimeOffset at, UserId? moderator)
    {
        if (_memory.Raid is not { EndedAt: null } raid) return;
        raid.End(at, moderator);
        RaidChanged();
    }

    private static bool Leads(MessagePosted message) =>
        (message.Traits & MessageTraits.MentionsEveryone) != 0 || message.MentionedUsers + message.MentionedRoles >= ManyMentions || message.Content.Contains("://", StringComparison.Ordinal);

    private void RecordRaider(RaidPost post)
    {
        // Many who say the same are let speak, unless they are strangers or want something; the guild is closed all the same until it is clear what it is.
        if (!post.Leads && !_joins.IsStranger(post.Author, post.Message.At, Raids))
        {
            _memory.Raid!.Sign(post.Message.At);
            return;
        }
        if (_memory.Judged.Contains(post.Message.Value))
        {
            // Another rule has removed it: it is a sign of the raid all the same.
            _memory.Raid!.Saw(post.Author, post.Message.At, posted: true, Raids.BanSuspects);
        }
        else if (_moderation.JudgeRaider(post) is { } verdict)
        {
            _memory.Raid!.Saw(post.Author, post.Message.At, posted: true, Raids.BanSuspects);
            Record(verdict);
        }
        RaidChanged();
    }

    private void RaidChanged()
    {
        _memory.IsChanged = true;
        services.Raids.Submit(Guild);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Guild {Guild} is in raid mode: {Trigger}")]
    private partial void LogRaid(ulong guild, string trigger);
}
