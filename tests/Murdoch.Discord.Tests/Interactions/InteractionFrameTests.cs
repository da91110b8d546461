using System.Text;
using System.Text.Json;
using Murdoch.Discord.AuditLogs;
using Murdoch.Discord.Gateway;
using Murdoch.Discord.Interactions;
using Murdoch.Discord.Model;

namespace Murdoch.Discord.Tests.Interactions;

/// <summary>Interactions and what moderators did, as Discord sends them and as nobody should.</summary>
public sealed class InteractionFrameTests
{
    private readonly List<GatewayDispatch> _dispatches = [];

    [Fact]
    public void A_command_is_read_whole()
    {
        var interaction = Interaction("""
            {"data":{"options":[{"options":[{"name":"upload","type":1,"options":[{"name":"count","type":4,"value":12},{"name":"share","type":10,"value":0.5},{"type":5,"name":"quiet","value":true},
            {"name":"who","type":6,"value":"42"},{"name":"rule","type":3,"value":"sl","focused":true}]}],"type":2,"name":"rules"}],"name":"murdoch","id":"900","type":1,
            "resolved":{"users":{"42":{"id":"42","username":"bob","global_name":"Bob","avatar":"abc"}},"members":{"42":{"roles":["5"],"permissions":"1099511627776","nick":"B"}},
            "roles":{"5":{"id":"5","name":"Mods","permissions":"8","position":3}},"channels":{"6":{"id":"6","type":0,"name":"general","parent_id":null}},"attachments":{"8":{"id":"8","filename":"r.json","size":12,"url":"https://cdn/r"}}}},
            "type":2,"id":"1","application_id":"2","token":"secret","guild_id":"3","channel":{"id":"4","type":12,"parent_id":"40","name":"t"},"channel_id":"4","app_permissions":"1024","locale":"de","version":1,
            "member":{"user":{"id":"7","username":"mod"},"roles":["5","6"],"permissions":"9007199254740993","nick":null,"joined_at":"2021-01-01T00:00:00+00:00"}}
            """);

        Assert.Equal((InteractionType.Command, 3UL, 4UL, 40UL, 1024UL, "de"), (interaction.Type, interaction.GuildId, interaction.Channel.Id, interaction.Channel.ParentId, interaction.AppPermissions, interaction.Locale));
        Assert.Equal((1UL, 2UL, "secret"), (interaction.Ticket.Id, interaction.Ticket.ApplicationId, interaction.Ticket.Token));
        Assert.Equal((7UL, "mod", 9007199254740993UL), (interaction.User.Id, interaction.User.DisplayName, interaction.Member!.Permissions));
        Assert.Equal([5UL, 6UL], interaction.Member.Roles);
        var command = interaction.Command!;
        Assert.Equal((900UL, "murdoch", ApplicationCommandType.ChatInput), (command.Id, command.Name, command.Type));
        Assert.Equal(["rules", "upload"], command.Path);
        Assert.Equal((12, 0.5, true, 42UL, "sl"), (command.Option("count")!.WholeNumber, command.Option("share")!.Number, command.Option("quiet")!.Flag, command.Option("who")!.Id, command.Focused!.Text));
        Assert.Equal(("Bob", 1UL << 40, "B"), (command.Resolved.User(42)!.Value.DisplayName, command.Resolved.Member(42)!.Permissions, command.Resolved.Member(42)!.Nick));
        Assert.Equal(("Mods", "general", "r.json"), (command.Resolved.Role(5)!.Value.Name, command.Resolved.Channel(6)!.Value.Name, command.Resolved.Attachment(8)!.FileName));
        Assert.Null(command.Resolved.User(43));
    }

    [Fact]
    public void A_message_command_brings_the_message_as_the_filters_read_it()
    {
        var interaction = Interaction("""
            {"type":2,"id":"1","token":"t","data":{"id":"9","name":"Report message","type":3,"target_id":"50","resolved":{"messages":{"50":{"id":"50","channel_id":"4","type":0,"content":"bad \u00e9","author":{"id":"8","bot":false},
            "embeds":[{"title":"worse"}],"attachments":[],"mentions":[{"id":"1"}]}}}}}
            """);

        var message = interaction.Command!.Resolved.Message(interaction.Command.TargetId)!.Value;
        Assert.Equal(("bad é", 8UL, 4UL, 1, "worse"), (message.Content, message.AuthorId, message.ChannelId, message.MentionedUsers, message.Parts![0].Text));
    }

