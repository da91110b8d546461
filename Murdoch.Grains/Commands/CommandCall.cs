using Murdoch.Discord.Interactions;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Commands;

/// <summary>Somebody's use of a command, a button or a form in a guild, as its handler sees it.</summary>
/// <param name="Arguments">What a custom id says behind the handler's name; empty for commands.</param>
internal sealed record CommandCall(Interaction Interaction, GuildId Guild, IGrainFactory Grains, string[] Arguments)
{
    public UserId User => new(Interaction.User.Id);
    public ulong[] UserRoles => Interaction.Member?.Roles ?? [];
    public ChannelId Channel => new(Interaction.Channel.Id);
    public IGuildGrain GuildGrain => Grains.GetGrain<IGuildGrain>(Guild.Key);
    public InteractionCommand Command => Interaction.Command ?? throw new InvalidOperationException("This is no command.");
    public InteractionModal Modal => Interaction.Modal ?? throw new InvalidOperationException("This is no form.");

    /// <summary>When it was made, by Discord's clock.</summary>
    public DateTimeOffset At => Snowflake.CreatedAt(Interaction.Ticket.Id);

    /// <summary>Names the call: what it asks for is done once, however often it comes.</summary>
    public string Cause => $"interaction {Interaction.Ticket.Id}";

    /// <returns>Null when it was left out.</returns>
    public string? Text(string option) => Command.Option(option)?.Text;

    public long? Number(string option) => Command.Option(option)?.WholeNumber;

    public bool Flag(string option) => Command.Option(option)?.Flag ?? false;

    /// <returns>0 when it was left out.</returns>
    public ulong Id(string option) => Command.Option(option)?.Id ?? 0;

    /// <summary>Whether the bot may do something where the command was used.</summary>
    public bool BotMay(ulong permission) => (Interaction.AppPermissions & (permission | Permissions.Administrator)) != 0;
}
