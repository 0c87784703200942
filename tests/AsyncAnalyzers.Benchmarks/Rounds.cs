namespace AsyncAnalyzers.Benchmarks;

/// <summary>The figures of one set over all rounds. Each round has its own yardstick, so that a slow phase of the machine hits both.</summary>
internal sealed class Rounds
{
    private readonly List<(double Seconds, double Baseline)> _times = [];
    private readonly List<double> _megabytes = [];

    /// <summary>Adds one round.</summary>
    /// <param name="seconds">Processor seconds with the set.</param>
    /// <param name="baselineSeconds">Processor seconds of the yardstick in the same round: mostly the compiler alone.</param>
    /// <param name="megabytes">Megabytes allocated with the set, less those of the compiler alone; 0 where they are not measured.</param>
    public void Add(double seconds, double baselineSeconds, double megabytes = 0)
    {
        _times.Add((seconds, baselineSeconds));
        _megabytes.Add(megabytes);
    }

    /// <summary>Median processor seconds, compiler included.</summary>
    public double Seconds => Median(_times.Select(time => time.Seconds));

    /// <summary>Median processor seconds beyond the compiler's own.</summary>
    public double AddedSeconds => Median(Added);

    /// <summary>The least and the most of these.</summary>
    public (double Low, double High) AddedRange => (Added.Min(), Added.Max());

    /// <summary>Median of what is added, in percent of the compiler's own time in the same round.</summary>
    public double AddedPercent => Median(Percentages);

    /// <summary>The lowest and the highest of these percentages.</summary>
    public (double Low, double High) PercentRange => (Percentages.Min(), Percentages.Max());

    /// <summary>Median megabytes allocated beyond the compiler's own.</summary>
    public double AddedMegabytes => Median(_megabytes);

    private IEnumerable<double> Added => _times.Select(time => time.Seconds - time.Baseline);

    private IEnumerable<double> Percentages => _times.Select(time => 100 * (time.Seconds - time.Baseline) / time.Baseline);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