    [Theory]
    [InlineData("""[{"type":18,"id":1,"component":{"type":4,"id":2,"custom_id":"why","value":"not me"}},{"type":18,"component":{"type":3,"custom_id":"rule","values":["a","b"]}}]""")]
    [InlineData("""[{"type":1,"components":[{"type":4,"custom_id":"why","value":"not me"}]},{"type":1,"components":[{"type":3,"custom_id":"rule","values":["a","b"]}]}]""")]
    public void A_form_is_read_in_either_shape(string components)
    {
        var interaction = Interaction($$$"""{"type":5,"id":"1","token":"t","user":{"id":"7","username":"m"},"data":{"custom_id":"appeal:5","components":{{{components}}}},"message":{"id":"60","channel_id":"4","author":{"id":"2"},"flags":64}}""");

        Assert.Equal(("appeal:5", "not me", "", 60UL, 64), (interaction.Modal!.CustomId, interaction.Modal.Text("why"), interaction.Modal.Text("other"), interaction.Message!.Id, interaction.Message.Flags));
        Assert.Equal(["a", "b"], interaction.Modal.Fields[1].Values);
        Assert.Equal((null, 0UL, 7UL), (interaction.Member, interaction.GuildId, interaction.User.Id));
    }

    [Fact]
    public void A_component_is_read_with_what_was_chosen()
    {
        var interaction = Interaction("""{"type":3,"id":"1","token":"t","data":{"custom_id":"who","component_type":5,"values":["42",7,"43"],"resolved":{"users":{"42":{"id":"42","username":"bob"}}}}}""");

        Assert.Equal(("who", 5, "bob"), (interaction.Component!.CustomId, interaction.Component.ComponentType, interaction.Component.Resolved.User(42)!.Value.Username));
        Assert.Equal(["42", "43"], interaction.Component.Values);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":{},"type":"2","data":[],"member":"x","user":7,"channel":[1],"token":null,"message":true,"app_permissions":{}}""")]
    [InlineData("""{"type":2,"data":{"options":{"a":1},"resolved":[],"name":[],"type":"x","target_id":{}}}""")]
    [InlineData("""{"type":2,"data":{"options":[7,null,{"name":5,"type":"x","value":{"a":[]}},{"options":[{"options":[{"options":[{"options":[{}]}]}]}]}],"resolved":{"users":{"x":{},"5":[]},"members":{"5":null},"messages":{"5":7},"roles":{"6":"r"},"channels":7}}}""")]
    [InlineData("""{"type":3,"data":{"custom_id":[],"values":"x","component_type":{}}}""")]
    [InlineData("""{"type":5,"data":{"components":[[],{"component":{"component":{"component":{"component":{}}}}},{"components":7},null]}}""")]
    [InlineData("""{"type":99,"data":{"name":"x"}}""")]
    public void What_is_absent_or_of_another_type_never_throws(string data)
    {
        var interaction = Interaction(data);

        Assert.Equal((0UL, 0UL, ""), (interaction.Ticket.Id, interaction.GuildId, interaction.Ticket.Token));
        Assert.DoesNotContain(interaction.Command?.Options ?? [], option => option.Text is not null);
    }

    [Fact]
    public void A_frame_that_ends_early_is_refused_wherever_it_ends()
    {
        const string Frame = """{"op":0,"s":3,"t":"INTERACTION_CREATE","d":{"id":"1","type":2,"data":{"name":"x","options":[{"name":"o","type":3,"value":"v"}],"resolved":{"messages":{"5":{"content":"c"}}}},"token":"t"}}""";
        Parse(Frame);

        foreach (var length in Enumerable.Range(0, Frame.Length - 1)) Assert.ThrowsAny<JsonException>(() => Parse(Frame[..length]));
    }

    [Fact]
    public void The_token_is_in_no_text_of_an_interaction()
    {
        var interaction = Interaction("""{"type":2,"id":"1","token":"secret-token","data":{"name":"x"}}""");

        Assert.DoesNotContain("secret-token", $"{_dispatches[0]} {interaction} {interaction.Ticket}", StringComparison.Ordinal);
    }

    [Fact]
    public void What_people_did_is_read_from_the_audit_log()
    {
        Parse("""
            {"op":0,"s":4,"t":"GUILD_AUDIT_LOG_ENTRY_CREATE","d":{"guild_id":"3","id":"10","action_type":24,"user_id":"7","target_id":"8","reason":"loud",
            "changes":[{"new_value":"2030-01-01T00:00:00+00:00","key":"communication_disabled_until"},{"key":"nick","old_value":"a"},{"key":"deaf","new_value":true}]}}
            """);
        Parse("""{"op":0,"s":5,"t":"GUILD_AUDIT_LOG_ENTRY_CREATE","d":{"guild_id":"3","id":"11","action_type":25,"user_id":"7","target_id":"8","changes":[{"key":"$add","new_value":[{"id":"5","name":"r"}]},{"key":"$remove","new_value":[{"id":"6"},7]}]}}""");
        Parse("""{"op":0,"s":6,"t":"GUILD_AUDIT_LOG_ENTRY_CREATE","d":{"guild_id":"3","id":"12","action_type":21,"user_id":"7","target_id":null,"options":{"delete_member_days":"7","members_removed":"31"}}}""");
        Parse("""{"op":0,"s":7,"t":"GUILD_AUDIT_LOG_ENTRY_CREATE","d":{"guild_id":"3","id":"13","action_type":72,"user_id":"7","target_id":"8","options":{"channel_id":"4","count":"2"}}}""");
        Parse("""{"op":0,"s":8,"t":"GUILD_AUDIT_LOG_ENTRY_CREATE","d":{"guild_id":"3","id":{},"action_type":"x","changes":{"key":1},"options":[],"user_id":[],"reason":5}}""");

        var entries = _dispatches.Cast<AuditLogEntryCreated>().Select(created => created.Entry).ToArray();
        Assert.Equal((AuditLogAction.MemberUpdate, 7UL, 8UL, "loud"), (entries[0].Action, entries[0].UserId, entries[0].TargetId, entries[0].Reason));
        Assert.Equal((new TimeoutChange(null, DateTimeOffset.Parse("2030-01-01T00:00:00Z", null)), new NickChange("a", null)), (entries[0].Timeout, entries[0].Nick));
        Assert.Equal((5UL, 6UL), (Assert.Single(entries[1].RolesAdded), Assert.Single(entries[1].RolesRemoved)));
        Assert.Equal((31, 7), (entries[2].MembersRemoved, entries[2].DeleteMemberDays));
        Assert.Equal((AuditLogAction.MessageDelete, 4UL, 2), (entries[3].Action, entries[3].ChannelId, entries[3].Count));
        Assert.Equal(new AuditLogEntry() with { RolesAdded = entries[4].RolesAdded, RolesRemoved = entries[4].RolesRemoved }, entries[4]);
    }

    [Fact]
    public void Bans_and_threads_are_read()
    {
        Parse("""{"op":0,"s":4,"t":"GUILD_BAN_ADD","d":{"guild_id":"3","user":{"id":"8","username":"bob"}}}""");
        Parse("""{"op":0,"s":5,"t":"GUILD_BAN_REMOVE","d":{"guild_id":"3","user":7}}""");
        Parse("""{"op":0,"s":6,"t":"THREAD_LIST_SYNC","d":{"guild_id":"3","threads":[{"id":"20","type":12,"parent_id":"4","name":"t"},7]}}""");
        Parse("""{"op":0,"s":7,"t":"THREAD_MEMBERS_UPDATE","d":{"guild_id":"3","id":"20","added_members":[{"user_id":"8"},{}],"removed_member_ids":["9"]}}""");

        Assert.Equal(8UL, Assert.IsType<BanAdded>(_dispatches[0]).User.UserId);
        Assert.Equal((3UL, 0UL), (_dispatches[1].GuildId, Assert.IsType<BanRemoved>(_dispatches[1]).User.UserId));
        Assert.Equal([20UL], Assert.IsType<ThreadsShown>(_dispatches[2]).Threads.Select(thread => thread.Id));
        var members = Assert.IsType<ThreadMembersChanged>(_dispatches[3]);
        Assert.Equal((20UL, 8UL, 9UL), (members.ThreadId, Assert.Single(members.Added), Assert.Single(members.Removed)));
    }

    private Interaction Interaction(string data)
    {
        Parse($$$"""{"op":0,"s":3,"t":"INTERACTION_CREATE","d":{{{data}}}}""");
        return Assert.IsType<InteractionCreated>(_dispatches[^1]).Interaction;
    }

    private void Parse(string json)
    {
        var frame = GatewayFrame.Read(Encoding.UTF8.GetBytes(json));
        new DispatchParser(new Receiver(_dispatches)).Parse(ref frame, GatewayEvents.Count(frame.Type));
    }

    private sealed class Receiver(List<GatewayDispatch> dispatches) : IDispatchReceiver
    {
        public void Received(in MessageDispatch message) { }
        public void Received(GatewayDispatch dispatch) => dispatches.Add(dispatch);
        public void Skipped(long sequence) { }
        public void Drained() { }
        public ValueTask WaitForCapacity(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
