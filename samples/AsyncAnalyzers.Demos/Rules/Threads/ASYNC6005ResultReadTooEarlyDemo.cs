using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Threads;

internal sealed class ASYNC6005ResultReadTooEarlyDemo : Demo
{
    private const int Rounds = 200;

    private const int Answer = 42;

    public override string Intro =>
        $"A thread computes a result, and the code that started it reads the result: {Rounds} times. Without a wait in between it reads what was "
        + "there before; with Join it reads the result.";

    public override DemoResult Measure()
    {
        int flawed = Stage.Flawed(static () => Enumerable.Range(0, Rounds).Count(static _ => Flawed.Total() != Answer));
        int repaired = Stage.Repaired(static () => Enumerable.Range(0, Rounds).Count(static _ => Repaired.Total() != Answer));
        return new DemoResult(
            new Measurement[]
            {
                new($"wrong results of {Rounds}", "", flawed, repaired, Bound.AtLeast(20), Bound.Exactly(0)),
            },
            $"{flawed} of {Rounds} results were read before they were there; with Join {repaired}.");
    }

    private static class Flawed
    {
        // <bad>
        public static int Total()
        {
            int total = 0;
            var counting = new Thread(() => total = Count());
            counting.Start();
            return total;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static int Total()
        {
            int total = 0;
            var counting = new Thread(() => total = Count());
            counting.Start();
            counting.Join();
            return total;
        }
        // </good>
    }

    private static int Count()
    {
        Thread.Sleep(1);
        return Answer;
    }
}
