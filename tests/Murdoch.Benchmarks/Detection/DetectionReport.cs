using System.Globalization;

namespace Murdoch.Benchmarks.Detection;

/// <summary>A table of measured figures; a cell is null where there is nothing to measure.</summary>
internal sealed record DetectionTable(string Title, string[] Columns, List<(string Name, double?[] Cells)> Rows);

/// <param name="Measured">Null: could not be measured here.</param>
/// <param name="AtMost">The goal is an upper bound.</param>
internal sealed record Target(string Name, double? Measured, double Goal, bool AtMost = false)
{
    public bool? IsMet => Measured is not { } measured || double.IsNaN(measured) ? null : AtMost ? measured <= Goal : measured >= Goal;
}

internal sealed record DetectionResult(List<DetectionTable> Tables, List<Target> Targets);

/// <summary>Markdown, which a terminal shows as well.</summary>
internal static class DetectionReport
{
    public static void Print(DetectionResult result, TextWriter output)
    {
        foreach (var table in result.Tables)
        {
            output.WriteLine($"\n{table.Title}\n");
            output.WriteLine($"| | {string.Join(" | ", table.Columns)} |");
            output.WriteLine($"| --- |{string.Concat(table.Columns.Select(_ => " ---: |"))}");
            foreach (var (name, cells) in table.Rows) output.WriteLine($"| {name} | {string.Join(" | ", cells.Select(Cell))} |");
        }

        output.WriteLine("\n| target | measured | goal | |\n| --- | ---: | ---: | --- |");
        foreach (var target in result.Targets)
        {
            output.WriteLine($"| {target.Name} | {Cell(target.Measured)} | {(target.AtMost ? "≤" : "≥")} {Cell(target.Goal)} | {target.IsMet switch { true => "met", false => "**not met**", null => "not measured" }} |");
        }
    }

    private static string Cell(double? value) => value is not { } number || double.IsNaN(number) ? ""
        : number.ToString(number == Math.Round(number) ? "0" : Math.Abs(number) < 0.1 ? "0.0000" : Math.Abs(number) < 10 ? "0.000" : "0.0", CultureInfo.InvariantCulture);
}
