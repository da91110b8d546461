using Microsoft.Extensions.Logging.Abstractions;
using Murdoch.Discord.AuditLogs;
using Murdoch.Discord.Interactions;
using Murdoch.Discord.Messages;
using Murdoch.Discord.Model;
using Murdoch.Discord.Rest;
using Murdoch.Discord.Rest.RateLimits;
using Murdoch.Simulator;
using Murdoch.Simulator.World;

namespace Murdoch.Discord.Tests.Rest;

/// <summary>What moderators' commands ask of Discord, against the simulator.</summary>
public sealed class ModeratorRestTests : IAsyncLifetime
{
    private SimulatorServer _discord = null!;
    private DiscordRest _rest = null!;

    private Guild Guild => _discord.World.Guilds.First();
    private Simulator.World.Channel Channel => Guild.Channels.Values.First(channel => channel.Type == ChannelType.Text);
    private Member[] Members => [.. Guild.Members.Values.Where(member => !member.User.Bot && member.User.Id != Guild.OwnerId && member.Roles.Count == 0)];
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _discord = await SimulatorServer.StartAsync(new() { Token = "test-token", Members = 40 });
        _rest = new(new() { ApiUrl = _discord.ApiUrl, Token = "test-token" }, new LocalRequestBudget(50, TimeProvider.System), TimeProvider.System, NullLogger<DiscordRest>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _rest.Dispose();
        await _discord.DisposeAsync();
    }

    [Fact]
    public async Task A_mod_log_entry_pings_the_role_that_it_names_and_is_edited_in_place()
    {
        var role = Guild.Roles.Values.First(role => role.Name == "Moderator");
        _discord.World.SetBotRights(Guild.Id, Permissions.ModerationBot | Permissions.MentionEveryone);
        var entry = new OutgoingMessage
        {
            Content = $"<@&{role.Id}> <@{Members[0].User.Id}> @everyone",
            Embeds = [new() { Title = "Case 7", Color = 0xFF8800, Timestamp = DateTimeOffset.UtcNow, Author = new("bob"), Footer = new("layer 1"), Thumbnail = new("https://example.org/a.png"), Fields = [new("Why", "spam", Inline: true)] }],
            AllowedMentions = AllowedMentions.OfRole(role.Id),
        };

        var sent = await _rest.CreateMessage(Channel.Id, entry, "case 7", RequestPriority.Log, Cancellation);
        var again = await _rest.CreateMessage(Channel.Id, entry, "case 7", RequestPriority.Log, Cancellation);
        await _rest.EditMessage(Channel.Id, sent.Id, new() { Content = "", Embeds = [new() { Title = "Case 7, undone" }] }, RequestPriority.Log, Cancellation);

        var message = _discord.World.FindMessage(sent.Id)!;
        Assert.Equal(sent.Id, again.Id);
        Assert.Equal([role.Id], message.MentionedRoles);
        Assert.Equal((0, false, ""), (message.Mentions.Count, message.MentionsEveryone, message.Content));
    }

    [Fact]
    public async Task An_appeal_has_a_private_thread_that_is_closed_in_the_end()
    {
        var appellant = Members[0].User.Id;
        var thread = await _rest.CreatePrivateThread(Channel.Id, "Appeal 1", ThreadArchiveAfter.OneWeek, "appeal", RequestPriority.Notice, Cancellation);
        await _rest.AddThreadMember(thread.Id, appellant, RequestPriority.Notice, Cancellation);
        Assert.True(_discord.World.Post(thread.Id, appellant, "it was not me").Posted);
        Assert.Equal("no-permission", _discord.World.Post(thread.Id, Members[1].User.Id, "let me in").Refusal);
        await _rest.RemoveThreadMember(thread.Id, appellant, RequestPriority.Notice, Cancellation);
        await _rest.ModifyThread(thread.Id, archived: true, locked: true, "denied", RequestPriority.Notice, Cancellation);

        var closed = await _rest.GetChannel(thread.Id, RequestPriority.Notice, Cancellation);
        Assert.Equal((12, Channel.Id, new RestThread(Archived: true, Locked: true)), (closed.Type, closed.ParentId, closed.ThreadMetadata));
        var message = _discord.World.Post(Channel.Id, appellant, "text").Id;
        Assert.Equal(message, (await _rest.CreateThread(Channel.Id, message, "About it", ThreadArchiveAfter.OneDay, null, RequestPriority.Notice, Cancellation)).Id);
        var second = await Assert.ThrowsAsync<DiscordApiException>(() => _rest.CreateThread(Channel.Id, message, "About it", ThreadArchiveAfter.OneDay, null, RequestPriority.Notice, Cancellation));
        Assert.Equal(160004, second.Code);
    }

