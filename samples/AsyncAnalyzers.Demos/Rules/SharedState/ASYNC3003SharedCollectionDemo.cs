using System.Collections.Concurrent;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3003SharedCollectionDemo : Demo
{
    private const int Rounds = 4;

    /// <summary>The first two have the same hash code.</summary>
    private static readonly string[] Names =
        new[] { "twin 1", "twin 2" }.Concat(Enumerable.Range(1, 10).Select(static length => new string('x', length))).ToArray();

    public override string Intro =>
        "Threads put names into one dictionary. One of them has found the place for its name when others make the dictionary grow: "
        + "it writes the name into the old table, where nobody will ever look for it.";

    public override DemoResult Measure()
    {
        int flawed = Stage.Flawed(() => Lost(Flawed.Known));
        int repaired = Stage.Repaired(() => Lost(Repaired.Known));
        return new DemoResult(
            new Measurement[]
            {
                new($"dictionaries of {Rounds} that lost a name", "", flawed, repaired, Bound.AtLeast(1), Bound.Exactly(0)),
            },
            $"{flawed} of {Rounds} dictionaries do not find a name that was put in; of the concurrent ones {repaired}.");
    }

    private static int Lost(Func<string[], IEqualityComparer<string>, int> known)
    {
        int lost = 0;
        for (int round = 0; round < Rounds; round++)
        {
            try
            {
                lost += known(Names, new SlowComparer()) < Names.Length ? 1 : 0;
            }
            catch (AggregateException)
            {
                lost++;
            }
        }

        return lost;
    }

    /// <summary>To compare the two names of one hash code takes until the others are in, or cannot come in.</summary>
    private sealed class SlowComparer : IEqualityComparer<string>
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250), UntilTheyAreIn = TimeSpan.FromMilliseconds(20);

        private int _others, _isAsked;

        public bool Equals(string? x, string? y)
        {
            if (x != y && Interlocked.Exchange(ref _isAsked, 1) == 0)
            {
                SpinWait.SpinUntil(() => Volatile.Read(ref _others) >= Names.Length - 2, Patience);
                Thread.Sleep(UntilTheyAreIn);
            }

            return x == y;
        }

        public int GetHashCode(string name)
        {
            if (name.StartsWith("twin", StringComparison.Ordinal))
            {
                return 0;
            }

            Interlocked.Increment(ref _others);
            return name.Length;
        }
    }

    private static class Flawed
    {
        // <bad>
        public static int Known(string[] names, IEqualityComparer<string> comparer)
        {
            var lengths = new Dictionary<string, int>(comparer);
            Parallel.ForEach(names, name => lengths[name] = name.Length);
            return names.Count(name => lengths.ContainsKey(name));
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static int Known(string[] names, IEqualityComparer<string> comparer)
        {
            var lengths = new ConcurrentDictionary<string, int>(comparer);
            Parallel.ForEach(names, name => lengths[name] = name.Length);
            return names.Count(name => lengths.ContainsKey(name));
        }
        // </good>
    }
}
