using System.Globalization;
using System.Text;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Analysis.Prompts;

/// <summary>Names that mean something within one request alone: who speaks to whom can be told, and nobody outside learns who it is.</summary>
internal sealed class LocalNames
{
    private readonly Dictionary<UserId, string> _members = [];
    private readonly Dictionary<ChannelId, string> _channels = [];

    public string Of(UserId member) => _members.TryGetValue(member, out var name) ? name : _members[member] = $"u{_members.Count + 1}";

    public string Of(ChannelId channel) => _channels.TryGetValue(channel, out var name) ? name : _channels[channel] = $"c{_channels.Count + 1}";

    /// <summary>The text with its mentions of members by their local names.</summary>
    public string Rewrite(string text)
    {
        if (!text.Contains("<@", StringComparison.Ordinal)) return text;
        var rewritten = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (rest.IndexOf("<@", StringComparison.Ordinal) is var at and >= 0)
        {
            rewritten.Append(rest[..at]);
            rest = rest[at..];
            var digits = rest[2..].TrimStart('!');
            var end = digits.IndexOf('>');
            if (end > 0 && ulong.TryParse(digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var member))
            {
                rewritten.Append('@').Append(Of(new UserId(member)));
                rest = digits[(end + 1)..];
            }
            else
            {
                rewritten.Append(rest[..2]);
                rest = rest[2..];
            }
        }
        return rewritten.Append(rest).ToString();
    }
}
