using System.Diagnostics;
using System.Runtime.CompilerServices;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3005LockAcrossYieldDemo : Demo
{
    private const int Guests = 10;
    private const int Lists = 10;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(15);

    public override string Intro =>
        "A guest list hands out its names one by one, under its lock. Somebody reads it slowly while another one wants to add a name. Then "
        + "ten readers await between two names, and go on with another thread: the lock has to be released there.";

    public override DemoResult Measure()
    {
        (TimeSpan Wait, int Failures) flawed = Stage.Flawed(() => Run(static () => new Flawed().Use()));
        (TimeSpan Wait, int Failures) repaired = Stage.Repaired(() => Run(static () => new Repaired().Use()));
        (double Flawed, double Repaired) waits = (flawed.Wait.TotalMilliseconds, repaired.Wait.TotalMilliseconds);
        return new DemoResult(
            new Measurement[]
            {
                new("wait for the lock", "ms", waits.Flawed, waits.Repaired, Bound.AtLeast(100), Bound.AtMost(80)),
                new(
                    $"SynchronizationLockExceptions in {Lists} lists", "", flawed.Failures, repaired.Failures,
                    Bound.Exactly(Lists), Bound.Exactly(0)),
            },
            $"Who wanted to add a guest waited {waits.Flawed:0} ms, until all names had been read, and {flawed.Failures} of {Lists} "
            + "readers that awaited in between got a SynchronizationLockException; with a copy it were "
            + $"{waits.Repaired:0} ms and {repaired.Failures}.");
    }

    private static (TimeSpan Wait, int Failures) Run(Func<GuestList> make)
    {
        int failures = 0;
        for (int list = 0; list < Lists; list++)
        {
            // A lock that could not be released stays taken: each reader has a list of its own.
            failures += ReadAsync(make()).GetAwaiter().GetResult() ? 0 : 1;
        }

        return (WaitFor(make()), failures);
    }

    /// <summary>How long another thread waits for the lock while the names are read.</summary>
    private static TimeSpan WaitFor(GuestList list)
    {
        TimeSpan waited = default;
        using var begun = new ManualResetEventSlim();
        var other = new Thread(() =>
        {
            begun.Wait();
            var watch = Stopwatch.StartNew();
            list.Add("one more");
            waited = watch.Elapsed;
        });
        other.Start();
        foreach (string _ in list.Names())
        {
            begun.Set();
            Thread.Sleep(Look);
        }

        other.Join();
        return waited;
    }

    /// <summary>Reads the list and goes on with a new thread behind each name; false where the lock could not be released there.</summary>
    private static async Task<bool> ReadAsync(GuestList list)
    {
        try
        {
            foreach (string _ in list.Names())
            {
                await default(AnotherThread);
            }

            return true;
        }
        catch (SynchronizationLockException)
        {
            return false;
        }
    }

    /// <summary>What awaits it goes on with a new thread.</summary>
    private readonly struct AnotherThread : INotifyCompletion
    {
        public bool IsCompleted => false;

        public AnotherThread GetAwaiter() => this;

        public void OnCompleted(Action continuation) => new Thread(continuation.Invoke) { IsBackground = true }.Start();

        public void GetResult()
        {
        }
    }

    private sealed record GuestList(Func<IEnumerable<string>> Names, Action<string> Add);

    private sealed class Flawed
    {
        private readonly List<string> _names = Enumerable.Range(0, Guests).Select(number => $"guest {number}").ToList();

        public GuestList Use() => new(Names, Add);

        // <bad>
        private readonly object _gate = new();

        public void Add(string name)
        {
            lock (_gate)
            {
                _names.Add(name);
            }
        }

        public IEnumerable<string> Names()
        {
            lock (_gate)
            {
                foreach (string name in _names)
                {
                    yield return name;
                }
            }
        }
        // </bad>
    }

    private sealed class Repaired
    {
        private readonly List<string> _names = Enumerable.Range(0, Guests).Select(number => $"guest {number}").ToList();

        public GuestList Use() => new(Names, Add);

        // <good>
        private readonly object _gate = new();

        public void Add(string name)
        {
            lock (_gate)
            {
                _names.Add(name);
            }
        }

        public IEnumerable<string> Names()
        {
            var items = new List<string>();
            lock (_gate)
            {
                foreach (string name in _names)
                {
                    items.Add(name);
                }
            }

            foreach (var item in items)
            {
                yield return item;
            }
        }
        // </good>
    }
}
