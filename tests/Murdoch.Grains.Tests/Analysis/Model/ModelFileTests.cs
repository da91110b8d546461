using Murdoch.Grains.Analysis.Model;

namespace Murdoch.Grains.Tests.Analysis.Model;

public sealed class ModelFileTests
{
    /// <summary>What the model may cost in the repository and in memory.</summary>
    private const int MaxBytes = 4 * 1_024 * 1_024;

    [Fact]
    public void A_model_that_is_written_reads_the_same()
    {
        using var file = new MemoryStream();
        ModelFile.Write(TextModel.Embedded, file);
        file.Position = 0;
        var read = ModelFile.Read(file);
        Assert.True(TextModel.Embedded.Rows.SequenceEqual(read.Rows));
        Assert.Equal(TextModel.Embedded.Calibration.Version, read.Calibration.Version);
        Assert.Equal(TextModel.Embedded.Score("you are an idiot"), read.Score("you are an idiot"));
        Assert.InRange(file.Length, 1, MaxBytes);
    }

    [Fact]
    public void A_file_that_ends_too_early_is_refused()
    {
        using var file = new MemoryStream();
        ModelFile.Write(TextModel.Embedded, file);
        file.SetLength(file.Length - 1);
        file.Position = 0;
        Assert.Throws<InvalidDataException>(() => ModelFile.Read(file));
    }

    [Fact]
    public void A_model_that_is_missing_or_damaged_is_told_and_finds_nothing()
    {
        Assert.False(TextModel.Find(Path.Combine(Path.GetTempPath(), "no-such.model"), out var missing).Score("you are an idiot")[ModelLane.Abuse] >= 0);
        Assert.Contains("no-such.model", missing, StringComparison.Ordinal);
        var damaged = Path.GetTempFileName();
        try
        {
            File.WriteAllText(damaged, "MURDOCH, but not a model of it");
            TextModel.Find(damaged, out var problem);
            Assert.Contains("cannot be used: The model ends too early.", problem, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(damaged);
        }
    }

    [Fact]
    public void Another_file_is_refused() => Assert.Throws<InvalidDataException>(() => ModelFile.Read(new MemoryStream("MURDOCH, but not a model of it"u8.ToArray())));
}
