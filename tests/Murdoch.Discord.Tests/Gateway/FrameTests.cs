using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Murdoch.Discord.Gateway;
using Murdoch.Discord.Model;

namespace Murdoch.Discord.Tests.Gateway;

/// <summary>Frames as nobody should send them, and as Discord does.</summary>
public sealed class FrameTests
{
    private readonly List<MessageDispatch> _messages = [];
    private readonly List<long> _skipped = [];

    [Fact]
    public void The_envelope_may_come_after_the_data()
    {
        Parse("""{"d":{"id":"5","channel_id":"6","guild_id":"7","content":"late envelope","author":{"id":"8"}},"t":"MESSAGE_CREATE","s":9,"op":0}""");

        var message = Assert.Single(_messages);
        Assert.Equal((9, 5UL, 6UL, 7UL, 8UL, "late envelope"), (message.Sequence, message.MessageId, message.ChannelId, message.GuildId, message.AuthorId, message.Content));
    }

    [Theory]
    [InlineData("""{"id":5,"content":17,"author":"nobody","member":[],"mentions":{},"embeds":"x","attachments":null,"type":"0","guild_id":7.5}""")]
    [InlineData("""{"id":null,"content":null,"author":null,"member":null,"mentions":null,"embeds":null,"poll":[],"message_snapshots":{},"mention_everyone":[1]}""")]
    [InlineData("{}")]
    public void Wrong_types_and_absent_fields_become_defaults(string data)
    {
        Parse($$"""{"op":0,"s":3,"t":"MESSAGE_CREATE","d":{{data}}}""");

        Assert.Equal(("", 0, 0UL), (Assert.Single(_messages).Content, _messages[0].MentionedUsers, _messages[0].AuthorId));
    }

    [Fact]
    public void What_nobody_reads_is_passed_over_whatever_it_holds()
    {
        Parse("""
            { "op" : 0, "s" : 3, "t" : "MESSAGE_CREATE", "d" : { "x":"}\"\\","y":[{"id":"9","z":"]}"},[],{}],"é\"":-1.5e3 , "content" : "line\nnext \u00e9 \"}" ,
            "flags":0,"tts":false,"nonce":null, "author" : { "avatar" : null , "id" : "8" , "bot":true, "clan":{"tag":"{["} },"guild_id":7, "id" : "5"
            } }
            """);

        var message = Assert.Single(_messages);
        Assert.Equal(("line\nnext é \"}", 8UL, true, 7UL, 5UL), (message.Content, message.AuthorId, message.AuthorIsBot, message.GuildId, message.MessageId));
    }

    [Fact]
    public void A_frame_that_ends_early_is_refused_wherever_it_ends()
    {
        const string Frame = """{"op":0,"s":3,"t":"MESSAGE_CREATE","d":{"id":"1","x":{"y":["z\\"]},"content":"a \" b","author":{"id":"2"},"n":12}}""";
        Parse(Frame);

        foreach (var length in Enumerable.Range(0, Frame.Length - 1)) Assert.ThrowsAny<JsonException>(() => Parse(Frame[..length]));
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\x")]
    [InlineData("a\nb")]
    public void Content_that_is_no_json_text_is_refused(string content)
    {
        var refusal = Record.Exception(() => Parse($$$"""{"op":0,"s":3,"t":"MESSAGE_CREATE","d":{"content":"{{{content}}}"}}"""));

        Assert.True(refusal is JsonException or InvalidOperationException, $"{refusal}");
    }

    [Fact]
    public void Every_text_of_a_message_is_found()
    {
        Parse("""
            {"op":0,"s":3,"t":"MESSAGE_CREATE","d":{"id":"1","content":"the content","attachments":[{"filename":"free.exe"}],
            "embeds":[{"title":"a title","fields":[{"name":"n","value":"v"}],"footer":{"text":"foot"}}],"poll":{"question":{"text":"which?"},"answers":[{"poll_media":{"text":"this"}}]},
            "message_snapshots":[{"message":{"content":"forwarded","embeds":[{"description":"inside"}]}}],"mentions":[{"id":"4"},{"id":"5"}],"mention_roles":["6"],
            "webhook_id":"77","referenced_message":{"author":{"id":"99"}},"member":{"roles":["10","11"]}}}
            """);

        var message = Assert.Single(_messages);
        Assert.Equal(["free.exe", "a title", "n", "v", "foot", "which?", "this", "forwarded", "inside"], message.Parts!.Select(part => part.Text));
        Assert.Equal((2, 1, 77UL, 99UL, 1), (message.MentionedUsers, message.MentionedRoles, message.WebhookId, message.ReferencedAuthorId, message.Attachments));
        Assert.Equal([10UL, 11UL], message.MemberRoles);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"op":0,"s":3,"t":"MESSAGE_CREATE","d":{"id":"1","content":"cut of""")]
    [InlineData("[1,2,3]")]
    [InlineData("")]
    public void What_is_no_frame_is_refused_as_json(string text) => Assert.ThrowsAny<JsonException>(() => Parse(text));

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        var nested = new string('[', 1_000) + new string(']', 1_000);

        Assert.ThrowsAny<JsonException>(() => Parse($$$"""{"op":0,"s":3,"t":"MESSAGE_CREATE","d":{"x":{{{nested}}} }}"""));
    }

