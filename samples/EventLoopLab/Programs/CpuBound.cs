using System.Diagnostics;
using System.Numerics;
using EventLoopLab.Lab;

namespace EventLoopLab.Programs;

/// <summary>A search for primes: work that only computes.</summary>
internal sealed class CpuBound : LabProgram
{
    private const string Ready = "ready";

    /// <summary>Below a number that a float holds exactly, for the vectors.</summary>
    private const int Limit = 2_000_000;
    private const int PrimesBelowLimit = 148_933;

    /// <summary>The work is handed out in pieces, so that nobody waits for the slowest worker.</summary>
    private const int Pieces = 100;

    /// <summary>What is compared takes turns: what else the machine does then slows both alike.</summary>
    private const int Rounds = 3;

    /// <summary>
    /// More than there are processors. Beside other programs that compute, one thread has its share of a processor and many have more;
    /// under an interpreter lock many would have no more than one.
    /// </summary>
    private static readonly int Workers = Math.Clamp(2 * Environment.ProcessorCount, 2, 16);

    /// <summary>One processor cannot show anything.</summary>
    private static readonly Bound Scales = Environment.ProcessorCount > 1 ? Bound.AtLeast(1.2) : Bound.None;

    public override int Order => 6;

    public override string Story => $"The primes below {Limit:#,0} are counted by trial division.";

    public override string Claim =>
        "There is no global interpreter lock here: threads scale with the cores, as processes do. On the loop the "
        + "search stops everything.";

    public override IReadOnlyList<Variant> Variants => new Variant[]
    {
        new("one thread", ByOneThread),
        new("threads", ByThreads),
        new("processes", ByProcesses),
        new("one thread, SIMD", BySimd),
        new("on the loop", trial => OnALoop(trial, Flawed.CountPrimesAsync, isStill: true))
        {
            Pitfall = "The coroutine computes on the thread of the loop and awaits nothing meanwhile.",
            Rule = "ASYNC4001",
        },
        new("off the loop", trial => OnALoop(trial, Repaired.CountPrimesAsync, isStill: false)),
    };

    /// <summary>A worker in a process of its own: it is told a piece, and answers how many primes it found.</summary>
    public override int RunInChild(IReadOnlyList<string> arguments)
    {
        CountPrimes(0);
        Console.WriteLine(Ready);
        while (Console.In.ReadLine() is { } piece)
        {
            Console.WriteLine(CountPrimes(int.Parse(piece)));
        }

        return 0;
    }

    private static void ByOneThread(Trial trial)
    {
        var clock = Stopwatch.StartNew();
        int primes = Together(new Func<int, int>[] { CountPrimes });
        Report(trial, primes, clock.Elapsed);
    }

    private static void ByThreads(Trial trial) => Compare(trial, Enumerable.Repeat<Func<int, int>>(CountPrimes, Workers).ToArray());

    private void ByProcesses(Trial trial)
    {
        ChildProgram[] processes = Enumerable.Range(0, Workers).Select(_ => StartChild()).ToArray();
        try
        {
            // They start, and compile what they run, before the clock does.
            Array.ForEach(processes, process => process.ReadLine());
            Compare(trial, Array.ConvertAll<ChildProgram, Func<int, int>>(processes, process => piece =>
            {
                process.Send($"{piece}");
                return int.Parse(process.ReadLine()!);
            }));
        }
        finally
        {
            Array.ForEach(processes, process => process.Dispose());
        }
    }

    /// <summary>Searches by one thread and by several workers, in turns.</summary>
    private static void Compare(Trial trial, IReadOnlyList<Func<int, int>> workers)
    {
        var alone = new Stopwatch();
        var many = new Stopwatch();
        int primes = 0;
        for (int round = 0; round < Rounds; round++)
        {
            alone.Start();
            Together(new Func<int, int>[] { CountPrimes });
            alone.Stop();
            many.Start();
            primes = Together(workers);
            many.Stop();
        }

        Report(trial, primes, many.Elapsed / Rounds);
        trial.Measure("times as fast as one thread", "", alone.Elapsed / many.Elapsed, Scales, Better.Higher);
    }

