using Murdoch.Simulator.World;

namespace Murdoch.Silo.Demo;

/// <summary>The made-up guilds of the demo and the people in them.</summary>
internal static class DemoWorld
{
    private const int MembersPerGuild = 40;
    private const int MessagesKeptPerChannel = 1_000;
    private static readonly string[] Channels = ["general", "help", "off-topic", "showcase"];
    private static readonly string[] Guilds = ["Pixel Forge", "Study Hall", "Night Owls", "Garden Club", "Rust and Bolts"];
    private static readonly string[] Names =
        ["nova", "ember", "marlow", "tinker", "juniper", "otis", "kestrel", "sage", "pepper", "indigo", "bramble", "quill", "comet", "maple", "fern", "biscuit"];

    public static DiscordWorld Create()
    {
        var world = new DiscordWorld(TimeProvider.System, MessagesKeptPerChannel);
        foreach (var name in Guilds)
        {
            var guild = world.CreateGuild(name);
            foreach (var channel in Channels) world.CreateChannel(guild.Id, channel);
        }
        Refill(world);
        return world;
    }

    /// <summary>New people for those who were kicked or banned: a demo that runs all day does not fall silent.</summary>
    public static void Refill(DiscordWorld world)
    {
        foreach (var guild in world.Guilds)
            for (var missing = MembersPerGuild - guild.Members.Count; missing > 0; missing--)
                world.Join(guild.Id, name: $"{Names[Random.Shared.Next(Names.Length)]}{Random.Shared.Next(10, 9_999)}");
    }
}
