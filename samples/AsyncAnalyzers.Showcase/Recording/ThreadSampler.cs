using System.Diagnostics;
using System.Globalization;

namespace AsyncAnalyzers.Showcase.Recording;

/// <summary>
/// Asks Linux again and again which threads of this process sleep, and writes an event when one falls asleep or wakes up: the runtime
/// has none for a thread that sleeps or waits for a device. On other systems it is silent.
/// </summary>
internal sealed class ThreadSampler : IDisposable
{
    public const string Asleep = "asleep";
    public const string Awake = "awake";
    public const string Gone = "gone";

    private const string Threads = "/proc/self/task";

    /// <summary>A process with more threads is sampled no further: looking at them would cost more than they do.</summary>
    private const int MostThreads = 64;

    /// <summary>A thread that has run for less than this part of the time was asleep.</summary>
    private const double LeastRun = 0.1;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(4);

    private readonly Dictionary<long, Sample> _samples = [];
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;

    public ThreadSampler()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "sampler" };
        _thread.Start();
    }

    /// <summary>Whether this system tells of its threads.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && Directory.Exists(Threads);

    /// <inheritdoc />
    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        TimeSpan pause = Period;
        while (IsSupported && !_stop.Wait(pause))
        {
            long start = Stopwatch.GetTimestamp();
            Look();

            // Never more than a tenth of a core.
            TimeSpan taken = Stopwatch.GetElapsedTime(start);
            pause = taken * 9 > Period ? taken * 9 : Period;
        }
    }

    private void Look()
    {
        var here = new HashSet<long>();
        foreach (string path in Directory.EnumerateDirectories(Threads).Take(MostThreads))
        {
            long id = long.Parse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture);
            if (Take(path) is { } now)
            {
                here.Add(id);
                Compare(id, now);
                _samples[id] = now;
            }
        }

        foreach (long id in _samples.Keys.Where(id => !here.Contains(id)).ToArray())
        {
            ShowcaseEvents.Log.ThreadSeen(id, Gone, 0, _samples[id].Name);
            _samples.Remove(id);
        }
    }

    private void Compare(long id, Sample now)
    {
        if (!_samples.TryGetValue(id, out Sample? before))
        {
            now.State = now.IsRunnable ? Awake : Asleep;
            ShowcaseEvents.Log.ThreadSeen(id, now.State, 0, now.Name);
            return;
        }

        double window = Stopwatch.GetElapsedTime(before.At, now.At).TotalMilliseconds;
        double run = Math.Min(window, (now.Busy - before.Busy) / 1e6);
        now.State = now.IsRunnable || run > window * LeastRun ? Awake : Asleep;
        if (now.State != before.State || now.Name != before.Name)
        {
            // Where in the window it fell asleep or woke up is not known: what has run is counted from the other end.
            double ago = now.State == Asleep ? window - run : Math.Min(window, Math.Max(run, 0));
            ShowcaseEvents.Log.ThreadSeen(id, now.State, ago, now.Name);
        }
    }

    /// <summary>One look at a thread; null when it has just ended.</summary>
    private static Sample? Take(string path)
    {
        try
        {
            // "12 (a name) S 1 2 …": the name may hold anything, a parenthesis too.
            string stat = File.ReadAllText(path + "/stat");
            int open = stat.IndexOf('(', StringComparison.Ordinal);
            int close = stat.LastIndexOf(')');
            return new Sample(Stopwatch.GetTimestamp(), Nanoseconds(path + "/schedstat"), stat[close + 2] == 'R', stat[(open + 1)..close]);
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>How long it has run and waited for a core; not every kernel counts that.</summary>
    private static long Nanoseconds(string path)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        string[] numbers = File.ReadAllText(path).Split(' ');
        return long.Parse(numbers[0], CultureInfo.InvariantCulture) + long.Parse(numbers[1], CultureInfo.InvariantCulture);
    }

    private sealed record Sample(long At, long Busy, bool IsRunnable, string Name)
    {
        public string State { get; set; } = Awake;
    }
}
