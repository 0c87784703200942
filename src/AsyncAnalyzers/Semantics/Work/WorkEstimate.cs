using System.Globalization;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// How often the innermost statement of pure computation runs: the loops around it, outermost first, each with a known number
/// of iterations, or a power of the size that is assumed for data of unknown size.
/// </summary>
internal sealed record WorkEstimate(ImmutableArray<WorkLevel> Levels)
{
    /// <summary>Code that runs once.</summary>
    public static readonly WorkEstimate Once = new(ImmutableArray<WorkLevel>.Empty);

    /// <summary>A constant bound up to this is small: it multiplies, but it is no level worth a word.</summary>
    public const int SmallBound = 16;

    /// <summary>Only to tell which of two estimates is the larger one.</summary>
    private const double NominalDataSize = 100;

    /// <param name="dataSize">The number of iterations that a loop over data of unknown size is taken for.</param>
    public double Iterations(double dataSize)
        => Levels.Aggregate(1.0, (product, level) => product * level.Known * Math.Pow(dataSize, level.DataPower));

    /// <summary>The same work in each iteration of a loop.</summary>
    /// <param name="level">The loop; null where nothing is known of it.</param>
    /// <param name="variables">The loop's variables. The outermost loop over what one of them holds is part of the same pass over the
    /// data.</param>
    /// <param name="isPartitioned">A variable of the loop may be such a part itself, and not only what it holds.</param>
    public WorkEstimate Within(WorkLevel? level, ImmutableArray<ISymbol> variables, bool isPartitioned)
    {
        if (level is null)
        {
            return this;
        }

        ImmutableArray<WorkLevel> levels = Levels;
        int part = variables.IsEmpty
            ? -1
            : IndexOf(levels, inner => inner.DataPower > 0 && inner.Origin.IsOf(variables) && (isPartitioned || !inner.Origin.IsVariable));
        return new((part < 0 ? levels : levels.SetItem(part, levels[part] with { Known = 1, DataPower = 0 })).Insert(0, level));
    }

    /// <summary>The same work, seen from where a function is called with other values for its parameters.</summary>
    public WorkEstimate WithOrigins(Func<ISymbol, DataOrigin?> find)
        => Levels.All(level => level.Origin.Roots.IsEmpty)
            ? this
            : new(ImmutableArray.CreateRange(Levels, level => level with { Origin = level.Origin.Replace(find) }));

    /// <summary>The same work, seen from the caller of the function that does it.</summary>
    public WorkEstimate In(string function)
        => Levels.IsEmpty
            ? this
            : new(ImmutableArray.CreateRange(Levels, level => level.Function is null ? level with { Function = function } : level));

    private static int IndexOf(ImmutableArray<WorkLevel> levels, Func<WorkLevel, bool> predicate)
    {
        for (int index = 0; index < levels.Length; index++)
        {
            if (predicate(levels[index]))
            {
                return index;
            }
        }

        return -1;
    }

    public static WorkEstimate Larger(WorkEstimate one, WorkEstimate other)
        => other.Iterations(NominalDataSize) > one.Iterations(NominalDataSize) ? other : one;

    /// <summary>The work in a message: "three nested loops over 'rows', 'columns' and 'weights' in 'Score'".</summary>
    public Phrase Describe()
    {
        WorkLevel[] levels = Levels.Where(level => !level.IsSmall && level.Recursion is null).ToArray();
        if (Levels.FirstOrDefault(level => level.Recursion is not null)?.Recursion is not { } recursion)
        {
            return levels.Length == 0 ? "a loop" : Describe(levels);
        }

        return levels.Length == 0
            ? Phrase.Of($"the branching recursion of '{recursion}'")
            : $"{Describe(levels)} and the branching recursion of '{recursion}'";
    }

    private static Phrase Describe(WorkLevel[] levels)
    {
        if (levels.All(level => level.DataPower == 0))
        {
            string product = Number(levels.Aggregate(1.0, (product, level) => product * level.Known));
            return levels.Length == 1
                ? In(levels, 0, $"a loop of {product} iterations")
                : $"{levels.Length} nested loops of {Factors(levels)} = {product} iterations";
        }

        return levels.Length == 1 ? Phrase.Of($"a loop over {Bound(levels, 0)}") : $"{levels.Length} nested loops over {Bounds(levels)}";
    }

    private static Phrase Factors(WorkLevel[] levels)
    {
        Phrase factors = In(levels, 0, $"{Number(levels[0].Known)}");
        for (int index = 1; index < levels.Length; index++)
        {
            factors = $"{factors} × {In(levels, index, $"{Number(levels[index].Known)}")}";
        }

        return factors;
    }

    private static Phrase Bounds(WorkLevel[] levels)
    {
        Phrase bounds = Bound(levels, 0);
        for (int index = 1; index < levels.Length - 1; index++)
        {
            bounds = $"{bounds}, {Bound(levels, index)}";
        }

        return $"{bounds} and {Bound(levels, levels.Length - 1)}";
    }

    private static Phrase Bound(WorkLevel[] levels, int index)
        => In(levels, index, levels[index].DataPower == 0 ? Phrase.Of($"{Number(levels[index].Known)} values") : $"'{levels[index].Name}'");

    /// <summary>With the function that holds the loop, behind the last of its loops.</summary>
    private static Phrase In(WorkLevel[] levels, int index, Phrase loop)
        => levels[index].Function is { } function
            && (index == levels.Length - 1 || levels[index + 1].Function != function) ? $"{loop} in '{function}'" : loop;

    private static string Number(double value)
        => value < 1e15 ? value.ToString("#,0", CultureInfo.InvariantCulture) : value.ToString("0.#E+0", CultureInfo.InvariantCulture);
}

/// <summary>One loop of a nest, or a recursion.</summary>
/// <param name="Known">The known number of iterations; 1 where the bound is the size of data.</param>
/// <param name="DataPower">1 for a loop over data of unknown size, 0.5 where it can be left early, 0 where the bound is known.</param>
/// <param name="Name">What is looped over.</param>
/// <param name="Function">The called function that holds the loop; null for the code itself.</param>
/// <param name="Recursion">The function whose recursive calls multiply; null for a loop.</param>
internal sealed record WorkLevel(double Known, double DataPower, string Name, string? Function = null, string? Recursion = null)
{
    /// <summary>What the data that is looped over is a part of.</summary>
    public DataOrigin Origin { get; init; } = DataOrigin.None;

    /// <summary>The data are objects of the program's own domain: orders, attributes, users. Lists of them are mostly short.</summary>
    public bool IsOverObjects { get; init; }

    public bool IsSmall => DataPower == 0 && Known <= WorkEstimate.SmallBound;

    /// <summary>A loop that can be left early is taken for the square root of its bound.</summary>
    public WorkLevel LeftEarly() => this with { Known = Math.Sqrt(Known), DataPower = DataPower / 2 };
}
