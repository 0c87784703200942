namespace EventLoopLab.Lab;

/// <summary>One run of a variant: what it says and what was measured.</summary>
internal sealed class Trial
{
    private readonly object _gate = new();
    private readonly IReadOnlyDictionary<string, Trial> _earlier;
    private readonly List<Line> _lines = new();
    private readonly List<Figure> _figures = new();

    /// <param name="earlier">The trials of the variants that ran before this one.</param>
    public Trial(IReadOnlyDictionary<string, Trial> earlier)
    {
        _earlier = earlier;
    }

    /// <summary>What the variant has said so far, line by line, to be told in any language.</summary>
    public IReadOnlyList<Line> Said
    {
        get
        {
            lock (_gate)
            {
                return _lines.ToArray();
            }
        }
    }

    /// <summary>What the variant has said so far, line by line.</summary>
    public IReadOnlyList<string> Lines => Said.Select(line => line.ToString()).ToArray();

    /// <summary>What was measured.</summary>
    public IReadOnlyList<Figure> Figures
    {
        get
        {
            lock (_gate)
            {
                return _figures.ToArray();
            }
        }
    }

    /// <summary>Whether the claim holds.</summary>
    public bool Holds => Figures.All(figure => figure.Holds);

    /// <summary>Says a line. Any thread may call it.</summary>
    public void Say(Line line)
    {
        ShowcaseEvents.Log.Speaks();
        lock (_gate)
        {
            _lines.Add(line);
        }
    }

    /// <summary>Adds a figure.</summary>
    public void Measure(string quantity, string unit, double value, Bound bound, Better better = Better.Neither)
    {
        lock (_gate)
        {
            _figures.Add(new Figure(quantity, unit, value, bound, better));
        }
    }

    /// <summary>A figure of a variant that ran before.</summary>
    public double Of(string variant, string quantity)
        => _earlier[variant].Figures.FirstOrDefault(figure => figure.Quantity == quantity)?.Value
            ?? throw new InvalidOperationException($"'{variant}' has not measured '{quantity}'.");
}
