using System.Text;

namespace Murdoch.Grains.Analysis.Model;

/// <summary>What turns sums of bytes into severities; every array has eight places, one per lane.</summary>
/// <param name="Version">When the model was trained and on what, for people.</param>
/// <param name="Scales">A byte of a lane is worth this much.</param>
/// <param name="Thresholds">The log-odds at which a severity is 0.5.</param>
/// <param name="Slopes">How fast severity grows around the threshold.</param>
internal sealed record ModelCalibration(string Version, float[] Scales, float[] Biases, float[] Thresholds, float[] Slopes);

/// <summary>The model as a file: a header, the calibration, five signed bytes a row, and the classes of words by their hashes.</summary>
internal static class ModelFile
{
    /// <summary>Changes whenever the features or the layout do: weights mean nothing to other features.</summary>
    private const string Magic = "MURDOCH-TEXT-2";

    private const int MaxWords = 200_000;

    public static void Write(TextModel model, Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(TextFeatures.RowBits);
        writer.Write(ModelLanes.Count);
        var calibration = model.Calibration;
        writer.Write(calibration.Version);
        foreach (var numbers in new[] { calibration.Scales, calibration.Biases, calibration.Thresholds, calibration.Slopes })
        {
            for (var lane = 0; lane < ModelLanes.Count; lane++)
            {
                writer.Write(numbers[lane]);
            }
        }

        var bytes = new byte[TextFeatures.Rows * ModelLanes.Count];
        for (var row = 0; row < TextFeatures.Rows; row++)
        {
            for (var lane = 0; lane < ModelLanes.Count; lane++)
            {
                bytes[(row * ModelLanes.Count) + lane] = (byte)(model.Rows[row] >> (lane * 8));
            }
        }

        writer.Write(bytes);
        writer.Write(model.Words.Entries.Length);
        foreach (var (hash, word) in model.Words.Entries)
        {
            writer.Write(hash);
            writer.Write((byte)word);
        }
    }

    /// <exception cref="InvalidDataException">Not a model, or one of another version.</exception>
    public static TextModel Read(Stream stream)
    {
        try
        {
            using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
            if (reader.ReadString() != Magic || reader.ReadInt32() != TextFeatures.RowBits || reader.ReadInt32() != ModelLanes.Count)
            {
                throw new InvalidDataException("This is not a model that this version of Murdoch reads; train it again.");
            }

            var calibration = new ModelCalibration(reader.ReadString(), ReadLanes(reader), ReadLanes(reader), ReadLanes(reader), ReadLanes(reader));
            var bytes = reader.ReadBytes(TextFeatures.Rows * ModelLanes.Count);
            if (bytes.Length != TextFeatures.Rows * ModelLanes.Count)
            {
                throw new EndOfStreamException();
            }

            return new(Spread(bytes), ReadWords(reader), calibration);
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException("The model ends too early.", exception);
        }
    }

    private static WordTable ReadWords(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        if (count is < 0 or > MaxWords)
        {
            throw new InvalidDataException("The model names an impossible number of words.");
        }

        var entries = new KeyValuePair<uint, WordClass>[count];
        for (var at = 0; at < count; at++)
        {
            entries[at] = new(reader.ReadUInt32(), (WordClass)reader.ReadByte());
        }

        return new(entries);
    }

    private static float[] ReadLanes(BinaryReader reader)
    {
        var numbers = new float[ModelLanes.Stride];
        for (var lane = 0; lane < ModelLanes.Count; lane++)
        {
            numbers[lane] = reader.ReadSingle();
        }

        return numbers;
    }

    private static ulong[] Spread(byte[] bytes)
    {
        var rows = new ulong[TextFeatures.Rows];
        for (var row = 0; row < rows.Length; row++)
        {
            for (var lane = 0; lane < ModelLanes.Count; lane++)
            {
                rows[row] |= (ulong)bytes[(row * ModelLanes.Count) + lane] << (lane * 8);
            }
        }

        return rows;
    }
}
