using System.Globalization;
using System.Text;

namespace Murdoch.Grains.Analysis.Training;

/// <summary>A report for people: Markdown tables, which a terminal shows as well.</summary>
public static class TrainingTables
{
    public static string Markdown(TrainingReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{report.RowsLearned} rows learned, {report.RowsTested} rows tested. Not learned from: {(report.NotLearned.Length == 0 ? "none" : string.Join(", ", report.NotLearned))}. ");
        text.Append(CultureInfo.InvariantCulture, $"In brackets: 95 % intervals.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Benign chat flagged by any category: {Percent(report.BenignChat)} of {report.BenignChatRows} messages.\n");
        Sources(text, "Abuse, by source", report.Abuse);
        Sources(text, "Spam and scam, by source", report.Unwanted);
        Categories(text, report.Categories);
        Sources(text, "Disguised spellings", report.Disguises);
        if (report.LeftOut.Length > 0)
        {
            Sources(text, "Abuse in sources left out of training", report.LeftOut);
        }

        return text.ToString();
    }

    private static void Sources(StringBuilder text, string title, SourceMeasure[] sources)
    {
        text.Append('\n').Append(title).Append("\n\n| source | rows | positive | precision | recall | F1 | mean F1 | word list's | AUC | false per 1,000 |\n");
        text.Append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var source in sources)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {source.Source} | {source.Rows} | {source.Positives} | {Show(source.Positives == 0 ? null : source.Precision)} | {Show(source.Recall)} | {Show(source.F1)} | {Show(source.MeanF1)} | {Number(source.BaselineMeanF1)} | {Show(source.Area)} | {Show(source.FalsePerThousand, "0.0")} |\n");
        }
    }

    private static void Categories(StringBuilder text, CategoryMeasure[] categories)
    {
        text.Append("\nBy category, all test rows whose source knows it\n\n| category | positive | negative | precision | recall | F1 | AUC |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var category in categories)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {category.Category} | {category.Positives} | {category.Negatives} | {Show(category.Precision)} | {Show(category.Recall)} | {Number(category.F1)} | {Show(category.Area)} |\n");
        }
    }

    private static string Percent(Figure figure) => Show(new(figure.Value * 100, figure.Low * 100, figure.High * 100), "0.00") + " %";

    private static string Number(double? number) => number is { } value && !double.IsNaN(value) ? value.ToString("0.000", CultureInfo.InvariantCulture) : "";

    private static string Show(Figure? figure, string format = "0.000") => figure is { Value: { } value, Low: { } low, High: { } high } && !double.IsNaN(value)
        ? string.Create(CultureInfo.InvariantCulture, $"{value.ToString(format, CultureInfo.InvariantCulture)} [{low.ToString(format, CultureInfo.InvariantCulture)}, {high.ToString(format, CultureInfo.InvariantCulture)}]")
        : "";
}
