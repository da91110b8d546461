namespace Murdoch.Simulator.World;

/// <summary>Fills a world with guilds that look alike: same seed, same ids.</summary>
internal static class WorldBuilder
{
    private static readonly string[] ChannelNames =
        ["general", "off-topic", "help", "showcase", "looking-for-group", "code-review", "memes", "music", "announcements", "feedback"];

    private static readonly string[] NameStarts =
        ["amber", "pixel", "quiet", "lunar", "copper", "swift", "mossy", "north", "static", "velvet", "orbit", "plain", "rusty", "silver", "tiny", "wild"];

    private static readonly string[] NameEnds =
        ["otter", "falcon", "badger", "lynx", "comet", "kettle", "harbor", "sparrow", "cactus", "ember", "lantern", "mango", "puffin", "walnut", "willow", "yak"];

    private static readonly DateTimeOffset FirstGuildAt = new(2022, 1, 10, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset FirstUserAt = new(2017, 5, 2, 9, 0, 0, TimeSpan.Zero);

    /// <param name="members">Per guild, the owner and the bot included.</param>
    public static void Populate(DiscordWorld world, int guilds, int members, int channels, int seed)
    {
        var random = new Random(seed);
        lock (world.Gate)
        {
            // One millisecond apart: (id >> 22) % n spreads them evenly over any number of shards.
            var firstGuild = Snowflake.FirstAt(FirstGuildAt) + ((ulong)(uint)seed << 33);
            var nextUser = Snowflake.FirstAt(FirstUserAt) + ((ulong)(uint)seed << 33);
            for (var g = 0; g < guilds; g++)
            {
                var owner = world.CreateUser(Name(random), nextUser += Step(random));
                var guild = world.CreateGuild($"Guild {g + 1}", firstGuild + ((ulong)g << Snowflake.TimeShift), owner);
                var moderator = world.CreateRole(guild.Id, "Moderator",
                    Permissions.KickMembers | Permissions.BanMembers | Permissions.ManageMessages | Permissions.ModerateMembers | Permissions.ViewAuditLog, 5);
                var admin = world.CreateRole(guild.Id, "Admin", Permissions.Administrator, 20);
                for (var c = 0; c < channels; c++)
                {
                    var name = c < ChannelNames.Length ? ChannelNames[c] : $"{ChannelNames[c % ChannelNames.Length]}-{(c / ChannelNames.Length) + 1}";
                    world.CreateChannel(guild.Id, name, id: guild.Id + 1 + (ulong)c);
                }
                for (var m = 2; m < members; m++)
                {
                    var user = world.CreateUser(Name(random), nextUser += Step(random));
                    var member = DiscordWorld.AddQuietly(guild, user, FirstGuildAt.AddDays(random.Next(1, 600)));
                    if (m == 2) member.Roles.Add(moderator.Id);
                    if (m == 3) member.Roles.Add(admin.Id);
                }
            }
        }
    }

    private static ulong Step(Random random) => (ulong)random.Next(50, 900) << Snowflake.TimeShift;

    private static string Name(Random random) =>
        $"{NameStarts[random.Next(NameStarts.Length)]}_{NameEnds[random.Next(NameEnds.Length)]}{random.Next(10, 9999)}";
}
