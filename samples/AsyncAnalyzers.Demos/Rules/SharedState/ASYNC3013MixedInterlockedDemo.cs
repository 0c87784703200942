using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3013MixedInterlockedDemo : Demo
{
    private const int Items = 100;

    public override string Intro =>
        "A cart adds the prices of its items with '+=', and one euro of shipping for each with Interlocked. Here the shipping comes between "
        + "the read and the write of each '+=': Interlocked keeps out other calls of Interlocked, and nothing else.";

    public override DemoResult Measure()
    {
        int flawed = Stage.Flawed(() =>
        {
            var cart = new Flawed.Cart();
            return Fill(cart.AddItem, cart.AddShipping, () => cart.Total);
        });
        int repaired = Stage.Repaired(() =>
        {
            var cart = new Repaired.Cart();
            return Fill(cart.AddItem, cart.AddShipping, () => cart.Total);
        });
        return new DemoResult(
            new Measurement[]
            {
                new($"total of {Items} items and their shipping", "EUR", flawed, repaired, Bound.Exactly(Items), Bound.Exactly(2 * Items)),
                new("calls of Interlocked that were lost", "", (2 * Items) - flawed, (2 * Items) - repaired, Bound.Exactly(Items),
                    Bound.Exactly(0)),
            },
            $"{(2 * Items) - flawed} of {Items} calls of Interlocked were lost to the plain '+='; with Interlocked on both sides {(2 * Items) - repaired}.");
    }

    /// <summary>Adds items of one euro; another thread adds the shipping of each while its price is looked up.</summary>
    private static int Fill(Action<string, Func<string, int>> addItem, Action addShipping, Func<int> total)
    {
        for (int item = 0; item < Items; item++)
        {
            addItem("tea", _ =>
            {
                var other = new Thread(() => addShipping());
                other.Start();
                other.Join();
                return 1;
            });
        }

        return total();
    }

    private static class Flawed
    {
        // <bad>
        public sealed class Cart
        {
            private int _total;

            public int Total => Volatile.Read(ref _total);

            public void AddShipping() => Interlocked.Increment(ref _total);

            public void AddItem(string item, Func<string, int> priceOf) => _total += priceOf(item);
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public sealed class Cart
        {
            private int _total;

            public int Total => Volatile.Read(ref _total);

            public void AddShipping() => Interlocked.Increment(ref _total);

            public void AddItem(string item, Func<string, int> priceOf) => Interlocked.Add(ref _total, priceOf(item));
        }
        // </good>
    }
}