    /// <summary>Gives each worker a thread that hands it pieces until none is left.</summary>
    private static int Together(IReadOnlyList<Func<int, int>> workers)
    {
        int next = -1;
        int primes = 0;
        Thread[] threads = workers.Select(count => new Thread(() =>
        {
            int piece;
            while ((piece = Interlocked.Increment(ref next)) < Pieces)
            {
                Interlocked.Add(ref primes, count(piece));
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return primes;
    }

    private static void BySimd(Trial trial)
    {
        // In CPU time: vectors spare the processor work, whoever else wants it.
        TimeSpan scalar = TimeSpan.Zero;
        TimeSpan vector = TimeSpan.Zero;
        int primes = 0;
        var clock = Stopwatch.StartNew();
        for (int piece = 0; piece < Pieces; piece++)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            CountPrimes(piece);
            TimeSpan middle = Environment.CpuUsage.TotalTime;
            primes += CountPrimesBySimd(piece);
            scalar += middle - start;
            vector += Environment.CpuUsage.TotalTime - middle;
        }

        Report(trial, primes, clock.Elapsed);
        trial.Say($"{Vector<float>.Count} divisors at a time");
        Bound faster = Vector.IsHardwareAccelerated ? Bound.AtLeast(1.05) : Bound.None;
        trial.Measure("times as little CPU time as without", "", scalar / vector, faster, Better.Higher);
    }

    private static void OnALoop(Trial trial, Func<Task<int>> countAsync, bool isStill)
    {
        var clock = Stopwatch.StartNew();
        LoopRun<int> run = EventLoop.Run(_ => countAsync());
        TimeSpan time = clock.Elapsed;
        Report(trial, run.Value, time);
        double half = time.TotalMilliseconds / 2;
        trial.Measure("longest pause of the loop", "ms", run.GapInMilliseconds, isStill ? Bound.AtLeast(half) : Bound.AtMost(half), Better.Lower);
    }

    private static void Report(Trial trial, int primes, TimeSpan time)
    {
        trial.Say($"{primes:#,0} primes");
        trial.Measure("primes", "", primes, Bound.Exactly(PrimesBelowLimit));
        trial.Measure("time", "ms", time.TotalMilliseconds, Bound.None, Better.Lower);
    }

    /// <summary>The primes of a piece of the numbers; the first piece counts 2 as well.</summary>
    private static int CountPrimes(int piece)
    {
        int primes = piece == 0 ? 1 : 0;
        for (int number = FirstOf(piece); number < FirstOf(piece + 1); number += 2)
        {
            if (IsPrime(number))
            {
                primes++;
            }
        }

        return primes;
    }

    /// <summary>The first odd number of a piece.</summary>
    private static int FirstOf(int piece) => Math.Max(3, (piece * (Limit / Pieces)) + 1);

    private static bool IsPrime(int odd)
    {
        for (int divisor = 3; divisor * divisor <= odd; divisor += 2)
        {
            if (odd % divisor == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static int CountPrimesBySimd(int piece)
    {
        // So many divisors at a time reach beyond the root, but never to the number itself from here on.
        const int LeastNumber = 101;
        int primes = piece == 0 ? 1 : 0;
        for (int number = FirstOf(piece); number < FirstOf(piece + 1); number += 2)
        {
            if (number < LeastNumber ? IsPrime(number) : IsPrimeBySimd(number))
            {
                primes++;
            }
        }

        return primes;
    }

    private static bool IsPrimeBySimd(int odd)
    {
        var number = new Vector<float>(odd);
        var step = new Vector<float>(2 * Vector<float>.Count);
        Vector<float> divisors = Vector.CreateSequence(3f, 2f);
        int root = (int)Math.Sqrt(odd);
        for (int first = 3; first <= root; first += 2 * Vector<float>.Count)
        {
            if (Vector.EqualsAny(Vector.Floor(number / divisors) * divisors, number))
            {
                return false;
            }

            divisors += step;
        }

        return true;
    }

    private static class Flawed
    {
        // <bad>
        public static async Task<int> CountPrimesAsync()
        {
            await Task.Yield();
            int primes = 1;
            for (int number = 3; number < Limit; number += 2)
            {
                if (IsPrime(number))
                {
                    primes++;
                }
            }

            return primes;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<int> CountPrimesAsync()
        {
            await Task.Yield();
            int primes = await Task.Run(() =>
            {
                int primes = 1;
                for (int number = 3; number < Limit; number += 2)
                {
                    if (IsPrime(number))
                    {
                        primes++;
                    }
                }
                return primes;
            });

            return primes;
        }
        // </good>
    }
}
