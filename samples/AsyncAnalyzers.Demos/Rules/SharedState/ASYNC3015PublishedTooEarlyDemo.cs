using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3015PublishedTooEarlyDemo : Demo
{
    private const int Products = 100;

    public override string Intro =>
        $"A price list is read from a source when it is first asked for. While one thread is half way through its {Products} lines, "
        + "another asks for all of them.";

    public override DemoResult Measure()
    {
        int flawed = Stage.Flawed(() => CountMissing(static source => new Flawed(source).Find));
        int repaired = Stage.Repaired(() => CountMissing(static source => new Repaired(source).Find));
        return new DemoResult(
            new Measurement[]
            {
                new("products that the second thread does not find", "", flawed, repaired, Bound.Exactly(Products / 2), Bound.Exactly(0)),
            },
            $"The second thread was told that {flawed} of {Products} products have no price, although all are in the source; with the list "
            + "published last it waited for the first thread and found them all.");
    }

    /// <summary>Asks for all products when the first thread has read half; it goes on when that is over, or after a while.</summary>
    private static int CountMissing(Func<IEnumerable<(string Name, int Price)>, Func<string, int?>> open)
    {
        using var half = new ManualResetEventSlim();
        using var asked = new ManualResetEventSlim();
        Func<string, int?> find = open(Lines(half, asked));
        var first = new Thread(() => find("product 0")) { IsBackground = true };
        first.Start();
        half.Wait();
        int missing = Enumerable.Range(0, Products).Count(number => find("product " + number) is null);
        asked.Set();
        first.Join();
        return missing;
    }

    private static IEnumerable<(string Name, int Price)> Lines(ManualResetEventSlim half, ManualResetEventSlim asked)
    {
        for (int number = 0; number < Products; number++)
        {
            if (number == Products / 2)
            {
                half.Set();
                asked.Wait(300);
            }

            yield return ("product " + number, number);
        }
    }

    private sealed class Flawed
    {
        private readonly object _gate = new();
        private readonly IEnumerable<(string Name, int Price)> _source;
        private Dictionary<string, int>? _prices;

        public Flawed(IEnumerable<(string Name, int Price)> source) => _source = source;

        // <bad>
        public int? Find(string product)
        {
            if (_prices == null)
            {
                lock (_gate)
                {
                    if (_prices == null)
                    {
                        _prices = new Dictionary<string, int>();
                        foreach ((string name, int price) in _source)
                        {
                            _prices.Add(name, price);
                        }
                    }
                }
            }

            return _prices.TryGetValue(product, out int found) ? found : null;
        }
        // </bad>
    }

    private sealed class Repaired
    {
        private readonly object _gate = new();
        private readonly IEnumerable<(string Name, int Price)> _source;
        private Dictionary<string, int>? _prices;

        public Repaired(IEnumerable<(string Name, int Price)> source) => _source = source;

        // <good>
        public int? Find(string product)
        {
            if (_prices == null)
            {
                lock (_gate)
                {
                    if (_prices == null)
                    {
                        var prices = new Dictionary<string, int>();
                        foreach ((string name, int price) in _source)
                        {
                            prices.Add(name, price);
                        }

                        _prices = prices;
                    }
                }
            }

            return _prices.TryGetValue(product, out int found) ? found : null;
        }
        // </good>
    }
}