    [Fact]
    public void A_huge_string_is_just_a_long_message()
    {
        var text = new string('x', 5_000_000);
        Parse($$$"""{"op":0,"s":3,"t":"MESSAGE_CREATE","d":{"content":"{{{text}}}"}}""");

        Assert.Equal(5_000_000, Assert.Single(_messages).Content.Length);
    }

    [Fact]
    public void An_unknown_event_only_moves_the_sequence()
    {
        Parse("""{"op":0,"s":12,"t":"SOMETHING_NEW","d":{"a":[{"b":{}}]}}""");

        Assert.Equal([12L], _skipped);
    }

    [Fact]
    public void One_zlib_context_inflates_message_after_message()
    {
        using var sent = new MemoryStream();
        using var deflater = new ZLibStream(sent, CompressionLevel.Optimal, leaveOpen: true);
        using var frames = new FrameAssembler(GatewayCompression.ZlibStream, 10_000_000);
        foreach (var text in new[] { "{\"op\":10}", new string('y', 200_000), "{\"op\":11}" })
        {
            sent.SetLength(0);
            deflater.Write(Encoding.UTF8.GetBytes(text));
            deflater.Flush();
            Assert.Equal(text, Encoding.UTF8.GetString(Feed(frames, sent.ToArray())));
        }
    }

    [Fact]
    public void A_broken_stream_and_a_message_without_end_are_told()
    {
        using var broken = new FrameAssembler(GatewayCompression.ZlibStream, 1_000);
        using var endless = new FrameAssembler(GatewayCompression.None, 1_000);

        Assert.Throws<InvalidDataException>(() => { Feed(broken, [1, 2, 3, 4, 0, 0, 0xFF, 0xFF]); });
        Assert.Throws<InvalidDataException>(() => { Feed(endless, new byte[2_000]); });
    }

    private static byte[] Feed(FrameAssembler frames, byte[] bytes)
    {
        for (var sent = 0; ;)
        {
            var free = frames.Free.Span;
            var count = Math.Min(free.Length, bytes.Length - sent);
            bytes.AsSpan(sent, count).CopyTo(free);
            sent += count;
            var message = frames.Add(count, sent == bytes.Length, isBinary: true);
            if (sent == bytes.Length) return message.ToArray();
        }
    }

    private void Parse(string json)
    {
        var frame = GatewayFrame.Read(Encoding.UTF8.GetBytes(json));
        new DispatchParser(new Receiver(this)).Parse(ref frame, GatewayEvents.Count(frame.Type));
    }

    private sealed class Receiver(FrameTests test) : IDispatchReceiver
    {
        public void Received(in MessageDispatch message) => test._messages.Add(message);
        public void Received(GatewayDispatch dispatch) { }
        public void Skipped(long sequence) => test._skipped.Add(sequence);
        public void Drained() { }
        public ValueTask WaitForCapacity(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
