using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2007NestedTaskDemo : Demo
{
    private const int Figures = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    public override string Intro =>
        "A report collects its figures in the background and is sent when they are there. StartNew answers a task that ends when the collecting has begun: "
        + "the report goes out without its figures, and when collecting fails, nobody is told.";

    /// <summary>Where the figures come from. Each is a while on its way.</summary>
    internal interface ISource
    {
        Task<int> NextAsync();
    }

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.CollectAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.CollectAsync));
        return new DemoResult(
            new Measurement[]
            {
                new($"of {Figures} figures, in the report when it was sent", "", flawed.Sent, repaired.Sent, Bound.Exactly(0), Bound.Exactly(Figures)),
                new("failures that the sender heard of", "", flawed.FailuresSeen, repaired.FailuresSeen, Bound.Exactly(0), Bound.Exactly(1)),
            },
            $"The await was over when {flawed.Sent} of {Figures} figures were there, and said nothing of the line that broke. With Task.Run all {repaired.Sent} are in the report, and the failure reaches the sender.");
    }

    private static Outcome Observe(Func<ISource, List<int>, Task> collectAsync)
        => EventLoop.Run(async _ =>
        {
            var source = new Source();
            var figures = new List<int>();
            Task collecting = collectAsync(source, figures);

            // The line opens when the report is out, or after a while, if the report waits for its figures.
            bool isSent = await Task.WhenAny(collecting, Task.Delay(Patience)) == collecting;
            int sent = figures.Count;
            source.Open();
            await collecting;
            sent = isSent ? sent : figures.Count;

            int seen = 0;
            try
            {
                await collectAsync(new Source { IsBroken = true }, new List<int>());
            }
            catch (IOException)
            {
                seen++;
            }

            await source.Ended;
            return new Outcome(sent, seen);
        }).Value;

    private sealed record Outcome(int Sent, int FailuresSeen);

    /// <summary>A line that answers nothing before it is opened.</summary>
    private sealed class Source : ISource
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _answers;

        public bool IsBroken { get; init; }

        /// <summary>All figures have been asked for.</summary>
        public Task Ended => _ended.Task;

        public void Open() => _open.SetResult();

        public async Task<int> NextAsync()
        {
            if (IsBroken)
            {
                await Task.Yield();
                throw new IOException("The line is broken.");
            }

            await _open.Task;
            int answer = Interlocked.Increment(ref _answers);
            if (answer == Figures)
            {
                _ended.SetResult();
            }

            return answer;
        }
    }

    private static class Flawed
    {
        // <bad>
        public static async Task CollectAsync(ISource source, List<int> figures)
        {
            await Task.Factory.StartNew(async () =>
            {
                while (figures.Count < Figures)
                {
                    figures.Add(await source.NextAsync());
                }
            });
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task CollectAsync(ISource source, List<int> figures)
        {
            await Task.Run(async () =>
            {
                while (figures.Count < Figures)
                {
                    figures.Add(await source.NextAsync());
                }
            });
        }
        // </good>
    }
}