    [Fact]
    public async Task Slow_mode_and_a_lockdown_are_set_and_put_back()
    {
        await _rest.ModifySlowMode(Channel.Id, 30, "slow", RequestPriority.Timeout, Cancellation);
        await _rest.EditPermissionOverwrite(Channel.Id, new(Guild.Id, IsMember: false, Allow: 0, Deny: (ulong)Permissions.SendMessages), "lockdown", RequestPriority.Timeout, Cancellation);
        Assert.Equal("no-permission", _discord.World.Post(Channel.Id, Members[0].User.Id, "hello").Refusal);
        var locked = await _rest.GetChannel(Channel.Id, RequestPriority.Timeout, Cancellation);
        Assert.Equal((30, new RestOverwrite(Guild.Id, 0, 0, (ulong)Permissions.SendMessages)), (locked.RateLimitPerUser, Assert.Single(locked.PermissionOverwrites!)));

        await _rest.DeletePermissionOverwrite(Channel.Id, Guild.Id, "over", RequestPriority.Timeout, Cancellation);
        await _rest.ModifySlowMode(Channel.Id, 0, "over", RequestPriority.Timeout, Cancellation);
        Assert.True(_discord.World.Post(Channel.Id, Members[0].User.Id, "hello").Posted);
        OverwriteModel[] overwrites = [new(Members[0].User.Id, IsMember: true, Allow: (ulong)Permissions.ViewChannel, Deny: 0), new(Guild.Id, IsMember: false, Allow: 0, Deny: (ulong)Permissions.AddReactions)];
        await _rest.ModifyPermissionOverwrites(Channel.Id, overwrites, null, RequestPriority.Timeout, Cancellation);
        Assert.Equal(2, (await _rest.GetChannel(Channel.Id, RequestPriority.Timeout, Cancellation)).PermissionOverwrites!.Length);
    }

