using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Grains.Tests.Messages.Filters;

/// <summary>Messages and patterns for the tests of layer 1.</summary>
internal static class Given
{
    public static readonly PatternLists BuiltIn = PatternLists.BuildWithBuiltIn(PatternSet.Empty).Lists;

    /// <summary>Harmless words stand in for slurs.</summary>
    public static readonly PatternLists Words =
        PatternLists.Build(["badword", "gloop", "fizzle", "spam\\d{2,3}eggs", "snorrk"], [], [], ["listed.example"]).Lists;

    public static MessagePosted Message(string content, ulong author = 7, double seconds = 0) => new()
    {
        Message = new MessageId((ulong)(1_000_000 + (seconds * 1_000)) << 22),
        Channel = new ChannelId(2),
        Author = new UserId(author),
        Content = content,
    };

    public static FilterMatch? Check(string content, FilterConfig? config = null, PatternLists? lists = null) =>
        Check(Message(content), config, lists);

    public static FilterMatch? Check(MessagePosted message, FilterConfig? config = null, PatternLists? lists = null)
    {
        config ??= new();
        return MessageFilter.Check(new MessageFacts(message), lists ?? BuiltIn, GuildPatterns.Compile(config).Patterns, config);
    }
}
