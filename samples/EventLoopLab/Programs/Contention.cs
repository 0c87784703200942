using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using EventLoopLab.Lab;

namespace EventLoopLab.Programs;

/// <summary>Many threads over one lock, and ten thousand that wait.</summary>
internal sealed class Contention : LabProgram
{
    private const string OneThread = "one thread over a lock";
    private const string WaitingThreads = "10,000 waiting threads";
    private const string Memory = "memory of each";
    private const string Switches = "context switches of each";
    private const string CpuTime = "CPU time of an addition";
    private const int Additions = 1_600_000;
    private const int ManyThreads = 16;
    private const int Waiters = 10_000;

    /// <summary>Some machines start threads slowly. What is compared is the cost of each, so fewer do as well.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(3);

    /// <summary>One processor may run the threads one after the other.</summary>
    private static readonly Bound SomeWaits = Environment.ProcessorCount > 1 ? Bound.AtLeast(1) : Bound.None;

    public override int Order => 14;

    public override string Story =>
        "A number is counted up under one lock, by one thread and by sixteen; then ten thousand threads, and ten "
        + "thousand tasks, wait for one signal.";

    public override string Claim =>
        "Threads that share one lock take turns: they wait for it, and no addition needs less of the CPU. "
        + "A waiting thread costs a stack and context switches, a waiting task neither.";

    public override IReadOnlyList<Variant> Variants => new Variant[]
    {
        new(OneThread, trial => OverALock(trial, threads: 1, Bound.None, Bound.Exactly(0))),
        new("sixteen threads over a lock", trial => OverALock(trial, ManyThreads, NoCheaper(trial), SomeWaits)),
        new(WaitingThreads, trial => Waiting(trial, "threads", Bound.AtLeast(4), Bound.AtLeast(0.5)))
        {
            Pitfall = "A thread that only waits keeps its stack, and the system switches to it and away from it.",
            NoRule = "how many threads a program starts is not known before it runs",
        },
        new("10,000 waiting tasks", trial => Waiting(trial, "tasks", LessThanThreads(trial), Bound.AtMost(0.5))),
    };

    public override int RunInChild(IReadOnlyList<string> arguments)
    {
        using var process = Process.GetCurrentProcess();
        GC.Collect();
        long memory = WorkingSet(process);
        long switches = ContextSwitches();
        void WhenAllWait() => memory = WorkingSet(process) - memory;
        int waiters = arguments[0] == "threads" ? WaitAsThreads(WhenAllWait) : WaitAsTasks(WhenAllWait);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{waiters} {memory} {ContextSwitches() - switches}"));
        return 0;
    }

    private static Bound NoCheaper(Trial trial) => Bound.AtLeast(trial.Of(OneThread, CpuTime) * 0.5);

    private static Bound LessThanThreads(Trial trial) => Bound.AtMost(trial.Of(WaitingThreads, Memory) / 3);

    private static void OverALock(Trial trial, int threads, Bound cpuTime, Bound waits)
    {
        // The first run is for the compiler.
        Count(threads);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        (int counter, TimeSpan elapsed, long contended) = Count(threads);
        double nanoseconds = (Environment.CpuUsage.TotalTime - before).TotalNanoseconds / counter;
        trial.Say($"{counter:#,0} additions in {elapsed.TotalMilliseconds:0} ms; {contended:#,0} of them had to wait for the lock");
        trial.Measure("additions lost", "", Additions - counter, Bound.Exactly(0), Better.Lower);
        trial.Measure("time of all additions", "ms", elapsed.TotalMilliseconds, Bound.None, Better.Lower);
        trial.Measure(CpuTime, "ns", nanoseconds, cpuTime, Better.Lower);
        trial.Measure("waits for the lock", "", contended, waits, Better.Lower);
    }

    private static (int Counter, TimeSpan Elapsed, long Contended) Count(int threads)
    {
        var gate = new object();
        int counter = 0;
        long contended = Monitor.LockContentionCount;
        var clock = Stopwatch.StartNew();
        var all = new List<Thread>();
        for (int t = 0; t < threads; t++)
        {
            var thread = new Thread(() =>
            {
                for (int i = 0; i < Additions / threads; i++)
                {
                    lock (gate)
                    {
                        counter++;
                    }
                }
            });
            thread.Start();
            all.Add(thread);
        }

        all.ForEach(thread => thread.Join());
        return (counter, clock.Elapsed, Monitor.LockContentionCount - contended);
    }

    private void Waiting(Trial trial, string kind, Bound memory, Bound switches)
    {
        using ChildProgram child = StartChild(kind);
        double[] answer = child.ReadLine()!.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        trial.Say($"{answer[0]:#,0} {kind} waited, with {answer[1] / 1024 / 1024:0.0} MB");
        trial.Measure(kind + " that waited", "", answer[0], Bound.AtLeast(kind == "tasks" ? Waiters : 1), Better.Higher);
        trial.Measure(Memory, "KB", answer[1] / 1024 / answer[0], memory, Better.Lower);
        if (!OperatingSystem.IsWindows())
        {
            trial.Measure(Switches, "", answer[2] / answer[0], switches, Better.Lower);
        }
    }

    // <bad>
    private static int WaitAsThreads(Action whenAllWait)
    {
        using var signal = new ManualResetEvent(initialState: false);
        using var waiting = new CountdownEvent(1);
        var threads = new List<Thread>();
        var clock = Stopwatch.StartNew();
        try
        {
            for (int i = 0; i < Waiters && clock.Elapsed < StartLimit; i++)
            {
                var thread = new Thread(() =>
                {
                    waiting.Signal();
                    signal.WaitOne();
                });
                waiting.AddCount();
                thread.Start();
                threads.Add(thread);
            }
        }
        catch (OutOfMemoryException)
        {
            // The machine gives no more threads: those that there are have to do.
            waiting.Signal();
        }

        waiting.Signal();
        waiting.Wait();
        whenAllWait();
        signal.Set();
        threads.ForEach(thread => thread.Join());
        return threads.Count;
    }
    // </bad>

    // <good>
    private static int WaitAsTasks(Action whenAllWait)
        => EventLoop.Run(async _ =>
        {
            var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Task[] tasks = Enumerable.Range(0, Waiters).Select(async _ => await signal.Task).ToArray();
            whenAllWait();
            signal.SetResult();
            await Task.WhenAll(tasks);
            return tasks.Length;
        }).Value;
    // </good>

    private static long WorkingSet(Process process)
    {
        process.Refresh();
        return process.WorkingSet64;
    }

    /// <summary>How often the threads of this process have given up a processor, and were made to; 0 where that is not known.</summary>
    private static long ContextSwitches()
    {
        // On 64-bit Linux and macOS: two time values of two words, then fourteen words, of which the last two count switches.
        const int Words = 18;
        long[] usage = new long[Words];
        return !OperatingSystem.IsWindows() && ResourceUsage(0, usage) == 0 ? usage[Words - 2] + usage[Words - 1] : 0;
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    private static extern int ResourceUsage(int who, [Out] long[] usage);
}
