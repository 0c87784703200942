namespace AsyncAnalyzers.Showcase.Measuring;

/// <summary>What a measured value must reach before it counts as evidence. Wide on purpose: orders of magnitude, never figures.</summary>
internal readonly record struct Bound
{
    private Bound(double least, double most)
    {
        Least = least;
        Most = most;
    }

    public double Least { get; }

    public double Most { get; }

    /// <summary>No demand: the value is shown, but proves nothing.</summary>
    public static Bound None => new(double.NegativeInfinity, double.PositiveInfinity);

    public static Bound AtLeast(double value) => new(value, double.PositiveInfinity);

    public static Bound AtMost(double value) => new(double.NegativeInfinity, value);

    public static Bound Exactly(double value) => new(value, value);

    public static Bound Between(double least, double most) => new(least, most);

    public bool Holds(double value) => value >= Least && value <= Most;

    public string Describe(string unit) => (double.IsFinite(Least), double.IsFinite(Most)) switch
    {
        (false, false) => "any",
        (true, false) => "at least " + Measurement.Format(Least, unit),
        (false, true) => "at most " + Measurement.Format(Most, unit),
        _ when Least == Most => "exactly " + Measurement.Format(Least, unit),
        _ => $"{Measurement.Format(Least, unit)} to {Measurement.Format(Most, unit)}",
    };
}
