using System.Collections.Concurrent;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Threads;

internal sealed class ASYNC6001UncompletedQueueDemo : Demo
{
    private const int Items = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    public override string Intro =>
        $"A consumer takes {Items} items out of a queue, and the import waits for it. Both are watched for 500 ms after the start. Nobody "
        + "tells the consumer that there are no more items, so the wait never comes back; with CompleteAdding it does.";

    /// <summary>An import that counts what it has stored.</summary>
    internal interface IImport
    {
        int Stored { get; }

        void Run();
    }

    public override DemoResult Measure()
    {
        (int Stored, bool Returned) flawed = Stage.Flawed(() => Observe(new Flawed()));
        (int Stored, bool Returned) repaired = Stage.Repaired(() => Observe(new Repaired()));
        return new DemoResult(
            new Measurement[]
            {
                new("items stored", "", flawed.Stored, repaired.Stored, Bound.Exactly(Items), Bound.Exactly(Items)),
                new("imports that came back", "", flawed.Returned ? 1 : 0, repaired.Returned ? 1 : 0, Bound.Exactly(0), Bound.Exactly(1)),
            },
            $"Both imports stored all {Items} items; the one whose queue was never completed had not come back after 500 ms.");
    }

    private static (int Stored, bool Returned) Observe(IImport import)
    {
        var run = new Thread(import.Run) { IsBackground = true };
        run.Start();
        bool returned = run.Join(Patience);
        return (import.Stored, returned);
    }

    private sealed class Flawed : IImport
    {
        public int Stored { get; private set; }

        // <bad>
        public void Run()
        {
            var queue = new BlockingCollection<int>();
            var consumer = new Thread(() =>
            {
                foreach (int item in queue.GetConsumingEnumerable())
                {
                    Stored++;
                }
            })
            { IsBackground = true };
            consumer.Start();
            for (int item = 0; item < Items; item++)
            {
                queue.Add(item);
            }

            consumer.Join();
        }
        // </bad>
    }

    private sealed class Repaired : IImport
    {
        public int Stored { get; private set; }

        // <good>
        public void Run()
        {
            var queue = new BlockingCollection<int>();
            var consumer = new Thread(() =>
            {
                foreach (int item in queue.GetConsumingEnumerable())
                {
                    Stored++;
                }
            })
            { IsBackground = true };
            consumer.Start();
            for (int item = 0; item < Items; item++)
            {
                queue.Add(item);
            }

            queue.CompleteAdding();
            consumer.Join();
        }
        // </good>
    }
}
