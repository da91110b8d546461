namespace Murdoch.Grains.Notifications;

/// <summary>Something that those who run a guild have to be told once.</summary>
/// <param name="Id">Names it, 25 characters at most: Discord drops the same again within a few minutes, also after a crash.</param>
/// <param name="CallsModerators">Whether the moderator role is pinged, where the guild has a log channel and such a role.</param>
[GenerateSerializer, Immutable, Alias("staff-notice")]
internal sealed record StaffNotice([property: Id(0)] string Id, [property: Id(1)] string Text, [property: Id(2)] StaffButton[] Buttons, [property: Id(3)] bool CallsModerators);

/// <param name="Handler">What its custom id begins with.</param>
/// <param name="Argument">What follows; in a direct message the guild stands in between.</param>
[GenerateSerializer, Immutable, Alias("staff-button")]
internal sealed record StaffButton([property: Id(0)] string Handler, [property: Id(1)] string Argument, [property: Id(2)] string Label, [property: Id(3)] bool Endangers);
