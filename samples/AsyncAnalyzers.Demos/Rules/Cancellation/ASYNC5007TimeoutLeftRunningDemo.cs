using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Cancellation;

internal sealed class ASYNC5007TimeoutLeftRunningDemo : Demo
{
    private const int Steps = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Watched = TimeSpan.FromMilliseconds(600);

    public override string Intro =>
        "A report is built in steps of 20 ms, and its caller waits for 100 ms. The one that only stops waiting leaves the work behind: "
        + "it goes on building a report that nobody will read. With a token that the time-out cancels, the work ends there.";

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.BuildAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.BuildAsync));
        return new DemoResult(
            new Measurement[]
            {
                new("time-outs that the caller saw", "", flawed.TimeOuts, repaired.TimeOuts, Bound.Exactly(1), Bound.Exactly(1)),
                new("steps that were done after the time-out", "", flawed.StepsAfter, repaired.StepsAfter,
                    Bound.AtLeast(3), Bound.Exactly(0)),
            },
            $"After the time-out, {flawed.StepsAfter} more steps were done for nobody. "
            + $"With a token that is cancelled, {repaired.StepsAfter}.");
    }

    private static Outcome Observe(Func<Report, CancellationToken, Task<int>> buildAsync)
        => EventLoop.Run(async _ =>
        {
            var report = new Report();
            int timeOuts = 0;
            try
            {
                await buildAsync(report, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                timeOuts++;
            }

            int before = report.StepsDone;
            await Task.Delay(Watched);
            return new Outcome(timeOuts, report.StepsDone - before);
        }).Value;

    private sealed record Outcome(int TimeOuts, int StepsAfter);

    private sealed class Report
    {
        public int StepsDone { get; private set; }

        public async Task<int> BuildAsync(CancellationToken cancellationToken)
        {
            for (int step = 0; step < Steps; step++)
            {
                await Task.Delay(20, cancellationToken);
                StepsDone++;
            }

            return StepsDone;
        }
    }

    private static class Flawed
    {
        // <bad>
        public static async Task<int> BuildAsync(Report report, CancellationToken cancellationToken)
        {
            Task<int> build = report.BuildAsync(cancellationToken);
            if (await Task.WhenAny(build, Task.Delay(Patience)) != build)
            {
                throw new TimeoutException();
            }

            return await build;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<int> BuildAsync(Report report, CancellationToken cancellationToken)
        {
            using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task<int> build = report.BuildAsync(cancellation.Token);
            if (await Task.WhenAny(build, Task.Delay(Patience)) != build)
            {
                cancellation.Cancel();
                throw new TimeoutException();
            }

            return await build;
        }
        // </good>
    }
}
