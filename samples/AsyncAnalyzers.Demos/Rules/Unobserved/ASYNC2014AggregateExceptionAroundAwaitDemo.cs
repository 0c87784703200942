using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2014AggregateExceptionAroundAwaitDemo : Demo
{
    private const int Orders = 10;

    public override string Intro =>
        "A shop keeps the order when the payment service is down. The code once waited with Result, and its catch is still written for the AggregateException that "
        + "Result threw. An await throws what the service failed with: the catch is never entered, and the order is gone.";

    internal sealed class Payments
    {
        public async Task<bool> PayAsync(int order)
        {
            await Task.Yield();
            throw new TimeoutException($"No answer for order {order}.");
        }
    }

    internal sealed class Shop
    {
        private readonly List<string> _kept = new();

        public IReadOnlyList<string> Kept => _kept;

        public bool Keep(int order, string reason)
        {
            _kept.Add($"{order}: {reason}");
            return false;
        }
    }

    public override DemoResult Measure()
    {
        (int flawedKept, int flawedLost) = Stage.Flawed(() => Observe(Flawed.PayAsync));
        (int repairedKept, int repairedLost) = Stage.Repaired(() => Observe(Repaired.PayAsync));
        return new DemoResult(
            new Measurement[]
            {
                new($"of {Orders} orders that could not be paid, kept", "", flawedKept, repairedKept, Bound.Exactly(0), Bound.Exactly(Orders)),
                new("exceptions that went past the catch", "", flawedLost, repairedLost, Bound.Exactly(Orders), Bound.Exactly(0)),
            },
            $"The catch for AggregateException kept {flawedKept} of {Orders} orders; {flawedLost} exceptions went past it. Written for what the await throws, it keeps {repairedKept}.");
    }

    private static (int Kept, int Lost) Observe(Func<Payments, Shop, int, Task<bool>> payAsync)
        => EventLoop.Run(async _ =>
        {
            var payments = new Payments();
            var shop = new Shop();
            int lost = 0;
            for (int order = 0; order < Orders; order++)
            {
                try
                {
                    await payAsync(payments, shop, order);
                }
                catch (TimeoutException)
                {
                    lost++;
                }
            }

            return (shop.Kept.Count, lost);
        }).Value;

    private static class Flawed
    {
        // <bad>
        public static async Task<bool> PayAsync(Payments payments, Shop shop, int order)
        {
            try
            {
                return await payments.PayAsync(order);
            }
            catch (AggregateException failure)
            {
                return shop.Keep(order, failure.InnerException!.Message);
            }
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<bool> PayAsync(Payments payments, Shop shop, int order)
        {
            try
            {
                return await payments.PayAsync(order);
            }
            catch (Exception failure)
            {
                return shop.Keep(order, failure.Message);
            }
        }
        // </good>
    }
}
