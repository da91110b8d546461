using Murdoch.Grains.Analysis.Training;

namespace Murdoch.Grains.Tests.Analysis.Training;

public sealed class LabelledFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("murdoch-rows-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Near_copies_are_one_group()
    {
        var rows = Read("""
            {"text":"Hello there, Ann!","label":"none"}

            {"text":"hello THERE ann 123 @someone https://example.com","label":"none","split":"dev","unknown":[1]}
            {"text":"another text","label":"toxic"}
            """);
        Assert.Equal(rows[0].Group, rows[1].Group);
        Assert.NotEqual(rows[0].Group, rows[2].Group);
        Assert.Equal([false, true, false], rows.Select(row => row.IsDevelopment));
        Assert.Equal("rows", rows[0].Source);
    }

    [Theory]
    [InlineData("""{"text":"no label"}""")]
    [InlineData("""{"text":7,"label":"none"}""")]
    [InlineData("""{"text":"a","label":"rude"}""")]
    [InlineData("not json")]
    public void A_line_that_is_no_row_is_named(string line) =>
        Assert.Contains("rows.jsonl, line 2:", Assert.Throws<FormatException>(() => Read("""{"text":"a","label":"none"}""" + "\n" + line)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_path_that_does_not_exist_is_named() => Assert.Throws<FileNotFoundException>(() => LabelledFiles.Read([Path.Combine(_folder.FullName, "nothing")]));

    [Fact]
    public void Exported_labels_take_the_place_of_rows_that_read_the_same()
    {
        var exported = Path.Combine(_folder.FullName, "exported.labels");
        File.WriteAllText(exported, """{"id":"7","text":"Hello there","label":"none"}""");
        File.WriteAllText(Path.Combine(_folder.FullName, "rows.jsonl"), """
            {"text":"hello there!","label":"toxic"}
            {"text":"another text","label":"toxic"}
            """);
        var rows = LabelledFiles.Read([_folder.FullName], [exported]);
        Assert.Equal([("another text", "rows"), ("Hello there", LabelledText.Exported)], rows.Select(row => (row.Text, row.Source)));
    }

    [Fact]
    public void Our_own_rows_hold_every_label_that_the_model_knows() =>
        Assert.Equal(["hate", "none", "scam", "spam", "threat", "toxic"], OwnChat.Read().Select(row => row.Label).Distinct().Order());

    private List<LabelledText> Read(string lines)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "rows.jsonl"), lines);
        return LabelledFiles.Read([_folder.FullName]);
    }
}
