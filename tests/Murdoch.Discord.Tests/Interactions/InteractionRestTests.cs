using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Murdoch.Discord.Components;
using Murdoch.Discord.Interactions;
using Murdoch.Discord.Messages;
using Murdoch.Discord.Rest;
using Murdoch.Discord.Rest.RateLimits;
using Murdoch.Discord.Tests.Gateway;
using Murdoch.Simulator;
using Murdoch.Simulator.Faults;
using Murdoch.Simulator.World;

namespace Murdoch.Discord.Tests.Interactions;

/// <summary>Commands, buttons and forms, from the gateway to the answer, against the simulator.</summary>
public sealed class InteractionRestTests : IAsyncLifetime
{
    private const string Token = "test-token";
    private SimulatorServer _discord = null!;
    private TestShard _shard = null!;
    private DiscordRest _rest = null!;

    private Guild Guild => _discord.World.Guilds.First();
    private Simulator.World.Channel Channel => Guild.Channels.Values.First(channel => channel.Type == ChannelType.Text);
    private User Moderator => Guild.Members.Values.First(member => member.Roles.Any(role => Guild.Roles[role].Name == "Moderator")).User;
    private User Alice => Guild.Members.Values.First(member => !member.User.Bot && member.User.Id != Guild.OwnerId && member.Roles.Count == 0).User;
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _discord = await SimulatorServer.StartAsync(new() { Token = Token, IdentifyWindow = TimeSpan.Zero, Members = 40 });
        _rest = new(new() { ApiUrl = _discord.ApiUrl, Token = Token, RetryBase = TimeSpan.FromMilliseconds(20) }, new LocalRequestBudget(50, TimeProvider.System), TimeProvider.System, NullLogger<DiscordRest>.Instance);
        _shard = TestShard.Start(_discord.GatewayUrl, Token);
        Assert.Equal("ready", await _shard.Next());
        var bot = (await _rest.GetCurrentApplication(Cancellation)).Id;
        await _rest.OverwriteGlobalCommands(bot, [
            new("warn", "Warns a member")
            {
                DefaultMemberPermissions = (ulong)Permissions.KickMembers,
                Options = [new(ApplicationCommandOptionType.User, "who", "Whom") { Required = true }, new(ApplicationCommandOptionType.Text, "rule", "Which rule") { Autocomplete = true }],
            },
            new("Report message", "", ApplicationCommandType.Message)], Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _shard.DisposeAsync();
        _rest.Dispose();
        await _discord.DisposeAsync();
    }

    [Fact]
    public async Task A_command_is_deferred_filled_followed_up_and_cleared_away()
    {
        var sent = Warn(out var interaction);
        var told = await interaction;
        Assert.Equal((Moderator.Id, "warn", Alice.Id), (told.User.Id, told.Command!.Name, told.Command.Option("who")!.Id));
        Assert.Equal((Alice.Username, true), (told.Command.Resolved.User(Alice.Id)!.Value.Username, told.Command.Resolved.Member(Alice.Id) is not null));
        Assert.True(((Permissions)told.Member!.Permissions).HasFlag(Permissions.KickMembers));

        await _rest.Interactions.Defer(told.Ticket, ephemeral: true, Cancellation);
        var answer = await _rest.Interactions.EditOriginal(told.Ticket, new() { Content = "Warned", Embeds = [new() { Title = "Case 1", Fields = [new("Why", "spam")] }], Components = [new(Button.Of("undo:1", "Undo", ButtonStyle.Danger))] }, Cancellation);
        Assert.Equal(answer.Id, (await _rest.Interactions.GetOriginal(told.Ticket, Cancellation)).Id);
        var followup = await _rest.Interactions.CreateFollowup(told.Ticket, new OutgoingMessage { Content = "one more" }.AsEphemeral(), Cancellation);
        await _rest.Interactions.EditFollowup(told.Ticket, followup.Id, new() { Content = "one more, mended" }, Cancellation);
        Assert.Equal((5, "Warned", "one more, mended"), (sent.CallbackType, sent.Original!.Content, sent.Followups[0].Content));
        Assert.Equal(64, sent.Original.Flags);

        await _rest.Interactions.DeleteFollowup(told.Ticket, followup.Id, Cancellation);
        await _rest.Interactions.DeleteOriginal(told.Ticket, Cancellation);
        var gone = await Assert.ThrowsAsync<DiscordApiException>(() => _rest.Interactions.GetOriginal(told.Ticket, Cancellation));
        Assert.Equal(10008, gone.Code);
    }

