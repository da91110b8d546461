namespace Murdoch.Discord.Components;

/// <summary>A form over the whole client. https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal</summary>
/// <param name="CustomId">1 to 100 characters.</param>
/// <param name="Title">45 characters.</param>
/// <param name="Components">1 to 5: labels and texts.</param>
public sealed record Modal(string CustomId, string Title, params Component[] Components);

/// <summary>A field of a modal with its name.</summary>
/// <param name="Text">45 characters.</param>
public sealed record Label([property: System.Text.Json.Serialization.JsonPropertyName("label")] string Text, Component Component) : Component
{
    /// <summary>100 characters.</summary>
    public string? Description { get; init; }
}

/// <param name="CustomId">1 to 100 characters.</param>
public sealed record TextInput(string CustomId, TextInputStyle Style = TextInputStyle.Line) : Component
{
    /// <summary>0 to 4,000.</summary>
    public int? MinLength { get; init; }

    /// <summary>1 to 4,000.</summary>
    public int? MaxLength { get; init; }

    /// <summary>True unless said otherwise.</summary>
    public bool? Required { get; init; }

    /// <summary>What stands there already; 4,000 characters.</summary>
    public string? Value { get; init; }

    /// <summary>100 characters.</summary>
    public string? Placeholder { get; init; }
}

public enum TextInputStyle
{
    Line = 1,
    Paragraph = 2,
}

/// <param name="Content">Markdown.</param>
public sealed record TextDisplay(string Content) : Component;
