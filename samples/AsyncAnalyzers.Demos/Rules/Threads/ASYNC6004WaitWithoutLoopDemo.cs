using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Threads;

internal sealed class ASYNC6004WaitWithoutLoopDemo : Demo
{
    private const int Rounds = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public override string Intro =>
        $"Two threads wait for an item. One item comes, and both are woken; a second one comes later. {Rounds} rounds. Where the queue is not "
        + "looked at again, the second thread takes from an empty queue.";

    /// <summary>A queue whose consumers wait.</summary>
    internal interface IItems
    {
        void Put(int item);

        int Take();
    }

    public override DemoResult Measure()
    {
        int flawed = Stage.Flawed(static () => Enumerable.Range(0, Rounds).Sum(static _ => FailuresOf(new Flawed())));
        int repaired = Stage.Repaired(static () => Enumerable.Range(0, Rounds).Sum(static _ => FailuresOf(new Repaired())));
        return new DemoResult(
            new Measurement[]
            {
                new($"exceptions in {Rounds} rounds", "", flawed, repaired, Bound.AtLeast(Rounds / 2), Bound.Exactly(0)),
            },
            $"In {Rounds} rounds {flawed} threads took from an empty queue behind an 'if', and {repaired} behind a 'while'.");
    }

    private static int FailuresOf(IItems items)
    {
        int failures = 0;
        Thread[] consumers = new[] { 1, 2 }.Select(_ => new Thread(() =>
        {
            try
            {
                items.Take();
            }
            catch (InvalidOperationException)
            {
                Interlocked.Increment(ref failures);
            }
        })
        { IsBackground = true }).ToArray();
        Array.ForEach(consumers, static consumer => consumer.Start());
        SpinWait.SpinUntil(() => consumers.All(static consumer => consumer.ThreadState.HasFlag(ThreadState.WaitSleepJoin)), Patience);
        items.Put(1);
        SpinWait.SpinUntil(() => consumers.Any(static consumer => !consumer.IsAlive), Patience);
        Thread.Sleep(20);
        items.Put(2);
        Array.ForEach(consumers, static consumer => consumer.Join(Patience));
        return failures;
    }

    private sealed class Flawed : IItems
    {
        private readonly object _gate = new();
        private readonly Queue<int> _items = new();

        public void Put(int item)
        {
            lock (_gate)
            {
                _items.Enqueue(item);
                Monitor.PulseAll(_gate);
            }
        }

        // <bad>
        public int Take()
        {
            lock (_gate)
            {
                if (_items.Count == 0)
                {
                    Monitor.Wait(_gate);
                }

                return _items.Dequeue();
            }
        }
        // </bad>
    }

    private sealed class Repaired : IItems
    {
        private readonly object _gate = new();
        private readonly Queue<int> _items = new();

        public void Put(int item)
        {
            lock (_gate)
            {
                _items.Enqueue(item);
                Monitor.PulseAll(_gate);
            }
        }

        // <good>
        public int Take()
        {
            lock (_gate)
            {
                while (_items.Count == 0)
                {
                    Monitor.Wait(_gate);
                }

                return _items.Dequeue();
            }
        }
        // </good>
    }
}