    [Fact]
    public async Task Buttons_menus_and_forms_work_from_end_to_end()
    {
        var message = await _rest.CreateMessage(Channel.Id, new OutgoingMessage
        {
            Content = "A case",
            Components = [
                new(Button.Of("appeal:1", "Appeal", ButtonStyle.Primary), Button.LinkTo(new("https://example.org/cases/1"), "Open"), Button.Of("closed", "Closed", disabled: true)),
                new(new StringSelect("rule", [new("Spam", "spam", "Too much"), new("Hate", "hate", Default: true)]) { Placeholder = "Rule", MinValues = 1, MaxValues = 2 }),
                new(new UserSelect("who"))],
        }, "case 1", RequestPriority.Log, Cancellation);

        var choice = _discord.Interactions.Component(Guild.Id, Channel.Id, Moderator.Id, message.Id, "who", [$"{Alice.Id}"]);
        var chosen = await Next(InteractionType.Component);
        Assert.Equal((5, Alice.Username, message.Id), (chosen.Component!.ComponentType, chosen.Component.Resolved.User(Alice.Id)!.Value.Username, chosen.Message!.Id));
        await _rest.Interactions.DeferUpdate(chosen.Ticket, Cancellation);
        Assert.Equal(6, choice.CallbackType);

        var press = _discord.Interactions.Component(Guild.Id, Channel.Id, Alice.Id, message.Id, "appeal:1");
        var pressed = await Next(InteractionType.Component, other: chosen.Ticket);
        await _rest.Interactions.ShowModal(pressed.Ticket, new("appeal:1", "Appeal",
            new TextDisplay("Say what happened."),
            new Label("Why", new TextInput("why", TextInputStyle.Paragraph) { MaxLength = 4_000 }) { Description = "In your words" },
            new Label("Rule", new StringSelect("rule", [new("Spam", "spam")]) { Required = false })), Cancellation);
        Assert.Equal(9, press.CallbackType);

        var text = string.Concat(Enumerable.Repeat("**`<@1>`** ", 363)) + "1234567";
        Assert.Equal(4_000, text.Length);
        _discord.Interactions.Modal(Guild.Id, Channel.Id, Alice.Id, "appeal:1", new Dictionary<string, string> { ["why"] = text });
        var filled = await Next(InteractionType.ModalSubmit);
        Assert.Equal((text, message.Id), (filled.Modal!.Text("why"), filled.Message!.Id));
        await _rest.Interactions.Update(filled.Ticket, new() { Content = "Under appeal", Components = [] }, Cancellation);
        Assert.Equal("Under appeal", _discord.World.FindMessage(message.Id)!.Content);
    }

    [Fact]
    public async Task What_is_typed_is_completed()
    {
        var typed = _discord.Interactions.Autocomplete(Guild.Id, Channel.Id, Moderator.Id, "warn", [new JsonObject { ["name"] = "rule", ["type"] = 3, ["value"] = "sp", ["focused"] = true }]);
        var told = await Next(InteractionType.Autocomplete);
        Assert.Equal(("rule", "sp"), (told.Command!.Focused!.Name, told.Command.Focused.Text));

        await _rest.Interactions.Suggest(told.Ticket, [.. Enumerable.Range(0, 40).Select(i => new OptionChoice($"spam {i}", $"spam-{i}"))], Cancellation);

        Assert.Equal((8, 25), (typed.CallbackType, typed.CallbackData.GetProperty("choices").GetArrayLength()));
    }

    [Fact]
    public async Task A_reported_message_comes_with_its_content()
    {
        var post = _discord.World.Post(Channel.Id, Alice.Id, "something bad").Id;
        _discord.Interactions.ContextCommand(Guild.Id, Channel.Id, Moderator.Id, "Report message", 3, post);
        var told = await Next(InteractionType.Command);

        Assert.Equal((ApplicationCommandType.Message, post), (told.Command!.Type, told.Command.TargetId));
        Assert.Equal(("something bad", Alice.Id), (told.Command.Resolved.Message(post)!.Value.Content, told.Command.Resolved.Message(post)!.Value.AuthorId));
    }

