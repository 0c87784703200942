using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Cancellation;

internal sealed class ASYNC5004TokenSourceNotDisposedDemo : Demo
{
    private const int Requests = 10_000;

    public override string Intro =>
        $"A service answers {Requests:N0} requests. Each links a source of its own to the token that tells the program to stop. The "
        + "requests are long gone, but that token still holds the source of each. With 'using' nothing of them is left.";

    public override DemoResult Measure()
    {
        long flawed = Stage.Flawed(() => BytesLeftBehind(Flawed.PriceAsync));
        long repaired = Stage.Repaired(() => BytesLeftBehind(Repaired.PriceAsync));
        return new DemoResult(
            new Measurement[]
            {
                new($"kept after {Requests:N0} requests", "kB", flawed / 1000.0, repaired / 1000.0, Bound.AtLeast(500), Bound.AtMost(200)),
            },
            $"{Requests:N0} requests left {flawed / 1000:N0} kB on the token of the program, {flawed / Requests} bytes each. "
            + "With 'using' each took its registration back.");
    }

    /// <summary>What a full garbage collection cannot free while the program goes on.</summary>
    private static long BytesLeftBehind(Func<Market, CancellationToken, Task<decimal>> priceAsync)
        => EventLoop.Run(async _ =>
        {
            using var program = new CancellationTokenSource();
            var market = new Market();
            await priceAsync(market, program.Token);
            long before = GC.GetTotalMemory(forceFullCollection: true);
            for (int request = 0; request < Requests; request++)
            {
                await priceAsync(market, program.Token);
            }

            long left = GC.GetTotalMemory(forceFullCollection: true) - before;
            GC.KeepAlive(program);
            return left;
        }).Value;

    internal sealed class Market
    {
        public Task<decimal> AskAsync(CancellationToken cancellationToken)
            => cancellationToken.IsCancellationRequested ? Task.FromCanceled<decimal>(cancellationToken) : Task.FromResult(4.20m);
    }

    private static class Flawed
    {
        // <bad>
        public static async Task<decimal> PriceAsync(Market market, CancellationToken stopping)
        {
            var request = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            return await market.AskAsync(request.Token);
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<decimal> PriceAsync(Market market, CancellationToken stopping)
        {
            using var request = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            return await market.AskAsync(request.Token);
        }
        // </good>
    }
}
