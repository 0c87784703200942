namespace AsyncAnalyzers.Showcase.Measuring;

/// <summary>What a measured value must reach before it counts as evidence. Wide on purpose: orders of magnitude, never figures.</summary>
internal readonly record struct Bound
{
    private const string Any = "any";
    private const string LeastWords = "at least {0}";
    private const string MostWords = "at most {1}";
    private const string ExactWords = "exactly {0}";
    private const string RangeWords = "{0} to {1}";

    private Bound(double least, double most)
    {
        Least = least;
        Most = most;
    }

    public double Least { get; }

    public double Most { get; }

    /// <summary>The words of <see cref="Describe"/>, to be translated.</summary>
    public static IReadOnlyList<string> Words { get; } = new[] { Any, LeastWords, MostWords, ExactWords, RangeWords };

    /// <summary>No demand: the value is shown, but proves nothing.</summary>
    public static Bound None => new(double.NegativeInfinity, double.PositiveInfinity);

    public static Bound AtLeast(double value) => new(value, double.PositiveInfinity);

    public static Bound AtMost(double value) => new(double.NegativeInfinity, value);

    public static Bound Exactly(double value) => new(value, value);

    public static Bound Between(double least, double most) => new(least, most);

    public bool Holds(double value) => value >= Least && value <= Most;

    /// <summary>Negative where this demands lower values than the other does, positive where it demands higher ones; else 0.</summary>
    public int CompareTo(Bound other)
        => Side != 0 && Side != other.Side ? Side
            : double.IsNaN(Level) ? -other.Side
            : double.IsNaN(other.Level) ? Side
            : Level.CompareTo(other.Level);

    /// <summary>What it demands, in words.</summary>
    /// <param name="unit">The unit of the values.</param>
    /// <param name="translate">Gives the words in another language: see <see cref="Words"/>.</param>
    public string Describe(string unit, Func<string, string>? translate = null)
    {
        string words = (double.IsFinite(Least), double.IsFinite(Most)) switch
        {
            (false, false) => Any,
            (true, false) => LeastWords,
            (false, true) => MostWords,
            _ when Least == Most => ExactWords,
            _ => RangeWords,
        };
        return string.Format(translate is null ? words : translate(words), Measurement.Format(Least, unit), Measurement.Format(Most, unit));
    }

    /// <summary>1 for a least value alone, -1 for a most value alone, else 0.</summary>
    private int Side => (double.IsFinite(Least) ? 1 : 0) - (double.IsFinite(Most) ? 1 : 0);

    /// <summary>About which values are meant; not a number where any is.</summary>
    private double Level => (double.IsFinite(Least), double.IsFinite(Most)) switch
    {
        (true, true) => (Least + Most) / 2,
        (true, false) => Least,
        (false, true) => Most,
        _ => double.NaN,
    };
}
