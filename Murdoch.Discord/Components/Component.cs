using System.Text.Json.Serialization;

namespace Murdoch.Discord.Components;

/// <summary>What can be pressed, chosen or filled in. https://docs.discord.com/developers/components/reference</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ActionRow), 1)]
[JsonDerivedType(typeof(Button), 2)]
[JsonDerivedType(typeof(StringSelect), 3)]
[JsonDerivedType(typeof(TextInput), 4)]
[JsonDerivedType(typeof(UserSelect), 5)]
[JsonDerivedType(typeof(RoleSelect), 6)]
[JsonDerivedType(typeof(ChannelSelect), 8)]
[JsonDerivedType(typeof(TextDisplay), 10)]
[JsonDerivedType(typeof(Label), 18)]
public abstract record Component;

/// <param name="Components">Up to five buttons, or one select menu.</param>
public sealed record ActionRow(params Component[] Components) : Component;

/// <summary>A button: with <see cref="CustomId"/> it makes an interaction, with <see cref="Url"/> it opens a page.</summary>
public sealed record Button : Component
{
    public ButtonStyle Style { get; init; } = ButtonStyle.Secondary;

    /// <summary>80 characters.</summary>
    public string? Label { get; init; }

    /// <summary>1 to 100 characters, once in a message.</summary>
    public string? CustomId { get; init; }
    public string? Url { get; init; }
    public ComponentEmoji? Emoji { get; init; }
    public bool? Disabled { get; init; }

    public static Button Of(string customId, string label, ButtonStyle style = ButtonStyle.Secondary, bool disabled = false) =>
        new() { CustomId = customId, Label = label, Style = style, Disabled = disabled ? true : null };

    public static Button LinkTo(Uri page, string label) => new() { Url = page.AbsoluteUri, Label = label, Style = ButtonStyle.Link };
}

public enum ButtonStyle
{
    Primary = 1,
    Secondary = 2,
    Success = 3,
    Danger = 4,
    Link = 5,
}

/// <param name="Name">The character itself.</param>
public sealed record ComponentEmoji(string Name);

/// <param name="CustomId">1 to 100 characters.</param>
public abstract record SelectMenu(string CustomId) : Component
{
    /// <summary>150 characters.</summary>
    public string? Placeholder { get; init; }

    /// <summary>0 to 25.</summary>
    public int? MinValues { get; init; }

    /// <summary>1 to 25.</summary>
    public int? MaxValues { get; init; }

    /// <summary>In messages only.</summary>
    public bool? Disabled { get; init; }

    /// <summary>In modals only, where it is true unless said otherwise.</summary>
    public bool? Required { get; init; }
}

/// <param name="Options">At most 25.</param>
public sealed record StringSelect(string CustomId, SelectOption[] Options) : SelectMenu(CustomId);

public sealed record UserSelect(string CustomId) : SelectMenu(CustomId);

public sealed record RoleSelect(string CustomId) : SelectMenu(CustomId);

public sealed record ChannelSelect(string CustomId) : SelectMenu(CustomId)
{
    public int[]? ChannelTypes { get; init; }
}

/// <param name="Label">100 characters.</param>
/// <param name="Value">100 characters.</param>
/// <param name="Description">100 characters.</param>
public sealed record SelectOption(string Label, string Value, string? Description = null, bool? Default = null);
