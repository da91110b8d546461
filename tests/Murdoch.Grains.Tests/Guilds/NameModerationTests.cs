using Murdoch.Grains.Feedback;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Feedback;
using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Tests.Messages.Filters;

namespace Murdoch.Grains.Tests.Guilds;

public sealed class NameModerationTests
{
    private const ulong BotRole = 10, LowRole = 20, HighRole = 30, ModRole = 50;
    private const string Bad = "badword";
    private const string WorseBeneath = "gloop";
    private static readonly UserId Owner = new(1);
    private static readonly UserId Bot = new(2);
    private static readonly UserId Member = new(3);
    private static readonly ChannelId Parent = new(8);
    private static readonly ChannelId Thread = new(9);
    private readonly GuildId _guild = new(100);
    private readonly JudgedNames _judged = new();
    private readonly GuildAllowances _allowances = new();

    [Fact]
    public void A_nickname_is_taken_away_and_costs_a_step()
    {
        var verdict = Judge(Nickname(Bad, beneath: "Ann"))!;

        Assert.Equal(
            (ViolationSubject.Nickname, ActionKind.ResetNickname, ActionOutcome.Pending, ActionOutcome.Pending, DetectionLayer.Patterns, "listed-word"),
            (verdict.Violation.Subject, verdict.Violation.Action, verdict.Violation.Outcome, verdict.Violation.Deletion, verdict.Violation.Layer, verdict.Violation.Rule));
        Assert.StartsWith("Nickname: ", verdict.Violation.Reason, StringComparison.Ordinal);
        Assert.Equal([(false, ActionKind.ResetNickname, null), (true, ActionKind.ResetNickname, (string?)null)], verdict.Intents.Select(intent => (intent.Sanction, intent.Remedy, intent.NewName)));
        Assert.All(verdict.Intents, intent => Assert.Equal(New.Noon, intent.OccurredAt));
    }

    [Fact]
    public void A_nickname_over_a_name_that_is_no_better_gets_a_neutral_one() =>
        Assert.Equal(NameModeration.NeutralNick, Judge(Nickname(Bad, WorseBeneath))!.Intents[0].NewName);

