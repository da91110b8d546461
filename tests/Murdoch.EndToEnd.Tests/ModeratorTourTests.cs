using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Murdoch.Simulator.Interactions;
using Murdoch.Simulator.World;
using Murdoch.TestCluster.Discord;

namespace Murdoch.EndToEnd.Tests;

/// <summary>Ten minutes of moderation: everything that moderators do in Discord, as their clients send it, against Murdoch as an operator runs it.</summary>
public sealed class ModeratorTourTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_minutes_of_moderation_end_with_the_expected_cases_ladder_and_audit_log()
    {
        await using var installation = await Installation.Create();
        var murdoch = await installation.Start(Cancellation);
        var tour = new Tour(installation);
        await tour.CommandsAreRegistered();
        var (world, guild, owner) = (installation.Discord.World, installation.Guild, installation.Guild.OwnerId);
        var members = installation.OrdinaryMembers(6).Select(member => member.User.Id).ToArray();
        var reader = world.Join(guild.Id, accountAge: TimeSpan.FromDays(400))!.User.Id;
        var role = tour.ModeratorRole();
        var (moderator, second) = (tour.Moderator("first moderator", role), tour.Moderator("second moderator", role));
        var log = tour.PrivateChannel("mod-log", moderator, second);

        // Set up: a log channel, nothing done until it is let act.
        var setup = await tour.Command(owner, "murdoch setup");
        await tour.Press(owner, installation.Channel, setup.Original!.Id, "setup:channel", [$"{log.Id}"]);
        await tour.Press(owner, installation.Channel, setup.Original!.Id, "setup:role", [$"{role.Id}"]);
        await tour.Press(owner, installation.Channel, setup.Original!.Id, "setup:act:on");
        Assert.StartsWith("**mention-limit** is now 5", await tour.Say(owner, "murdoch config", ("setting", 3, "mention-limit"), ("value", 3, "5")), StringComparison.Ordinal);
        Assert.DoesNotContain("There is no", await tour.Say(moderator, "murdoch check"), StringComparison.Ordinal);

        // A rule acts: case 1, told in the log channel; it was wrong.
        var advert = installation.Post("join discord.gg/raiders9 now", members[0]);
        await Eventually.True(() => installation.IsDeleted(advert), Cancellation, () => murdoch.Output);
        var told = await tour.Logged(log, "case:undo:1");
        Assert.Contains("case:false:1", told.Buttons.Select(button => button.Id));
        Assert.StartsWith("Case 1 is taken back", Text(await tour.Press(moderator, log, told.Id, "case:false:1")), StringComparison.Ordinal);
        await Eventually.True(async () => (await tour.Logged(log, "case:undo:1")).Buttons.All(button => button.Disabled), Cancellation, () => murdoch.Output);

        // By hand: cases 2 to 5.
        Assert.StartsWith("Case 2: the warning", await tour.Say(moderator, "warn", User(members[1]), ("reason", 3, "Off topic.")), StringComparison.Ordinal);
        var warned = await tour.Logged(log, "case:escalate:2");
        Assert.StartsWith("Case 3: the timeout (10m)", Text(await tour.Press(second, log, warned.Id, "case:escalate:2")), StringComparison.Ordinal);
        Assert.StartsWith("Case 4: the kick", await tour.Say(moderator, "kick", User(members[2])), StringComparison.Ordinal);
        Assert.StartsWith("Case 5: the ban (7d)", await tour.Say(moderator, "ban", User(members[3]), ("duration", 3, "7d"), ("reason", 3, "Threats.")), StringComparison.Ordinal);
        Assert.Equal("The note is on the case.", await tour.Say(second, "murdoch case note", ("number", 4, 5), ("text", 3, "Seen before.")));

        // Somebody acts in Discord itself: case 6.
        Assert.Null(world.Moderate(guild.Id, second, ModeratorAct.Timeout, members[4], TimeSpan.FromMinutes(5), "By hand."));
        await Eventually.True(async () => (await tour.Say(moderator, "murdoch case list")).Contains("**6**", StringComparison.Ordinal), Cancellation, () => murdoch.Output);

        // The banned member appeals from the notice. Who acted may not decide, somebody else does.
        var notice = world.DirectMessages.Last(message => message.Channel.Recipient?.Id == members[3]);
        await tour.Press(members[3], notice.Channel, notice.Id, $"appeal:{guild.Id}:5", null, inGuild: false);
        Assert.StartsWith("The moderators have your appeal.", Text(await tour.Fill(members[3], notice.Channel, $"appeal:file:{guild.Id}:5", "text", "It was *my brother*. @everyone", inGuild: false)), StringComparison.Ordinal);
        var thread = guild.Channels.Values.Single(channel => channel.ParentId == log.Id);
        var appeal = (await SeenMessage.In(installation.Discord, thread.Id, Cancellation)).Single(message => message.Buttons.Length > 0);
        Assert.Equal(9, (await tour.Press(moderator, thread, appeal.Id, "appeal:approve:5")).CallbackType);
        Assert.DoesNotContain("granted", Text(await tour.Fill(moderator, thread, "appeal:approving:5", "reason", "")), StringComparison.Ordinal);
        await tour.Press(second, thread, appeal.Id, "appeal:approve:5");
        Assert.StartsWith("The appeal is granted", Text(await tour.Fill(second, thread, "appeal:approving:5", "reason", "Believable.")), StringComparison.Ordinal);
        Assert.False(guild.Bans.ContainsKey(members[3]));

        // A member reports, a moderator looks and removes.
        var reported = installation.Post("a rather dull remark", members[5]);
        Assert.Equal("The moderators are told. Thank you.", Text(await tour.Menu(reader, "Report message", reported)));
        Assert.StartsWith("No rule finds anything", Text(await tour.Menu(moderator, "Check message", reported)), StringComparison.Ordinal);
        var report = await tour.Logged(log, $"report:remove:{installation.Channel.Id}:{reported}");
        await tour.Press(second, log, report.Id, $"report:remove:{installation.Channel.Id}:{reported}");
        Assert.True(installation.IsDeleted(reported));

        // Channels and raids.
        var chatter = Enumerable.Range(0, 5).Select(number => installation.Post($"chatter {number}", reader)).ToArray();
        Assert.Equal("3 messages are removed.", await tour.Say(moderator, "purge", ("count", 4, 3)));
        Assert.Equal([false, false, true, true, true], chatter.Select(installation.IsDeleted));
        Assert.Contains("is locked", await tour.Say(moderator, "lockdown"), StringComparison.Ordinal);
        Assert.Contains("is open again", await tour.Say(moderator, "unlock"), StringComparison.Ordinal);
        await tour.Say(moderator, "murdoch raid on");
        await Eventually.True(() => guild.InvitesDisabledUntil is not null, Cancellation, () => murdoch.Output);
        await tour.Say(moderator, "murdoch raid off");
        await Eventually.True(() => guild.InvitesDisabledUntil is null, Cancellation, () => murdoch.Output);

        // What is left of it.
        Assert.Contains("level 2 of 5", await tour.Say(moderator, "murdoch warnings", User(members[1])), StringComparison.Ordinal);
        Assert.Contains("has done nothing that was punished", await tour.Say(moderator, "murdoch warnings", User(members[0])), StringComparison.Ordinal);
        Assert.Equal(0, await murdoch.Terminate(Cancellation));
        Assert.Equal(
            [
                "1 warn violation done false_positive", "2 warn moderator done", "3 timeout moderator done", "4 kick moderator done", "5 ban moderator done appeal_granted", "6 timeout discord done",
            ],
            await tour.Rows("SELECT number || ' ' || kind || ' ' || origin || ' ' || outcome || COALESCE(' ' || closed_kind, '') FROM cases ORDER BY number"));
        var audit = await tour.Rows("SELECT action || ' ' || target FROM audit_log ORDER BY id");
        Assert.All(["config.changed config", "case.undone case 1", "case.escalated case 2", "appeal.approved case 5", $"message.removed message {reported}", "raid.started raid", "raid.ended raid"], expected => Assert.Contains(expected, audit));
    }

    private static (string, int, JsonNode) User(ulong user) => ("user", 6, $"{user}");

    private static string Text(Interaction interaction) => interaction.Original?.Content ?? "";

    /// <summary>The clients of people in the guild.</summary>
    private sealed class Tour(Installation installation)
    {
        private DiscordWorld World => installation.Discord.World;
        private InteractionDesk Client => installation.Discord.Interactions;
        private ulong Guild => installation.Guild.Id;

        public Task CommandsAreRegistered() => Eventually.True(() => installation.Discord.Journal.Since(0)
            .Any(entry => entry is { Kind: "rest", What: "PUT", Status: 200 } && entry.Path!.EndsWith("/commands", StringComparison.Ordinal)), Cancellation);

        public Role ModeratorRole() => World.CreateRole(
            Guild, "moderators", Permissions.KickMembers | Permissions.BanMembers | Permissions.ModerateMembers | Permissions.ManageMessages | Permissions.ManageChannels | Permissions.ManageThreads, 5);

        public ulong Moderator(string name, Role role)
        {
            var user = World.Join(Guild, name: name)!.User.Id;
            World.SetRoles(Guild, user, [role.Id], installation.Guild.OwnerId);
            return user;
        }

        public Channel PrivateChannel(string name, params ulong[] readers)
        {
            var channel = World.CreateChannel(Guild, name);
            foreach (var reader in readers.Append(World.Bot.Id)) World.SetOverwrite(channel.Id, reader, new(reader, IsMember: true, Permissions.ViewChannel, Permissions.None));
            World.SetOverwrite(channel.Id, Guild, new(Guild, IsMember: false, Permissions.None, Permissions.ViewChannel));
            return channel;
        }

        public async Task<string> Say(ulong user, string path, params (string Name, int Type, JsonNode Value)[] options) => Text(await Command(user, path, options));

        public Task<Interaction> Command(ulong user, string path, params (string Name, int Type, JsonNode Value)[] options)
        {
            var names = path.Split(' ');
            JsonArray? inner = options.Length == 0 ? null : [.. options.Select(option => new JsonObject { ["name"] = option.Name, ["type"] = option.Type, ["value"] = option.Value })];
            for (var depth = names.Length - 1; depth > 0; depth--)
            {
                var one = new JsonObject { ["name"] = names[depth], ["type"] = depth == names.Length - 1 ? 1 : 2 };
                if (inner is not null) one["options"] = inner;
                inner = [one];
            }
            return Answered(Client.Command(Guild, installation.Channel.Id, user, names[0], inner));
        }

        public Task<Interaction> Menu(ulong user, string name, ulong message) => Answered(Client.ContextCommand(Guild, installation.Channel.Id, user, name, 3, message));

        public Task<Interaction> Press(ulong user, Channel channel, ulong message, string customId, IReadOnlyList<string>? values = null, bool inGuild = true) =>
            Answered(Client.Component(inGuild ? Guild : null, channel.Id, user, message, customId, values));

        public Task<Interaction> Fill(ulong user, Channel channel, string customId, string field, string text, bool inGuild = true) =>
            Answered(Client.Modal(inGuild ? Guild : null, channel.Id, user, customId, new Dictionary<string, string> { [field] = text }));

        /// <summary>Waits for the message with the button.</summary>
        public async Task<SeenMessage> Logged(Channel channel, string button)
        {
            SeenMessage? found = null;
            await Eventually.True(
                async () => (found = (await SeenMessage.In(installation.Discord, channel.Id, Cancellation)).FirstOrDefault(message => message.Buttons.Any(one => one.Id == button))) is not null,
                Cancellation, () => $"No message has the button {button}.");
            return found!;
        }

        public async Task<string[]> Rows(string sql)
        {
            await using var connection = new SqliteConnection($"Data Source={installation.DatabasePath};Mode=ReadOnly");
            await connection.OpenAsync(Cancellation);
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written in a test.
            command.CommandText = sql;
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync(Cancellation);
            List<string> rows = [];
            while (await reader.ReadAsync(Cancellation)) rows.Add(reader.GetString(0));
            return [.. rows];
        }

        private static async Task<Interaction> Answered(Interaction interaction)
        {
            await interaction.AnsweredAsync(Cancellation);
            if (interaction.CallbackType == 5) await interaction.ChangedAsync(1, Cancellation);
            return interaction;
        }
    }
}
