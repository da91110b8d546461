using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Guilds;

/// <summary>Who moderates, in every guild.</summary>
public sealed partial class ModeratorOptions
{
    /// <summary>A role whose members are moderators wherever it exists. Each guild can name its own beside it.</summary>
    [ConfigurationKeyName("MOD_ROLE_ID"), Range(1, long.MaxValue, ErrorMessage = "the id of a role, a number of up to 19 digits")] public long? ModeratorRole { get; set; }

    public RoleId? Role => ModeratorRole is { } role ? new((ulong)role) : null;

    [OptionsValidator] public sealed partial class Validator : IValidateOptions<ModeratorOptions>;
}
