using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Scenarios;

/// <summary>One message that a scenario wants to post.</summary>
internal readonly record struct ScriptedPost(ulong Channel, ulong Author, string Content, MessageLabel Label);

/// <summary>Endless sequences of posts, one per kind of scenario. Deterministic: all chance comes from the seed.</summary>
internal static class Scripts
{
    private static readonly MessageLabel Benign = new("benign", Violating: false);

    /// <summary>Identical messages before which nobody could call it a flood.</summary>
    private const int FloodTolerated = 3;

    public static IEnumerable<ScriptedPost> For(ScenarioOptions options, DiscordWorld world, IReadOnlyList<Guild> guilds) => options.Kind switch
    {
        "chat" => Chat(options, guilds, options.ViolatingShare),
        "quiet" => Chat(options, guilds, 0),
        "flood" => Flood(options, guilds),
        "raid" => Raid(options, world, guilds),
        "quarrel" => Quarrel(options, guilds),
        _ => throw new ArgumentException($"Unknown scenario '{options.Kind}': chat, quiet, raid, flood or quarrel.", nameof(options)),
    };

    /// <summary>Two or three members talk for a while, then others take over; busy guilds talk more than quiet ones.</summary>
    private static IEnumerable<ScriptedPost> Chat(ScenarioOptions options, IReadOnlyList<Guild> guilds, double violating)
    {
        var random = new Random(options.Seed);
        var talks = new Dictionary<ulong, Talk>();
        while (true)
        {
            // The smaller of two draws: the first guilds are the busiest, the last hardly speak.
            var guild = guilds[Math.Min(random.Next(guilds.Count), random.Next(guilds.Count))];
            if (!talks.TryGetValue(guild.Id, out var talk) || talk.Left-- == 0) talks[guild.Id] = talk = Talk.Begin(guild, random);
            var author = talk.Speakers[random.Next(talk.Speakers.Count)];
            if (random.NextDouble() >= violating) yield return new ScriptedPost(talk.Channel, author, TextBank.Instance.Benign(random), Benign);
            else
            {
                var (text, label) = TextBank.Instance.Violating(random);
                yield return new ScriptedPost(talk.Channel, author, text, label);
            }
        }
    }

    private static IEnumerable<ScriptedPost> Flood(ScenarioOptions options, IReadOnlyList<Guild> guilds)
    {
        var random = new Random(options.Seed);
        while (true)
        {
            var talk = Talk.Begin(guilds[random.Next(guilds.Count)], random);
            var text = TextBank.Instance.Benign(random);
            for (var i = 0; i < options.FloodLength; i++)
                yield return new ScriptedPost(talk.Channel, talk.Speakers[0], text, new MessageLabel("flood", i >= FloodTolerated));
        }
    }

    /// <summary>Young accounts join at once and post nearly the same. Enumerating makes them join.</summary>
    private static IEnumerable<ScriptedPost> Raid(ScenarioOptions options, DiscordWorld world, IReadOnlyList<Guild> guilds)
    {
        var random = new Random(options.Seed);
        var label = new MessageLabel("raid", Violating: true);
        while (true)
        {
            var guild = guilds[random.Next(guilds.Count)];
            var (text, _) = TextBank.Instance.Violating(random);
            var channels = TextChannels(guild);
            var raiders = new List<ulong>();
            for (var i = 0; i < options.RaidAccounts; i++)
                if (world.Join(guild.Id, name: $"raider{random.Next(100_000, 999_999)}", accountAge: options.RaidAccountAge) is { } member) raiders.Add(member.User.Id);
            if (raiders.Count == 0) yield break;
            for (var round = 0; round < 3; round++)
                foreach (var raider in raiders)
                    yield return new ScriptedPost(channels[random.Next(channels.Count)], raider, $"{text} {new string('!', random.Next(1, 4))}", label);
        }
    }

    /// <summary>Two or three members turn on another one, in words that no list has.</summary>
    private static IEnumerable<ScriptedPost> Quarrel(ScenarioOptions options, IReadOnlyList<Guild> guilds)
    {
        var random = new Random(options.Seed);
        var label = new MessageLabel("harassment", Violating: true);
        while (true)
        {
            var guild = guilds[random.Next(guilds.Count)];
            var talk = Talk.Begin(guild, random);
            var others = guild.Members.Values.Where(member => !member.User.Bot && !talk.Speakers.Contains(member.User.Id)).Select(member => member.User.Id).ToArray();
            if (others.Length == 0) yield break;
            var target = others[random.Next(others.Length)];
            foreach (var speaker in talk.Speakers) yield return new ScriptedPost(talk.Channel, speaker, TextBank.Instance.Hostile(target, random), label);
        }
    }

    private static List<ulong> TextChannels(Guild guild) => [.. guild.Channels.Values.Where(c => c.Type == ChannelType.Text).Select(c => c.Id)];

    private sealed class Talk(ulong channel, IReadOnlyList<ulong> speakers, int messages)
    {
        public ulong Channel => channel;
        public IReadOnlyList<ulong> Speakers => speakers;
        public int Left { get; set; } = messages;

        public static Talk Begin(Guild guild, Random random)
        {
            var people = guild.Members.Values.Where(m => !m.User.Bot && m.User.Id != guild.OwnerId && m.Roles.Count == 0).Select(m => m.User.Id).ToList();
            if (people.Count == 0) people.Add(guild.OwnerId);
            var channels = TextChannels(guild);
            var speakers = Enumerable.Range(0, random.Next(2, 4)).Select(_ => people[random.Next(people.Count)]).ToList();
            return new Talk(channels[random.Next(channels.Count)], speakers, random.Next(4, 20));
        }
    }
}
