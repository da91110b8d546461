using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Notices;

/// <summary>How members are told what was done to them.</summary>
public sealed partial class NoticeOptions
{
    /// <summary>Seconds that a kick or a ban waits for its notice at most: afterwards the member cannot be reached any more.</summary>
    [ConfigurationKeyName("NOTICE_WAIT_SECS"), Range(0.1, 30)] public double WaitSeconds { get; set; } = 2;

    [OptionsValidator] public sealed partial class Validator : IValidateOptions<NoticeOptions>;
}
