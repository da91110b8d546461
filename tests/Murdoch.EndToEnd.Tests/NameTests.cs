using System.Text.Json;
using Murdoch.Simulator.World;

namespace Murdoch.EndToEnd.Tests;

/// <summary>What Discord tells besides messages' contents, through processes, sockets and files as in production.</summary>
public sealed class NameTests
{
    private const string Bad = "join discord.gg/raiders9";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Violating_names_are_taken_away_once_and_the_others_stay()
    {
        await using var installation = await Installation.Create();
        var murdoch = await installation.Start(Cancellation);
        var (world, guild) = (installation.Discord.World, installation.Guild);
        var members = installation.OrdinaryMembers(6).Select(member => member.User.Id).ToArray();

        world.SetNick(guild.Id, members[0], Bad, members[0]);
        world.SetNick(guild.Id, members[1], "gentle reader", members[1]);
        world.SetAccountName(members[2], Bad);
        var newcomer = world.Join(guild.Id, name: "discord.gg/raiders9")!.User.Id;
        var thread = world.StartThread(installation.Channel.Id, members[3], Bad)!;
        // Discord says in the channel that a thread was made, and by which name.
        var notice = installation.Channel.LastMessageId!.Value;
        var fine = world.StartThread(installation.Channel.Id, members[4], "weekend plans")!;

        string? Nick(ulong member) => world.GetMember(guild.Id, member).Nick;
        await Eventually.True(() => Nick(members[0]) is null && Nick(members[2]) == "Moderated name" && Nick(newcomer) == "Moderated name", Cancellation, () => murdoch.Output);
        await Eventually.True(() => world.GetChannel(thread.Id) is null, Cancellation, () => murdoch.Output);
        await Eventually.True(() => installation.IsDeleted(notice), Cancellation, () => murdoch.Output);
        Assert.Equal("gentle reader", Nick(members[1]));

        // Whoever talks on does so under rules of their own: the thread stays, its name does not.
        world.ChangeThread(fine.Id, members[4], name: Bad);
        await Eventually.True(() => world.GetChannel(fine.Id)!.Name == "Moderated thread", Cancellation, () => murdoch.Output);
        await Eventually.True(async () => (await installation.Violations()).Count(violation => violation.Outcome == "done") == 5, Cancellation, () => murdoch.Output);
        Assert.Equal(0, await murdoch.Terminate(Cancellation));

        Assert.Equal(
            [
                (members[0], "nickname", "warn"), (members[2], "display_name", "warn"), (newcomer, "display_name", "warn"), (members[3], "thread_name", "warn"),
                (members[4], "thread_name", "rename_thread"),
            ],
            (await installation.Violations()).Select(violation => (violation.Member, violation.Subject, violation.Action)));
    }

    [Fact]
    public async Task What_Discord_refuses_is_reported_and_not_tried_again()
    {
        await using var installation = await Installation.Create();
        var murdoch = await installation.Start(Cancellation);
        var (world, guild) = (installation.Discord.World, installation.Guild);
        // As far as the events of the guild tell, the bot may; a channel of its own says otherwise.
        var member = installation.OrdinaryMembers(1)[0].User.Id;
        world.SetOverwrite(installation.Channel.Id, guild.Roles.Values.First(role => role.BotId is not null).Id, new PermissionOverwrite(
            guild.Roles.Values.First(role => role.BotId is not null).Id, IsMember: false, Permissions.None, Permissions.ManageThreads));
        var thread = world.StartThread(installation.Channel.Id, member, Bad)!;
        await Eventually.True(async () => (await installation.Violations()).Any(violation => violation.Deletion == "refused"), Cancellation, () => murdoch.Output);
        world.ChangeThread(thread.Id, member, archived: true);
        await murdoch.Terminate(Cancellation);

        var violation = Assert.Single(await installation.Violations());
        Assert.Equal(("thread_name", "warn", "done", "refused"), (violation.Subject, violation.Action, violation.Outcome, violation.Deletion));
        Assert.Single(installation.Discord.Journal.Since(0), entry => entry is { Kind: "rest", What: "DELETE", Status: 403 });
    }

    [Fact]
    public async Task Every_text_of_a_message_is_looked_at_once()
    {
        await using var installation = await Installation.Create(new() { RateLimitScale = 0, Members = 30 });
        var murdoch = await installation.Start(Cancellation);
        string[] parts =
        [
            """{"embeds":[{"type":"rich","title":"look","description":"join discord.gg/raiders9","fields":[{"name":"n","value":"join discord.gg/raiders9"}]}]}""",
            """{"attachments":[{"id":"1","filename":"join discord.gg/raiders9.png","size":3,"url":"https://cdn.example/1","proxy_url":"https://cdn.example/1"}]}""",
            """{"message_snapshots":[{"message":{"type":0,"content":"join discord.gg/raiders9","embeds":[],"attachments":[],"mentions":[]}}]}""",
            """{"poll":{"question":{"text":"which one?"},"answers":[{"answer_id":1,"poll_media":{"text":"join discord.gg/raiders9"}}],"allow_multiselect":false,"layout_type":1}}""",
            """{"components":[{"type":1,"components":[{"type":2,"style":5,"label":"join","url":"https://discord.gg/raiders9"}]}]}""",
            """{"sticker_items":[{"id":"1","name":"discord.gg/raiders9","format_type":1}]}""",
        ];
        var members = installation.OrdinaryMembers(parts.Length + 1);
        var posts = parts.Select((part, at) => installation.Discord.World.Post(installation.Channel.Id, members[at].User.Id, "hello", new PostOptions
        {
            Parts = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(part),
        }).Id).ToList();
        var edited = installation.Post("hello", members[^1].User.Id);
        installation.Discord.World.Edit(edited, "come to discord.gg/edited1");
        installation.Discord.World.Edit(edited, "come to discord.gg/edited2");
        posts.Add(edited);

        await Eventually.True(() => posts.All(installation.IsDeleted), Cancellation, () => murdoch.Output);
        Assert.Equal(0, await murdoch.Terminate(Cancellation));

        var violations = await installation.Violations();
        Assert.Equal(posts.Order(), violations.Select(violation => violation.Message).Order());
        Assert.All(violations, violation => Assert.Equal(("invite", "warn", "message"), (violation.Rule, violation.Action, violation.Subject)));
    }
}
