using Murdoch.Discord.Interactions;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Guilds;

namespace Murdoch.Grains.Commands.Channels;

/// <summary>https://docs.discord.com/developers/resources/channel#channel-object: 0 to 21,600 seconds.</summary>
internal sealed class SlowModeCommand(DiscordRest rest) : ICommandHandler
{
    private const string Seconds = "seconds", Channel = "channel";
    private const int Longest = 21_600;

    public string Path => "slowmode";
    public string Description => "How long members wait between two messages";
    public ulong Needs => Permissions.ManageChannels;
    public ApplicationCommandOption[] Options =>
    [
        new(ApplicationCommandOptionType.WholeNumber, Seconds, "Seconds; 0 switches it off") { Required = true, MinValue = 0, MaxValue = Longest },
        new(ApplicationCommandOptionType.Channel, Channel, "Where; here when left out") { ChannelTypes = [0, 2, 5, 11, 12, 15] },
    ];

    public async Task<Answer> Run(CommandCall call, CancellationToken cancellationToken)
    {
        if (call.Number(Seconds) is not (>= 0 and <= Longest and var seconds)) return Answer.Of($"0 to {Longest} seconds.");
        if (!call.BotMay(Permissions.ManageChannels)) return Answer.Of("I need the permission Manage Channels for that.");
        var channel = call.Id(Channel) is not 0 and var named ? named : call.Channel.Value;
        try { await rest.ModifySlowMode(channel, (int)seconds, $"Murdoch, slow mode by {call.User}", RequestPriority.Timeout, cancellationToken); }
        catch (DiscordApiException exception) when (!exception.IsTransient) { return Answer.Of($"Discord refused: {exception.Message} (code {exception.Code})."); }
        await call.Audit(CommandAudit.SlowModeSet, $"channel {channel}", after: $"{seconds} s");
        return Answer.Of(seconds == 0 ? $"<#{channel}> has no slow mode any more." : $"Members wait {DurationText.Of((int)seconds)} between two messages in <#{channel}>.");
    }
}
