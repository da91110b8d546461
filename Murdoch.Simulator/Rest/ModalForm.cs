namespace Murdoch.Simulator.Rest;

/// <summary>A modal that opens. https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal</summary>
internal static class ModalForm
{
    private const int LongestText = 4000;
    private static readonly int[] InLabel = [3, 4, 5, 6, 7, 8, 19, 21, 22, 23];

    public static void Check(BodyReader modal)
    {
        modal.Text("custom_id", 1, 100, required: true);
        modal.Text("title", 1, 45, required: true);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (element, path) in modal.List("components", 1, 5, required: true))
        {
            var part = new BodyReader(element, modal.Errors, path);
            switch (part.Number("type", 1, 99, required: true))
            {
                case ComponentForm.Label: CheckLabel(part, path, seen); break;
                case ComponentForm.ActionRow: CheckRow(part, seen); break;
                case ComponentForm.TextDisplay: part.Text("content", 1, LongestText, required: true); break;
                default: part.Fail("type", "BASE_TYPE_CHOICES", "Value must be one of {1, 10, 18}."); break;
            }
        }
    }

    private static void CheckLabel(BodyReader label, string path, HashSet<string> seen)
    {
        label.Text("label", 1, 45, required: true);
        label.Text("description", 0, 100);
        var component = new BodyReader(label.Raw("component"), label.Errors, $"{path}.component");
        var type = component.Number("type", 1, 99, required: true) ?? 0;
        if (!InLabel.Contains(type)) component.Fail("type", "BASE_TYPE_CHOICES", "This component cannot be in a label.");
        else if (type == ComponentForm.TextInput) CheckText(component, seen, inRow: false);
        else if (ComponentForm.IsSelect(type)) ComponentForm.CheckSelect(component, type, seen);
        else ComponentForm.CheckId(component, seen);
    }

    /// <summary>As it was done before there were labels.</summary>
    private static void CheckRow(BodyReader row, HashSet<string> seen)
    {
        foreach (var (element, path) in row.List("components", 1, 1, required: true))
        {
            var component = new BodyReader(element, row.Errors, path);
            if (component.Number("type", 1, 99, required: true) == ComponentForm.TextInput) CheckText(component, seen, inRow: true);
            else component.Fail("type", "BASE_TYPE_CHOICES", "Value must be one of {4}.");
        }
    }

    private static void CheckText(BodyReader text, HashSet<string> seen, bool inRow)
    {
        ComponentForm.CheckId(text, seen);
        text.Number("style", 1, 2, required: true);
        if (inRow) text.Text("label", 1, 45, required: true);
        var most = text.Number("max_length", 1, LongestText) ?? LongestText;
        if ((text.Number("min_length", 0, LongestText) ?? 0) > most) text.Fail("min_length", "BASE_TYPE_MAX_VALUE", "min_length must not be above max_length.");
        text.Text("value", 0, LongestText);
        text.Text("placeholder", 0, 100);
        text.Flag("required");
    }
}
