using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Murdoch.Silo.Hosting;

/// <summary>The bot's account.</summary>
internal sealed partial class DiscordOptions
{
    /// <summary>The bot's token.</summary>
    [ConfigurationKeyName("DISCORD_TOKEN"), Required, Description("the bot's token from https://discord.com/developers/applications")]
    public string Token { get; set; } = "";

    /// <summary>Discord's REST API with its version.</summary>
    [ConfigurationKeyName("DISCORD_API_URL"), Required, HttpAddress] public string ApiUrl { get; set; } = "https://discord.com/api/v10";

    /// <summary>Requests a second for the whole bot; large bots are granted more than Discord's usual 50.</summary>
    [ConfigurationKeyName("DISCORD_REST_PER_SECOND"), Range(1, 10_000)] public int RestPerSecond { get; set; } = 50;

    [OptionsValidator] internal sealed partial class Validator : IValidateOptions<DiscordOptions>;
}
