using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Murdoch.Silo.Hosting.Redis;

/// <summary>
/// One cluster, one bot. Silos of two bots that share a MURDOCH_CLUSTER_ID would take each other's shards for their own, so the first silo writes down whose
/// cluster it is, and every other one compares. What is written is a salted hash of the bot's id, which a token begins with. It is renewed while a silo
/// is at work and ends some minutes after the last one, so that a cluster may be given to another bot.
/// </summary>
internal sealed class BotClaim(RedisConnection redis, string cluster, string token, TimeSpan lease)
{
    private const int SaltBytes = 16;
    private readonly RedisKey _key = $"murdoch/{cluster}/bot";

    public string Problem { get; } =
        $"MURDOCH_CLUSTER_ID {cluster} is at work for another bot: give this silo the DISCORD_TOKEN of that bot, or another MURDOCH_CLUSTER_ID.";

    /// <returns>False when the cluster belongs to another bot.</returns>
    public async Task<bool> TakeAsync()
    {
        var database = redis.Database;
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        if (await database.StringSetAsync(_key, Write(salt), lease, When.NotExists)) return true;
        var written = (string?)await database.StringGetAsync(_key);
        if (written is null) return await database.StringSetAsync(_key, Write(salt), lease, When.NotExists); // ended just now
        var saltLength = written.IndexOf('.', StringComparison.Ordinal);
        if (saltLength < 0 || written != Write(Convert.FromBase64String(written[..saltLength]))) return false;
        await database.KeyExpireAsync(_key, lease);
        return true;
    }

    // A token is the bot's id, the time of its making and a signature, with dots between. A new token of the same bot begins with the same id.
    private string Write(byte[] salt) =>
        $"{Convert.ToBase64String(salt)}.{Convert.ToBase64String(SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(token.Split('.')[0])]))}";
}
