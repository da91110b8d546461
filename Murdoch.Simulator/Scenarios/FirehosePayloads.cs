using System.Text;
using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Scenarios;

/// <summary>A few serialised messages per guild, whose ids are overwritten as they are sent.</summary>
internal sealed record FirehosePayloads(ulong[] Guilds, byte[][][] Benign, byte[][][] Violating)
{
    /// <summary>As many people write as a lively guild has: fewer would each post so often that any filter calls it a flood.</summary>
    private const int BenignPerGuild = 96;
    private const int ViolatingPerGuild = 8;
    private const ulong PlaceholderId = 1_000_000_000_000_000_000;

    public static FirehosePayloads Build(DiscordWorld world, FirehoseOptions options)
    {
        var random = new Random(options.Seed);
        lock (world.Gate)
        {
            var guilds = world.Guilds.Take(options.Guilds > 0 ? options.Guilds : int.MaxValue).ToArray();
            if (guilds.Length == 0) throw new InvalidOperationException("There is no guild to send to.");
            return new FirehosePayloads([.. guilds.Select(g => g.Id)],
                [.. guilds.Select(g => Payloads(world, g, random, options.PayloadBytes, BenignPerGuild, r => $"{Nonsense(r)} {TextBank.Instance.Benign(r)} {Nonsense(r)}"))],
                [.. guilds.Select(g => Payloads(world, g, random, options.PayloadBytes, ViolatingPerGuild, r => TextBank.Instance.Violating(r).Text))]);
        }
    }

    /// <summary>However fast they come, people do not all write the same few sentences.</summary>
    private static string Nonsense(Random random) => string.Create(10, random, static (word, r) =>
    {
        for (var i = 0; i < word.Length; i++) word[i] = (char)(i % 2 == 0 ? "bdfgklmnprst"[r.Next(12)] : "aeiou"[r.Next(5)]);
    });

    private static byte[][] Payloads(DiscordWorld world, Guild guild, Random random, int bytes, int count, Func<Random, string> text)
    {
        var people = guild.Members.Values.Where(m => !m.User.Bot && m.User.Id != guild.OwnerId && m.Roles.Count == 0).ToList();
        if (people.Count == 0) people.Add(guild.Members[guild.OwnerId]);
        var channels = guild.Channels.Values.Where(c => c.Type == ChannelType.Text).ToList();
        return [.. Enumerable.Range(0, count).Select(index => Serialise(world, new Message
        {
            Id = PlaceholderId,
            Channel = channels[random.Next(channels.Count)],
            Guild = guild,
            Author = people[index % people.Count].User,
            PostedAt = world.Now,
            Content = text(random),
        }, bytes))];
    }

    private static byte[] Serialise(DiscordWorld world, Message message, int bytes)
    {
        var json = JsonBytes.Write(w => MessageJson.Write(w, message, world.Bot.Id, contentVisible: true, gateway: true));
        // A field nobody knows fills it up to the size; clients have to pass over unknown fields anyway.
        const string Filler = ",\"filler\":\"";
        var missing = bytes - json.Length - Filler.Length - 1;
        return missing <= 0 ? json : [.. json.AsSpan(0, json.Length - 1), .. Encoding.ASCII.GetBytes($"{Filler}{new string('x', missing)}\"}}")];
    }
}
