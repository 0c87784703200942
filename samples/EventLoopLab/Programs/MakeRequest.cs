using System.Diagnostics;
using EventLoopLab.Lab;

namespace EventLoopLab.Programs;

/// <summary>Three tasks that compute, wait for an answer, and compute again.</summary>
internal sealed class MakeRequest : LabProgram
{
    private const string OneByOne = "one after the other";
    private const string Time = "time until all are done";
    private const int Tasks = 3;

    private const string Legend = "       # computes  - waits for the answer  . waits for its turn";

    private static readonly TimeSpan ComputingTime = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(320);

    private static readonly Bound SeveralCores = Environment.ProcessorCount > 1 ? Bound.AtLeast(2) : Bound.None;

    private enum Kind
    {
        Computing,
        Waiting,
    }

    public override int Order => 7;

    public override string Story =>
        "Three tasks each need the CPU to set a request up, wait for its answer, and need the CPU again for what it "
        + "says.";

    public override string Claim => "On one loop the waits overlap, the CPU parts do not. On the pool both do, as far as there are cores.";

    public override IReadOnlyList<Variant> Variants => new Variant[]
    {
        new(OneByOne, trial => Run(trial, OneByOneAsync, Bound.AtMost(1), Bound.AtMost(1), Bound.AtLeast(1.2))),
        new("together on one loop", trial => Run(trial, TogetherAsync, Bound.AtMost(1), Bound.AtLeast(2), Faster(trial))),
        new("together, CPU parts on the pool", trial => Run(trial, OnThePoolAsync, SeveralCores, Bound.AtLeast(2), Faster(trial))),
    };

    public override IEnumerable<string> Phrases => new[] { Legend };

    private static Bound Faster(Trial trial) => Bound.AtMost(trial.Of(OneByOne, Time) * 0.8);

    private static void Run(Trial trial, Func<Timeline, Task> main, Bound computing, Bound waiting, Bound time)
    {
        var timeline = new Timeline();
        LoopRun<bool> run = EventLoop.Run(async _ =>
        {
            await main(timeline);
            return true;
        });
        foreach (string lane in timeline.Draw())
        {
            trial.Say(lane);
        }

        trial.Measure(Time, "s", timeline.End.TotalSeconds, time, Better.Lower);
        trial.Measure("CPU parts at the same time", "", timeline.MostAtOnce(Kind.Computing), computing);
        trial.Measure("waits at the same time", "", timeline.MostAtOnce(Kind.Waiting), waiting);
        trial.Measure("longest pause of the loop", "ms", run.GapInMilliseconds, Bound.None, Better.Lower);
    }

    private static async Task OneByOneAsync(Timeline timeline)
    {
        for (int task = 0; task < Tasks; task++)
        {
            await RequestAsync(timeline, task);
        }
    }

    private static Task TogetherAsync(Timeline timeline)
        => Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => RequestAsync(timeline, task)));

    private static Task OnThePoolAsync(Timeline timeline)
        => Task.WhenAll(Enumerable.Range(0, Tasks).Select(async task =>
        {
            await Task.Run(() => Compute(timeline, task));
            await WaitAsync(timeline, task);
            await Task.Run(() => Compute(timeline, task));
        }));

    private static async Task RequestAsync(Timeline timeline, int task)
    {
        Compute(timeline, task);
        await WaitAsync(timeline, task);
        Compute(timeline, task);
    }

    private static void Compute(Timeline timeline, int task)
    {
        TimeSpan start = timeline.Now;
        double sum = 0;
        while (timeline.Now - start < ComputingTime)
        {
            sum += Math.Sqrt(sum + 1);
        }

        timeline.Add(task, Kind.Computing, start);
    }

    private static async Task WaitAsync(Timeline timeline, int task)
    {
        TimeSpan start = timeline.Now;
        await Task.Delay(AnswerTime);
        timeline.Add(task, Kind.Waiting, start);
    }

    /// <summary>What each task did when, from the tasks themselves.</summary>
    private sealed class Timeline
    {
        private const int Width = 72;

        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private readonly object _gate = new();
        private readonly List<(int Task, Kind Kind, TimeSpan Start, TimeSpan End)> _parts = new();

        public TimeSpan Now => _clock.Elapsed;

        public TimeSpan End => _parts.Max(part => part.End);

        public void Add(int task, Kind kind, TimeSpan start)
        {
            TimeSpan end = Now;
            lock (_gate)
            {
                _parts.Add((task, kind, start, end));
            }
        }

        /// <summary>How many parts of a kind went on at the same time, at the most.</summary>
        public int MostAtOnce(Kind kind)
            => _parts.Where(part => part.Kind == kind)
                .Max(part => _parts.Count(other => other.Kind == kind && other.Start <= part.Start && other.End > part.Start));

        /// <summary>A lane for each task: <c>#</c> computes, <c>-</c> waits for its answer, <c>.</c> waits for its turn.</summary>
        public IEnumerable<string> Draw()
        {
            double column = End.TotalMilliseconds / Width;
            for (int task = 0; task < Tasks; task++)
            {
                char[] lane = new char[Width];
                for (int i = 0; i < Width; i++)
                {
                    var middle = TimeSpan.FromMilliseconds((i + 0.5) * column);
                    var parts = _parts.Where(part => part.Task == task && part.End > middle).ToList();
                    Kind? kind = parts.Where(part => part.Start <= middle).Select(part => (Kind?)part.Kind).FirstOrDefault();
                    lane[i] = kind switch { Kind.Computing => '#', Kind.Waiting => '-', _ => parts.Count == 0 ? ' ' : '.' };
                }

                yield return $"task {task + 1} {new string(lane)}";
            }

            yield return $"       0 ms{$"{End.TotalMilliseconds:0} ms".PadLeft(Width - 4)}";
            yield return Legend;
        }
    }
}
