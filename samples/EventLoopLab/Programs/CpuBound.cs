using System.Diagnostics;
using System.Numerics;
using EventLoopLab.Lab;

namespace EventLoopLab.Programs;

/// <summary>A search for primes: work that only computes.</summary>
internal sealed class CpuBound : LabProgram
{
    private const string One = "one thread";
    private const string Time = "time";

    /// <summary>Below a number that a float holds exactly, for the vectors.</summary>
    private const int Limit = 2_000_000;
    private const int PrimesBelowLimit = 148_933;

    /// <summary>A busy machine may keep the threads apart: the best of a few runs counts.</summary>
    private const int MostRuns = 6;

    private static readonly int Workers = Math.Clamp(Environment.ProcessorCount, 2, 8);

    public override int Order => 6;

    public override string Story => $"The primes below {Limit:#,0} are counted by trial division.";

    public override string Claim =>
        "There is no global interpreter lock here: threads scale with the cores, as processes do. On the loop the "
        + "search stops everything.";

    public override IReadOnlyList<Variant> Variants => new Variant[]
    {
        new(One, ByOneThread),
        new("threads", ByThreads),
        new("processes", ByProcesses),
        new("one thread, SIMD", BySimd),
        new("on the loop", OnTheLoop)
        {
            Pitfall = "The coroutine computes on the thread of the loop and awaits nothing meanwhile.",
            Rule = "ASYNC4001",
        },
    };

    public override int RunInChild(IReadOnlyList<string> arguments)
    {
        Console.WriteLine(CountPrimes(int.Parse(arguments[0]), int.Parse(arguments[1])));
        return 0;
    }

    private static void ByOneThread(Trial trial)
    {
        var clock = Stopwatch.StartNew();
        int primes = CountPrimes(worker: 0, workers: 1);
        Report(trial, primes, clock.Elapsed);
    }

    private static void ByThreads(Trial trial)
    {
        // One processor cannot show anything.
        Bound speedUp = Environment.ProcessorCount > 1 ? Bound.AtLeast(1.2) : Bound.None;
        double best = 0;
        TimeSpan time = default;
        int primes = 0;
        for (int run = 0; run < MostRuns && (run == 0 || !speedUp.Holds(best)); run++)
        {
            // Both at the same time of day: other programs come and go.
            var clock = Stopwatch.StartNew();
            CountPrimes(worker: 0, workers: 1);
            TimeSpan alone = clock.Elapsed;
            clock.Restart();
            primes = CountPrimesByThreads();
            TimeSpan together = clock.Elapsed;
            if (alone / together > best)
            {
                (best, time) = (alone / together, together);
            }
        }

        Report(trial, primes, time);
        trial.Measure("times as fast as one thread", "", best, speedUp, Better.Higher);
    }

    private static int CountPrimesByThreads()
    {
        int[] found = new int[Workers];
        Thread[] threads = Enumerable.Range(0, Workers)
            .Select(worker => new Thread(() => found[worker] = CountPrimes(worker, Workers)))
            .ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return found.Sum();
    }

    private void ByProcesses(Trial trial)
    {
        var clock = Stopwatch.StartNew();
        ChildProgram[] processes = Enumerable.Range(0, Workers)
            .Select(worker => StartChild($"{worker}", $"{Workers}"))
            .ToArray();
        try
        {
            int primes = processes.Sum(process => int.Parse(process.ReadLine()!));
            Report(trial, primes, clock.Elapsed);
        }
        finally
        {
            Array.ForEach(processes, process => process.Dispose());
        }

        trial.Say("(starting the processes counts)");
    }

    private static void BySimd(Trial trial)
    {
        var clock = Stopwatch.StartNew();
        int primes = CountPrimesBySimd();
        Bound faster = Vector.IsHardwareAccelerated ? Bound.AtMost(trial.Of(One, Time)) : Bound.None;
        Report(trial, primes, clock.Elapsed, faster);
        trial.Say($"{Vector<float>.Count} divisors at a time");
    }

    private static void OnTheLoop(Trial trial)
    {
        var clock = Stopwatch.StartNew();
        LoopRun<int> run = EventLoop.Run(_ => CountPrimesAsync());
        Report(trial, run.Value, clock.Elapsed);
        var pause = Bound.AtLeast(clock.Elapsed.TotalMilliseconds / 2);
        trial.Measure("longest pause of the loop", "ms", run.GapInMilliseconds, pause, Better.Lower);
    }

    private static void Report(Trial trial, int primes, TimeSpan time, Bound? bound = null)
    {
        trial.Say($"{primes:#,0} primes");
        trial.Measure("primes", "", primes, Bound.Exactly(PrimesBelowLimit));
        trial.Measure(Time, "ms", time.TotalMilliseconds, bound ?? Bound.None, Better.Lower);
    }

    private static async Task<int> CountPrimesAsync()
    {
        await Task.Yield();
        int primes = 1;

        // Flawed on purpose: the loop's pause is what is measured.
        for (int number = 3; number < Limit; number += 2) // flaw: ASYNC4001
        {
            if (IsPrime(number))
            {
                primes++;
            }
        }

        return primes;
    }

    /// <summary>Each worker tries every so-manieth odd number; the first one counts 2 as well.</summary>
    private static int CountPrimes(int worker, int workers)
    {
        int primes = worker == 0 ? 1 : 0;
        for (int number = 3 + (2 * worker); number < Limit; number += 2 * workers)
        {
            if (IsPrime(number))
            {
                primes++;
            }
        }

        return primes;
    }

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

    private static int CountPrimesBySimd()
    {
        // So many divisors at a time reach beyond the root, but never to the number itself from here on.
        const int LeastNumber = 101;
        int primes = 1;
        for (int number = 3; number < Limit; number += 2)
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
}
