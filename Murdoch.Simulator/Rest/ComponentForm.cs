using System.Text.Json;

namespace Murdoch.Simulator.Rest;

/// <summary>Rows of buttons and menus under a message. https://docs.discord.com/developers/components/reference</summary>
internal static class ComponentForm
{
    public const int ActionRow = 1, Button = 2, StringSelect = 3, TextInput = 4, TextDisplay = 10, Label = 18;
    private const int MaxRows = 5;
    private const int MaxButtons = 5;
    private const int MaxComponentsV2 = 40;
    private const int LinkStyle = 5, PremiumStyle = 6;

    public static void Check(BodyReader body, bool isV2)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (isV2)
        {
            body.List("components", 0, MaxComponentsV2);
            return;
        }
        foreach (var (element, path) in body.List("components", 0, MaxRows))
        {
            var row = new BodyReader(element, body.Errors, path);
            if (row.Number("type", 1, 99, required: true) is { } type and not ActionRow) row.Fail("type", "BASE_TYPE_CHOICES", $"Value must be one of {{1}}, not {type}.");
            CheckRow(row, seen);
        }
    }

    /// <summary>Menus, which stand in rows of messages and in labels of modals.</summary>
    public static bool IsSelect(int type) => type == StringSelect || type is >= 5 and <= 8;

    public static void CheckSelect(BodyReader select, int type, HashSet<string> seen)
    {
        CheckId(select, seen);
        select.Text("placeholder", 0, 150);
        var most = select.Number("max_values", 1, 25) ?? 1;
        if ((select.Number("min_values", 0, 25) ?? 1) > most) select.Fail("min_values", "BASE_TYPE_MAX_VALUE", "min_values must not be above max_values.");
        if (type != StringSelect) return;
        var values = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (element, path) in select.List("options", 1, 25, required: true))
        {
            var option = new BodyReader(element, select.Errors, path);
            option.Text("label", 1, 100, required: true);
            option.Text("description", 0, 100);
            if (option.Text("value", 1, 100, required: true) is { } value && !values.Add(value)) option.Fail("value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used");
        }
    }

    public static void CheckId(BodyReader component, HashSet<string> seen)
    {
        if (component.Text("custom_id", 1, 100, required: true) is { } id && !seen.Add(id)) component.Fail("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
    }

    private static void CheckRow(BodyReader row, HashSet<string> seen)
    {
        var components = row.List("components", 1, MaxButtons, required: true);
        foreach (var (element, path) in components)
        {
            var component = new BodyReader(element, row.Errors, path);
            var type = component.Number("type", 1, 99, required: true) ?? 0;
            if (type == Button) CheckButton(component, seen);
            else if (IsSelect(type))
            {
                CheckSelect(component, type, seen);
                if (components.Count > 1) row.Fail("components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width");
            }
            else component.Fail("type", "BASE_TYPE_CHOICES", "Value must be one of {2, 3, 5, 6, 7, 8}.");
        }
    }

    private static void CheckButton(BodyReader button, HashSet<string> seen)
    {
        var style = button.Number("style", 1, 6, required: true);
        var label = button.Text("label", 0, 80);
        if (style == LinkStyle)
        {
            button.Text("url", 1, 512, required: true);
            if (button.Has("custom_id")) button.Fail("custom_id", "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified");
        }
        else if (style != PremiumStyle) CheckId(button, seen);
        if (string.IsNullOrEmpty(label) && button.Raw("emoji").ValueKind == JsonValueKind.Undefined && style != PremiumStyle)
            button.Fail("label", "BUTTON_COMPONENT_INVALID_LABEL", "A button needs a label or an emoji");
        button.Flag("disabled");
    }
}