    [Fact]
    public async Task Bans_and_the_audit_log_are_read()
    {
        var (moderator, banned, timedOut) = (Guild.Members.Values.First(member => member.Roles.Any(role => Guild.Roles[role].Name == "Moderator")).User.Id, Members[0].User, Members[1].User);
        Assert.Null(_discord.World.Moderate(Guild.Id, moderator, ModeratorAct.Ban, banned.Id, reason: "raid 🚨"));
        Assert.Null(_discord.World.Moderate(Guild.Id, moderator, ModeratorAct.Timeout, timedOut.Id, TimeSpan.FromMinutes(10)));

        var ban = await _rest.GetBan(Guild.Id, banned.Id, RequestPriority.Notice, Cancellation);
        Assert.Equal(("raid 🚨", banned.Id), (ban.Reason, ban.User.Id));
        Assert.Equal([banned.Id], (await _rest.GetBans(Guild.Id, 0, 1_000, RequestPriority.Notice, Cancellation)).Select(one => one.User.Id));
        Assert.Equal(10026, (await Assert.ThrowsAsync<DiscordApiException>(() => _rest.GetBan(Guild.Id, timedOut.Id, RequestPriority.Notice, Cancellation))).Code);
        var entries = await _rest.GetAuditLog(Guild.Id, null, null, 10, RequestPriority.Notice, Cancellation);
        Assert.Equal([AuditLogAction.MemberUpdate, AuditLogAction.MemberBanAdd], entries.Select(entry => entry.Action));
        Assert.Equal((moderator, timedOut.Id, true), (entries[0].UserId, entries[0].TargetId, entries[0].Timeout!.Value.After > DateTimeOffset.UtcNow));
        Assert.Equal("raid 🚨", Assert.Single(await _rest.GetAuditLog(Guild.Id, AuditLogAction.MemberBanAdd, entries[0].Id, 10, RequestPriority.Notice, Cancellation)).Reason);
        Assert.True((await _rest.GetMember(Guild.Id, timedOut.Id, RequestPriority.Notice, Cancellation)).CommunicationDisabledUntil > DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Commands_are_registered_only_when_they_differ()
    {
        ApplicationCommand[] wanted =
        [
            new("murdoch", "All of it")
            {
                NameLocalizations = new() { ["fr"] = "murdoch", ["de"] = "murdoch" },
                DefaultMemberPermissions = (ulong)Permissions.ManageGuild,
                Contexts = [0],
                Options = [new(ApplicationCommandOptionType.SubcommandGroup, "rules", "Rules") { Options = [new(ApplicationCommandOptionType.Subcommand, "upload", "Takes a file")
                {
                    Options = [
                        new(ApplicationCommandOptionType.Attachment, "file", "JSON") { Required = true },
                        new(ApplicationCommandOptionType.Text, "kind", "Which") { Choices = [new("Slurs", "slurs") { NameLocalizations = new() { ["de"] = "Beleidigungen" } }, new("Links", "links")] },
                        new(ApplicationCommandOptionType.WholeNumber, "days", "For how long") { MinValue = 1, MaxValue = 28, Choices = [new("A week", 7)] },
                        new(ApplicationCommandOptionType.Channel, "where", "Where") { ChannelTypes = [0, 5] }],
                }] }],
            },
            new("Check message", "", ApplicationCommandType.Message) { DefaultMemberPermissions = 0 },
        ];
        var application = (await _rest.GetCurrentApplication(Cancellation)).Id;
        Assert.False(ApplicationCommand.AreSame(wanted, await _rest.GetGlobalCommands(application, Cancellation)));

        var made = await _rest.OverwriteGlobalCommands(application, wanted, Cancellation);
        Assert.All(made, command => Assert.NotNull(command.Id));
        var registered = await _rest.GetGlobalCommands(application, Cancellation);
        Assert.True(ApplicationCommand.AreSame(wanted, registered));
        Assert.True(ApplicationCommand.AreSame([.. wanted.Reverse()], registered));
        Assert.False(ApplicationCommand.AreSame([wanted[0] with { DefaultMemberPermissions = null }, wanted[1]], registered));
        Assert.False(ApplicationCommand.AreSame([wanted[0] with { Description = "Some of it" }, wanted[1]], registered));
        Assert.False(ApplicationCommand.AreSame([wanted[0]], registered));

        await _rest.OverwriteGuildCommands(application, Guild.Id, [wanted[1]], Cancellation);
        Assert.Equal("Check message", Assert.Single(await _rest.GetGuildCommands(application, Guild.Id, Cancellation)).Name);
        var refused = await Assert.ThrowsAsync<DiscordApiException>(() => _rest.OverwriteGlobalCommands(application, [new("Bad Name", "d")], Cancellation));
        Assert.Equal((50035, "Invalid Form Body: 0.name APPLICATION_COMMAND_INVALID_NAME"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task A_closed_direct_channel_is_told_apart_from_other_refusals()
    {
        Members[0].User.DmsClosed = true;
        var dm = await _rest.CreateDm(Members[0].User.Id, RequestPriority.Notice, Cancellation);

        var refused = await Assert.ThrowsAsync<DiscordApiException>(() => _rest.CreateMessage(dm.Id, new OutgoingMessage { Content = "You were warned" }, "notice", RequestPriority.Notice, Cancellation));
        Assert.Equal(50007, refused.Code);
    }
}