    [Fact]
    public void The_name_of_an_account_is_covered_by_a_neutral_nickname()
    {
        var verdict = Judge(new MemberJoined(Member, Bad, New.Noon, ReceivedTicks: New.Noon.UtcTicks))!;

        Assert.Equal((ViolationSubject.DisplayName, NameModeration.NeutralNick), (verdict.Violation.Subject, verdict.Intents[0].NewName));
        Assert.StartsWith("Display name: ", verdict.Violation.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_moderators_allowed_is_left_alone_and_another_one_is_not()
    {
        var violation = Judge(Nickname(Bad, beneath: "Ann"))!.Violation;
        _allowances.Add(new(violation.Id, violation.Print!.Value, violation.Rule, violation.Category, violation.Severity, Owner, New.Noon, AllowanceReach.SameLetters));

        Assert.Null(Judge(Nickname("Bad.Word", beneath: "Ann"), judged: new()));
        Assert.Null(Judge(Nickname(WorseBeneath, beneath: Bad), judged: new())!.Intents[0].NewName);
        Assert.NotNull(Judge(Nickname(Bad + "x " + Bad, beneath: "Ann"), judged: new()));
    }

    [Fact]
    public void What_a_nickname_covers_nobody_reads() => Assert.Null(Judge(Nickname("Ann", beneath: Bad)));

    [Fact]
    public void The_same_name_is_judged_once_however_often_Discord_tells_of_its_bearer()
    {
        Assert.NotNull(Judge(Nickname(Bad, "Ann", sequence: 1)));

        Assert.Null(Judge(Nickname(Bad, "Ann", sequence: 2)));
        Assert.Null(Judge(Nickname(Bad, "Ann", sequence: 3), judged: Restored()));
    }

    [Fact]
    public void The_same_name_taken_again_is_another_offence()
    {
        var first = Judge(Nickname(Bad, "Ann", sequence: 1))!;
        Assert.Null(Judge(new MemberUpdated(Member, "Ann", []) { Sequence = 2 }));
        var second = Judge(Nickname(Bad, "Ann", sequence: 3))!;
        Assert.Null(Judge(new MemberLeft(Member) { Sequence = 4 }));
        var third = Judge(Nickname(Bad, "Ann", sequence: 5))!;

        Assert.Equal(3, new[] { first, second, third }.Select(verdict => verdict.Violation.Id).Distinct().Count());
    }

    [Fact]
    public void An_event_that_is_replayed_names_the_same_violation() => Assert.Equal(
        Judge(Nickname(Bad, "Ann", sequence: 7))!.Violation.Id,
        Judge(Nickname(Bad, "Ann", sequence: 7) with { ReceivedTicks = New.Noon.AddMinutes(1).UtcTicks }, judged: new())!.Violation.Id);

    [Fact]
    public void Nobody_who_is_exempt_is_judged_by_name()
    {
        Assert.Null(Judge(Nickname(Bad, "Ann", role: ModRole)));
        Assert.Null(Judge(Nickname(Bad, "Ann", role: LowRole), new() { ExemptRoles = [new(LowRole)] }));
        Assert.Null(Judge(new MemberUpdated(Owner, Bad, [])));
        Assert.Null(Judge(new MemberUpdated(Bot, Bad, [BotRole])));
        Assert.Null(Judge(new MemberUpdated(Member, Bad, [], IsBot: true)));
        Assert.Null(Judge(Nickname(Bad, "Ann"), new() { Enabled = false }));
    }

    [Fact]
    public void Somebody_above_the_bot_is_recorded_and_nothing_is_tried()
    {
        var verdict = Judge(Nickname(Bad, "Ann", role: HighRole))!;

        Assert.Equal((ActionOutcome.Refused, ActionOutcome.Refused, "The member's highest role is not below the bot's."), (verdict.Violation.Outcome, verdict.Violation.Deletion, verdict.Violation.Detail));
        Assert.Empty(verdict.Intents);
    }

    [Fact]
    public void A_bot_that_may_not_manage_nicknames_sanctions_all_the_same()
    {
        var verdict = Judge(Nickname(Bad, "Ann"), botPermissions: 0)!;

        Assert.Equal((ActionOutcome.Pending, ActionOutcome.Refused, "The bot may not manage nicknames."), (verdict.Violation.Outcome, verdict.Violation.Deletion, verdict.Violation.Detail));
        Assert.Equal([true], verdict.Intents.Select(intent => intent.Sanction));
    }

    [Fact]
    public void In_dry_run_a_name_is_recorded_and_stays()
    {
        var verdict = Judge(Nickname(Bad, "Ann"), new() { DryRun = true })!;

        Assert.Equal((ActionOutcome.DryRun, ActionOutcome.DryRun), (verdict.Violation.Outcome, verdict.Violation.Deletion));
        Assert.Empty(verdict.Intents);
    }

    [Fact]
    public void Below_the_threshold_a_name_only_goes()
    {
        var verdict = Judge(Nickname(Bad, "Ann"), new() { SanctionThreshold = 1 })!;

        Assert.Equal([false], verdict.Intents.Select(intent => intent.Sanction));
    }

    [Fact]
    public void A_thread_made_for_its_name_is_deleted_and_costs_its_owner_a_step()
    {
        var verdict = Judge(NamedThread(Bad, isNew: true))!;

        Assert.Equal((ViolationSubject.ThreadName, ActionKind.DeleteThread, Thread, Member), (verdict.Violation.Subject, verdict.Violation.Action, verdict.Violation.Channel, verdict.Violation.Member));
        Assert.Equal([false, true], verdict.Intents.Select(intent => intent.Sanction));
    }

    [Fact]
    public void A_thread_that_somebody_renamed_keeps_what_is_in_it_and_nobody_is_sanctioned()
    {
        var verdict = Judge(NamedThread(Bad, isNew: false))!;

        Assert.Equal([(false, ActionKind.RenameThread, NameModeration.NeutralThread)], verdict.Intents.Select(intent => (intent.Sanction, intent.Remedy, intent.NewName!)));
        Assert.Null(Judge(NamedThread(Bad, isNew: false, sequence: 2)));
        Assert.Null(Judge(NamedThread(NameModeration.NeutralThread, isNew: false, sequence: 3)));
    }

    [Fact]
    public void A_thread_in_an_exempt_channel_may_be_called_anything() => Assert.Null(Judge(NamedThread(Bad, isNew: true), new() { ExemptChannels = [Parent] }));

    [Fact]
    public void The_notice_of_a_new_thread_goes_with_it_and_is_no_violation_of_its_own()
    {
        var notice = New.Message(Bad, Member) with { Traits = MessageTraits.ThreadNotice };

        var verdict = Moderation(new(), Permissions.ManageNicknames).Judge(notice, Given.Words, new FloodWatch(), new JudgedMessages())!;

        Assert.False(verdict.IsRecorded);
        Assert.Equal([(false, ViolationSubject.Message)], verdict.Intents.Select(intent => (intent.Sanction, intent.Subject)));
    }

    [Fact]
    public void A_notice_that_is_found_late_stays_because_nobody_knows_whose_it_is() => Assert.Null(Moderation(new(), Permissions.ManageNicknames)
        .Judge(New.Message(Bad, Member) with { Traits = MessageTraits.ThreadNotice | MessageTraits.Late }, Given.Words, new FloodWatch(), new JudgedMessages()));

    [Fact]
    public void What_Discord_itself_writes_about_a_member_is_not_theirs() => Assert.Null(
        Moderation(new(), Permissions.ManageNicknames).Judge(New.Message(Bad, Member) with { Traits = MessageTraits.System }, Given.Words, new FloodWatch(), new JudgedMessages()));

    private static MemberUpdated Nickname(string nick, string beneath, long sequence = 1, ulong? role = null) =>
        new(Member, nick, role is { } one ? [one] : [], beneath, ReceivedTicks: New.Noon.UtcTicks) { Sequence = sequence };

    private static ThreadNamed NamedThread(string name, bool isNew, long sequence = 1) => new(Thread, Parent, Member, name, IsNew: isNew, ReceivedTicks: New.Noon.UtcTicks) { Sequence = sequence };

    private JudgedNames Restored()
    {
        var restored = new JudgedNames();
        restored.Restore(_judged.ToArray());
        return restored;
    }

    private Verdict? Judge(GuildEvent named, GuildConfig? config = null, ulong botPermissions = Permissions.ManageNicknames, JudgedNames? judged = null) =>
        Moderation(config ?? new(), botPermissions).Names.Judge(named, "session", Given.Words, judged ?? _judged, New.Noon);

    private GuildModeration Moderation(GuildConfig config, ulong botPermissions) => new(_guild, config, New.Kept(new(
        "Guild", Owner, 10,
        [New.Role(_guild.Value, 0), New.Role(BotRole, 5, botPermissions), New.Role(LowRole, 1), New.Role(HighRole, 9), New.Role(ModRole, 3, Permissions.ManageMessages)],
        [new(Parent, "talk", 0, default), new(Thread, "thread", 11, Parent)],
        Bot, [BotRole])), GuildPatterns.None, moderatorRole: null, _allowances);
}
