using System.Collections.Concurrent;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Cancellation;

internal sealed class ASYNC5013SharedWorkTokenDemo : Demo
{
    private const int Callers = 5;

    public override string Intro =>
        "Five callers ask for one price, which is loaded once and kept. The first gives up before it is there. The load had its token, so that "
        + "the others are cancelled with it, and so is one that asks later. Without the token each waits with its own.";

    /// <summary>What loads a price once for all.</summary>
    internal interface IPrices
    {
        Task<int> GetAsync(string item, CancellationToken cancellationToken);
    }

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(new Flawed()));
        Outcome repaired = Stage.Repaired(() => Observe(new Repaired()));
        return new DemoResult(
            new Measurement[]
            {
                new("callers that got the price", "", flawed.Answered, repaired.Answered, Bound.Exactly(0), Bound.Exactly(Callers)),
                new("callers cancelled that had not asked for it", "", flawed.Cancelled, repaired.Cancelled,
                    Bound.Exactly(Callers), Bound.Exactly(0)),
            },
            $"One caller gave up, and {flawed.Cancelled} others were cancelled. With WaitAsync {repaired.Answered} got the price.");
    }

    private static Outcome Observe(IPrices prices)
        => EventLoop.Run(async _ =>
        {
            using var impatience = new CancellationTokenSource();
            Task<int> first = prices.GetAsync("tea", impatience.Token);
            var others = Enumerable.Range(1, Callers - 1).Select(_ => prices.GetAsync("tea", CancellationToken.None)).ToList();
            await impatience.CancelAsync();
            await Task.WhenAny(first);
            others.Add(prices.GetAsync("tea", CancellationToken.None));
            await Task.WhenAny(Task.WhenAll(others));
            return new Outcome(others.Count(task => task.IsCompletedSuccessfully), others.Count(task => task.IsCanceled));
        }).Value;

    private sealed record Outcome(int Answered, int Cancelled);

    private abstract class Prices
    {
        protected static async Task<int> LoadAsync(string item, CancellationToken cancellationToken)
        {
            await Task.Delay(50, cancellationToken);
            return item.Length;
        }
    }

    private sealed class Flawed : Prices, IPrices
    {
        private readonly ConcurrentDictionary<string, Task<int>> _prices = new();

        // <bad>
        public Task<int> GetAsync(string item, CancellationToken cancellationToken)
        {
            return _prices.GetOrAdd(item, key => LoadAsync(key, cancellationToken));
        }
        // </bad>
    }

    private sealed class Repaired : Prices, IPrices
    {
        private readonly ConcurrentDictionary<string, Task<int>> _prices = new();

        // <good>
        public Task<int> GetAsync(string item, CancellationToken cancellationToken)
        {
            return _prices.GetOrAdd(item, key => LoadAsync(key, CancellationToken.None)).WaitAsync(cancellationToken);
        }
        // </good>
    }
}
