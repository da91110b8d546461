using Microsoft.Extensions.DependencyInjection;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;
using Orleans.Serialization;

namespace Murdoch.Grains.Tests;

/// <summary>Things for tests, each with an id of its own.</summary>
internal static class New
{
    private const long DiscordEpochMilliseconds = 1_420_070_400_000;
    private static readonly ServiceProvider Serializers = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private static long _increment;

    public static DateTimeOffset Noon { get; } = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    public static ulong Snowflake(DateTimeOffset? at = null) =>
        ((ulong)((at ?? Noon).ToUnixTimeMilliseconds() - DiscordEpochMilliseconds) << 22) | ((ulong)Interlocked.Increment(ref _increment) & 0x3FFFFF);

    public static GuildId Guild() => new(Snowflake());
    public static UserId User() => new(Snowflake(Noon.AddYears(-3)));

    public static MessagePosted Message(string content = "hello there", UserId? author = null, ChannelId? channel = null, DateTimeOffset? at = null, long sequence = 1) => new()
    {
        Sequence = sequence,
        Message = new(Snowflake(at)),
        Channel = channel ?? new(Snowflake()),
        Author = author ?? User(),
        Content = content,
    };

    public static Violation Violation(GuildId? guild = null, DateTimeOffset? at = null, ActionOutcome outcome = ActionOutcome.Pending)
    {
        var message = new MessageId(Snowflake(at));
        var inGuild = guild ?? Guild();
        return new(
            ViolationId.Of(inGuild, message, "invite"), inGuild, new(Snowflake()), message, User(), message.At, DetectionLayer.Patterns,
            ViolationCategory.Invite, "invite", 0.6, "An invite to another guild.", ActionKind.Delete, 0, outcome, outcome, null, "0", null, false);
    }

    public static KeptLayout Kept(GuildLayout layout)
    {
        var kept = new KeptLayout(new(Serializers.GetRequiredService<Serializer<GuildLayout>>()));
        kept.Change(layout);
        return kept;
    }

    public static GuildRole Role(ulong id, int position, ulong permissions = 0) => new(new(id), $"role {id}", permissions, position);
}
