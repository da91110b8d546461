using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Interfaces;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Guilds;

/// <summary>Who moderates, in every guild.</summary>
public sealed class ModeratorOptions : IValidateOptions<ModeratorOptions>
{
    /// <summary>A role whose members are moderators wherever it exists; empty for none. Each guild can name its own beside it.</summary>
    [ConfigurationKeyName("MOD_ROLE_ID")] public string ModeratorRole { get; set; } = "";

    public RoleId? Role => Snowflake.TryParse<RoleId>(ModeratorRole, out var role) ? role : null;

    public ValidateOptionsResult Validate(string? name, ModeratorOptions options) =>
        options.ModeratorRole.Length == 0 || options.Role is not null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"MOD_ROLE_ID is '{options.ModeratorRole}'; it takes the id of a role, a string of digits.");
}
