namespace Murdoch.Grains.Storage.Postgres;

/// <summary>One statement may touch a row once. What is written several times goes in as many waves, in order.</summary>
internal static class Waves
{
    public static IEnumerable<List<TRow>> Of<TRow, TKey>(IEnumerable<TRow> rows, Func<TRow, TKey> key)
    {
        for (var rest = rows.ToList(); rest.Count > 0;)
        {
            var (wave, later, keys) = (new List<TRow>(rest.Count), new List<TRow>(), new HashSet<TKey>(rest.Count));
            foreach (var row in rest) (keys.Add(key(row)) ? wave : later).Add(row);
            yield return wave;
            rest = later;
        }
    }
}
