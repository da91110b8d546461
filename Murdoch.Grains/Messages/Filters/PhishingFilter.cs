using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>Links to listed scam hosts, and hosts that dress up as a brand that scammers like.</summary>
internal static class PhishingFilter
{
    public const string Rule = "phishing-link";
    private const double Listed = 0.95;
    private const double LookAlike = 0.85;

    /// <summary>Brands, and the hosts that really are theirs.</summary>
    private static readonly (string Name, string[] Hosts)[] Brands =
    [
        ("discord", ["discord.com", "discord.gg", "discordapp.com", "discordapp.net", "discord.media", "discord.gift", "discord.gifts", "discord.dev", "discord.new", "discord.co", "discordstatus.com", "discordmerch.com", "discord.js.org", "dis.gd"]),
        ("steamcommunity", ["steamcommunity.com"]),
        ("steampowered", ["steampowered.com"]),
        ("steam", ["steamcommunity.com", "steampowered.com", "steamgames.com", "steamusercontent.com", "steamstatic.com", "steamdeck.com", "steamdb.info", "s.team"]),
        ("epicgames", ["epicgames.com", "epicgames.dev"]),
        ("roblox", ["roblox.com", "rbxcdn.com"]),
        ("paypal", ["paypal.com", "paypal.me"]),
        ("twitch", ["twitch.tv", "twitch.com"]),
        ("metamask", ["metamask.io"]),
        ("opensea", ["opensea.io"]),
    ];

    private static readonly HostList Genuine = new(Brands.SelectMany(brand => brand.Hosts));

    /// <summary>Words that a host with a brand in it carries only to lure.</summary>
    private static readonly string[] Lures = ["nitro", "gift", "free", "airdrop", "promo", "claim", "bonus", "giveaway", "drop", "trade", "offer", "login", "verify", "event", "boost", "prize", "reward", "skin", "hypesquad", "app"];

    /// <summary>Top-level names that cost little and are taken for such hosts.</summary>
    private static readonly string[] CheapTops = ["gift", "gifts", "ru", "xyz", "click", "site", "online", "top", "club", "fun", "info", "link", "live", "pro", "space", "store", "tk", "ml", "ga", "cf", "gq", "shop", "icu", "website", "world", "buzz", "com.ru", "su", "best", "one", "cc"];

    public static bool IsGenuine(ReadOnlySpan<char> host) => Genuine.Contains(host);

    public static FilterMatch? Check(ReadOnlySpan<char> host, PatternLists lists, GuildPatterns guild)
    {
        if (IsGenuine(host) || guild.AllowedHosts.Contains(host)) return null;
        if (lists.ScamHosts.Contains(host)) return new(Rule, ViolationCategory.Phishing, Listed, "A link to a host that is known for scams.", host.ToString());
        return DressesUp(host) is { } brand ? new(Rule, ViolationCategory.Phishing, LookAlike, $"A link to a host that passes itself off as {brand}.", host.ToString()) : null;
    }

    private static string? DressesUp(ReadOnlySpan<char> host)
    {
        var last = host.LastIndexOf('.');
        var top = host[(last + 1)..];
        var isCheap = IsAny(top, CheapTops);
        Span<char> skeleton = stackalloc char[64];
        foreach (var label in host[..last].Split('.'))
        {
            var text = host[..last][label];
            if (text.Length is < 5 or > 64) continue;
            var length = Skeleton(text, skeleton);
            var plain = (ReadOnlySpan<char>)skeleton[..length];
            foreach (var (name, _) in Brands)
            {
                if (Resembles(text, plain, name, isCheap)) return name;
            }
        }
        return null;
    }

    private static bool Resembles(ReadOnlySpan<char> label, ReadOnlySpan<char> skeleton, string brand, bool isCheap)
    {
        var hasLure = HasLure(skeleton);
        if (skeleton.Contains(brand, StringComparison.Ordinal))
        {
            // Spelled with other characters, it is there to deceive; spelled rightly, it needs a lure or a cheap name beside it.
            return !label.Contains(brand, StringComparison.Ordinal) || hasLure || (isCheap && skeleton.Length <= brand.Length + 4);
        }
        foreach (var range in label.Split('-'))
        {
            var word = label[range];
            // Short names are one slip away from honest words, so they have to be longer or have a lure beside them.
            if (brand.Length >= 6 && Math.Abs(word.Length - brand.Length) <= 1 && word[0] == brand[0] && IsOneSlipAway(word, brand) && (brand.Length >= 8 || hasLure || isCheap)) return true;
            if (brand.Length >= 12 && Math.Abs(word.Length - brand.Length) <= 3 && word.Length > 0 && word[0] == brand[0] && Distance(word, brand) <= 3) return true;
        }
        return false;
    }

    private static bool HasLure(ReadOnlySpan<char> skeleton)
    {
        foreach (var lure in Lures)
        {
            if (skeleton.Contains(lure, StringComparison.Ordinal)) return true;
        }
        return false;
    }

    private static bool IsAny(ReadOnlySpan<char> text, string[] words)
    {
        foreach (var word in words)
        {
            if (text.SequenceEqual(word)) return true;
        }
        return false;
    }

    /// <summary>Reads what stands for another letter: digits, "rn" for m, "vv" for w, and l for i, because in "dlscord" a reader sees an i.</summary>
    private static int Skeleton(ReadOnlySpan<char> label, Span<char> skeleton)
    {
        var length = 0;
        for (var i = 0; i < label.Length; i++)
        {
            if (i + 1 < label.Length && label[i] == 'r' && label[i + 1] == 'n' && !label[i..].StartsWith("rnet")) (skeleton[length++], i) = ('m', i + 1);
            else if (i + 1 < label.Length && label[i] == 'v' && label[i + 1] == 'v') (skeleton[length++], i) = ('w', i + 1);
            else if (label[i] is '0') skeleton[length++] = 'o';
            else if (label[i] is '1' or '!') skeleton[length++] = 'i';
            else if (label[i] is '3') skeleton[length++] = 'e';
            else if (label[i] is '4') skeleton[length++] = 'a';
            else if (label[i] is '5') skeleton[length++] = 's';
            else if (label[i] == 'l' && label[i..].StartsWith("lscord")) skeleton[length++] = 'i';
            else skeleton[length++] = label[i];
        }
        return length;
    }

    private static bool IsOneSlipAway(ReadOnlySpan<char> word, string brand) => Distance(word, brand) == 1;

    /// <summary>Optimal string alignment: a swap of neighbours is one slip.</summary>
    private static int Distance(ReadOnlySpan<char> one, string other)
    {
        Span<int> rows = stackalloc int[3 * (other.Length + 1)];
        var width = other.Length + 1;
        for (var j = 0; j < width; j++) rows[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            var row = rows.Slice(i % 3 * width, width);
            var above = rows.Slice((i + 2) % 3 * width, width);
            var before = rows.Slice((i + 1) % 3 * width, width);
            row[0] = i;
            for (var j = 1; j < width; j++)
            {
                var cost = one[i - 1] == other[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1] + 1, above[j] + 1), above[j - 1] + cost);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
        }
        return rows[(one.Length % 3 * width) + other.Length];
    }
}
