using EventLoopLab.Lab;

namespace EventLoopLab.Programs;

/// <summary>A spinner turns in front of a message while something slow goes on.</summary>
internal sealed class Spinner : LabProgram
{
    private const string Turns = "turns";
    private const string Signs = @"\|/-";
    private const int Answer = 42;

    /// <summary>The literature's 3 s and 0.1 s, at twice the speed.</summary>
    private static readonly TimeSpan SlowTime = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan TurnTime = TimeSpan.FromSeconds(0.05);

    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(10);

    /// <summary>About thirty: a turn takes a little longer than its wait, and on a busy machine much longer.</summary>
    private static readonly Bound AboutThirty = Bound.Between(8, 32);

    public override int Order => 2;

    public override string Story =>
        "A spinner turns in front of a message while a slow function looks for the answer; then it wipes its line.";

    public override string Claim =>
        "It turns about 30 times, unless the slow function blocks the loop: then never. A thread and a process need a message to end; "
        + "a coroutine is cancelled at its await.";

    public override IReadOnlyList<Variant> Variants => new Variant[]
    {
        new("by a thread", ByThread),
        new("by a process", ByProcess),
        new("by a coroutine", trial => ByCoroutine(trial, Repaired.SlowAsync, AboutThirty, Bound.AtMost(Slowness * 0.7), began: true)),
        new("frozen", trial => ByCoroutine(trial, Flawed.SlowAsync, Bound.Exactly(0), Bound.AtLeast(Slowness * 0.9), began: false))
        {
            Pitfall = "The slow function sleeps on the thread of the loop. The spinner is cancelled before it has begun.",
            Rule = "ASYNC1001",
        },
    };

    private static double Slowness => SlowTime.TotalMilliseconds;

    /// <summary>The spinner of the child process: it turns until it is signalled.</summary>
    public override int RunInChild(IReadOnlyList<string> arguments)
    {
        using var done = new ManualResetEventSlim();
        using IDisposable signal = EndSignal.Receive(done.Set);
        int turn = 0;
        do
        {
            Console.WriteLine(Signs[turn++ % Signs.Length]);
        }
        while (!done.Wait(TurnTime));

        return 0;
    }

    private static void ByThread(Trial trial)
    {
        using var done = new ManualResetEventSlim();
        var wheel = new Wheel();
        var spinner = new Thread(() =>
        {
            do
            {
                wheel.Turn();
            }
            while (!done.Wait(TurnTime));
        });
        trial.Say($"the thread before its start: {spinner.ThreadState}");
        spinner.Start();
        int answer = Slow();
        done.Set();
        spinner.Join();
        Report(trial, wheel, answer, AboutThirty);
    }

    private void ByProcess(Trial trial)
    {
        trial.Say($"the process before its start: its parent will be {Environment.ProcessId}");
        using ChildProgram spinner = StartChild();
        var wheel = new Wheel();
        string? first = spinner.ReadLine();
        trial.Say($"the process turns: {spinner.Process.Id}");
        int answer = Slow();
        trial.Say($"the signal: {EndSignal.Send(spinner.Process)}");
        foreach (string _ in spinner.ReadToEnd().Prepend(first!))
        {
            wheel.Turn();
        }

        Report(trial, wheel, answer, AboutThirty);
        bool ended = spinner.Ends(EndsWithin) && spinner.Process.ExitCode == 0;
        trial.Measure("the signal was heard and the process ended by itself", "", ended ? 1 : 0, Bound.Exactly(1));
    }

    private static void ByCoroutine(Trial trial, Func<Task<int>> slow, Bound turns, Bound pause, bool began)
    {
        var wheel = new Wheel();
        bool caught = false;
        LoopRun<int> run = EventLoop.Run(async _ =>
        {
            using var cancellation = new CancellationTokenSource();
            Task spinner = Task.Factory.StartNew(
                async () =>
                {
                    try
                    {
                        await SpinAsync(wheel, cancellation.Token);
                    }
                    catch (OperationCanceledException)
                    {
                        caught = true;
                    }
                },
                cancellation.Token,
                TaskCreationOptions.None,
                TaskScheduler.FromCurrentSynchronizationContext()).Unwrap();
            trial.Say($"the task after its start: {spinner.Status}");
            int answer = await slow();
            cancellation.Cancel();
            await spinner.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            trial.Say($"the task at the end: {spinner.Status}");
            return answer;
        });
        Report(trial, wheel, run.Value, turns);
        trial.Measure("cancellations caught at an await", "", caught ? 1 : 0, Bound.Exactly(began ? 1 : 0));
        trial.Measure("longest pause of the loop", "ms", run.GapInMilliseconds, pause, Better.Lower);
    }

    private static async Task SpinAsync(Wheel wheel, CancellationToken cancellationToken)
    {
        while (true)
        {
            wheel.Turn();
            await Task.Delay(TurnTime, cancellationToken);
        }
    }

    private static int Slow()
    {
        Thread.Sleep(SlowTime);
        return Answer;
    }

    private static Task<int> AskAsync() => Task.FromResult(Answer);

    private static void Report(Trial trial, Wheel wheel, int answer, Bound turns)
    {
        trial.Say(wheel.Turns == 0 ? "(the spinner never appears)" : $"{wheel} thinking!");
        trial.Say($"the answer: {answer}");
        trial.Measure(Turns, "", wheel.Turns, turns, Better.Higher);
        trial.Measure("answer", "", answer, Bound.Exactly(Answer));
    }

    private static class Flawed
    {
        // <bad>
        public static async Task<int> SlowAsync()
        {
            int question = await AskAsync();
            Thread.Sleep(SlowTime);
            return question;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<int> SlowAsync()
        {
            int question = await AskAsync();
            await Task.Delay(SlowTime);
            return question;
        }
        // </good>
    }

    /// <summary>Remembers each sign that a terminal would show in the same place.</summary>
    private sealed class Wheel
    {
        private readonly System.Text.StringBuilder _shown = new();

        public int Turns => _shown.Length;

        public void Turn() => _shown.Append(Signs[_shown.Length % Signs.Length]);

        public override string ToString() => _shown.ToString();
    }
}