    [Fact]
    public async Task A_second_answer_and_a_strange_token_are_refused_without_doubt_about_the_bot_s_own()
    {
        Warn(out var interaction);
        var told = await interaction;
        await _rest.Interactions.Reply(told.Ticket, new() { Content = "first" }, Cancellation);

        var second = await Assert.ThrowsAsync<DiscordApiException>(() => _rest.Interactions.Reply(told.Ticket, new() { Content = "second" }, Cancellation));
        var strange = await Assert.ThrowsAsync<DiscordApiException>(() => _rest.Interactions.EditOriginal(told.Ticket with { Token = "strange-token" }, new() { Content = "x" }, Cancellation));
        var unknown = await Assert.ThrowsAsync<DiscordApiException>(() => _rest.Interactions.Defer(new(1, 2, "strange-token"), ephemeral: false, Cancellation));

        Assert.Equal((40060, 50027, 10062), (second.Code, strange.Code, unknown.Code));
        Assert.Equal(HttpStatusCode.Unauthorized, strange.Status);
        Assert.False(_rest.IsTokenRefused);
        Assert.DoesNotContain("strange-token", $"{strange} {unknown}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_waits_for_no_deletion_and_not_for_the_bot_s_limit()
    {
        Warn(out var interaction);
        var told = await interaction;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        // 400 requests at 50 a second fill the line for eight seconds.
        var queue = Task.WhenAll(Enumerable.Range(0, 400).Select(i => _rest.DeleteMessage(Channel.Id + (ulong)i, 1, null, RequestPriority.RaidBan, end.Token)));

        var watch = Stopwatch.StartNew();
        await _rest.Interactions.Reply(told.Ticket, new() { Content = "done" }, Cancellation);

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.False(queue.IsCompletedSuccessfully);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => queue);
    }

    [Fact]
    public async Task An_answer_is_tried_again_within_its_three_seconds()
    {
        _discord.Faults.Add(new RestFault { Method = "POST", Status = 502, Remaining = 1 });
        _discord.Faults.Add(new RestFault { Method = "POST", Status = 429, Scope = "user", RetryAfterSeconds = 0.1, Remaining = 1 });
        var sent = Warn(out var interaction);
        await _rest.Interactions.Reply((await interaction).Ticket, new() { Content = "done" }, Cancellation);
        Assert.Equal("done", sent.Original!.Content);

        _discord.Faults.Add(new RestFault { Method = "POST", Status = 429, Scope = "user", RetryAfterSeconds = 5, Remaining = 1 });
        var late = await Assert.ThrowsAsync<DiscordUnavailableException>(() => _rest.Interactions.Reply(new(1, 2, "secret-token"), new() { Content = "done" }, Cancellation));
        Assert.DoesNotContain("secret-token", late.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_arrived_counts_although_nobody_heard_so()
    {
        var sent = Warn(out var interaction);
        var told = await interaction;
        _discord.Faults.Add(new RestFault { Method = "POST", LosesAnswer = true, Remaining = 1 });

        await _rest.Interactions.Reply(told.Ticket, new() { Content = "done" }, Cancellation);

        Assert.Equal("done", sent.Original!.Content);
    }

    [Fact]
    public async Task Another_message_is_not_sent_twice_when_its_answer_is_lost()
    {
        var sent = Warn(out var interaction);
        var told = await interaction;
        await _rest.Interactions.Defer(told.Ticket, ephemeral: false, Cancellation);
        await _rest.Interactions.EditOriginal(told.Ticket, new() { Content = "done" }, Cancellation);
        _discord.Faults.Add(new RestFault { Method = "POST", LosesAnswer = true, Remaining = 1 });

        await Assert.ThrowsAsync<DiscordUnavailableException>(() => _rest.Interactions.CreateFollowup(told.Ticket, new() { Content = "more" }, Cancellation));
        Assert.Single(sent.Followups);
    }

    private Simulator.Interactions.Interaction Warn(out Task<Interaction> told)
    {
        var sent = _discord.Interactions.Command(Guild.Id, Channel.Id, Moderator.Id, "warn", [new JsonObject { ["name"] = "who", ["type"] = 6, ["value"] = $"{Alice.Id}" }]);
        told = Next(InteractionType.Command);
        return sent;
    }

    private Task<Interaction> Next(InteractionType type, InteractionTicket other = default) =>
        _shard.Interaction(interaction => interaction.Type == type && interaction.Ticket != other);
}
