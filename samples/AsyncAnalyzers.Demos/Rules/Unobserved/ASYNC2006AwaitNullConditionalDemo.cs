using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2006AwaitNullConditionalDemo : Demo
{
    private const int Sessions = 10;

    public override string Intro =>
        "Sessions are closed at the end of the day: the cache of each is flushed, if it has one, and its seat is given back. The '?.' looks safe, "
        + "but the await behind it fails where there is no cache, and the seat stays taken.";

    internal sealed class Cache
    {
        public Task FlushAsync() => Task.CompletedTask;
    }

    internal sealed class Seats
    {
        public int Taken { get; set; }
    }

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.CloseAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.CloseAsync));
        return new DemoResult(
            new Measurement[]
            {
                new($"of {Sessions} sessions, half of them without a cache, closed", "", flawed.Closed, repaired.Closed, Bound.Exactly(Sessions / 2), Bound.Exactly(Sessions)),
                new("seats that stay taken", "", flawed.Taken, repaired.Taken, Bound.Exactly(Sessions / 2), Bound.Exactly(0)),
                new("NullReferenceExceptions", "", flawed.Failures, repaired.Failures, Bound.Exactly(Sessions / 2), Bound.Exactly(0)),
            },
            $"Half of the sessions have no cache to flush: each of those failed with a NullReferenceException ({flawed.Failures}), and {flawed.Taken} seats stayed taken. With the test all {repaired.Closed} sessions are closed.");
    }

    private static Outcome Observe(Func<Cache?, Seats, Task> closeAsync)
        => EventLoop.Run(async _ =>
        {
            var seats = new Seats { Taken = Sessions };
            int closed = 0;
            int failures = 0;
            for (int session = 0; session < Sessions; session++)
            {
                try
                {
                    await closeAsync(session % 2 == 0 ? null : new Cache(), seats);
                    closed++;
                }
                catch (NullReferenceException)
                {
                    failures++;
                }
            }

            return new Outcome(closed, seats.Taken, failures);
        }).Value;

    private sealed record Outcome(int Closed, int Taken, int Failures);

    private static class Flawed
    {
        // <bad>
        public static async Task CloseAsync(Cache? cache, Seats seats)
        {
            await cache?.FlushAsync()!;
            seats.Taken--;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task CloseAsync(Cache? cache, Seats seats)
        {
            if (cache is not null)
            {
                await cache.FlushAsync();
            }
            seats.Taken--;
        }
        // </good>
    }
}
