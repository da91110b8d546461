using Microsoft.Extensions.Logging;
using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Guilds;

/// <summary>What comes of verdicts, and those on names.</summary>
internal sealed partial class GuildGrain
{
    public Task<MemberStanding> GetStanding(UserId member, ulong[] roles, ChannelId channel) => Task.FromResult(_moderation.StandingOf(member, roles, channel));

    public Task<string?> GetModerationObstacle(UserId moderator, ulong[] moderatorRoles, UserId member, ulong[]? memberRoles) =>
        Task.FromResult(_moderation.ModerationObstacle(moderator, moderatorRoles, member, memberRoles));

    public Task<ChannelName[]> GetChannelNames(ChannelId[] channels) => Task.FromResult(ChannelNames.Of(_memory.Layout.Current, channels));

    private void JudgeName(GuildEvent guildEvent)
    {
        // As with messages: a name that breaks a rule of ours must not stop the guild's queue for ever.
        try
        {
            if (_moderation.Names.Judge(guildEvent, _memory.Session, services.Patterns.Current, _memory.Names, Now) is { } verdict) Record(verdict);
        }
        catch (Exception exception)
        {
            GuildInstruments.Failures.Add(1);
            LogNameNotJudged(exception, Guild.Value, guildEvent.Sequence);
        }
    }

    private void Record(Verdict judged)
    {
        var verdict = Brake(judged);
        var violation = verdict.Violation;
        if (violation.Subject == ViolationSubject.Message) _memory.Judged.Add(violation.Message.Value);
        if (verdict.IsRecorded)
        {
            _memory.Violations.Add(violation, Now);
            _memory.Metrics.CountViolation(violation);
            GuildInstruments.Found(violation);
            _watchers.Changed(violation);
        }
        foreach (var intent in verdict.Intents)
        {
            _memory.Outbox.Add(intent);
            if (!violation.Late) services.Actions.Submit(intent);
            else _held.Add(intent);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Guild {Guild} could not judge the name in event {Sequence}")]
    private partial void LogNameNotJudged(Exception exception, ulong guild, long sequence);
}
