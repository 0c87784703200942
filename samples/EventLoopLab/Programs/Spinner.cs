using System.Diagnostics;
using EventLoopLab.Lab;

namespace EventLoopLab.Programs;

/// <summary>A spinner turns in front of a message while something slow goes on.</summary>
internal sealed class Spinner : LabProgram
{
    private const string Turns = "turns";
    private const string Signs = @"\|/-";
    private const int Answer = 42;

    private static readonly TimeSpan SlowTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan TurnTime = TimeSpan.FromSeconds(0.1);

    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan BriefTime = TimeSpan.FromSeconds(0.5);

    /// <summary>How long the program waits for the end of a spinner that it has cancelled.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>About thirty: a turn takes a little longer than its wait, and on a busy machine much longer.</summary>
    private static readonly Bound AboutThirty = Bound.Between(15, 32);

    public override int Order => 2;

    public override string Story =>
        "A spinner turns in front of a message while a slow function looks for the answer; then it wipes its line.";

    public override string Claim =>
        "It turns about 30 times in 3 s, unless the slow function blocks the loop: then never. A thread and a process need a message to end; "
        + "a coroutine is cancelled at its await, and at once, if the await was given the token.";

    public override IReadOnlyList<Variant> Variants => new Variant[]
    {
        new("by a thread", ByThread),
        new("by a process", ByProcess),
        new("by a coroutine", trial => ByCoroutine(trial, Repaired.SlowAsync, Repaired.SpinAsync, AboutThirty, Bound.AtMost(Slowness * 0.4),
            caught: true, Bound.AtMost(Patience.TotalMilliseconds * 0.4), Bound.Exactly(0))),
        new("frozen", trial => ByCoroutine(trial, Flawed.SlowAsync, Repaired.SpinAsync, Bound.Exactly(0), Bound.AtLeast(Slowness * 0.9),
            caught: false, Bound.AtMost(Patience.TotalMilliseconds * 0.4), Bound.Exactly(0)))
        {
            Pitfall = "The slow function sleeps on the thread of the loop. The spinner is cancelled before it has begun.",
            Rule = "ASYNC1001",
        },
        new("deaf", trial => ByCoroutine(trial, BrieflyAsync, Flawed.SpinAsync, Bound.AtLeast(2), Bound.AtMost(Slowness * 0.4),
            caught: false, Bound.AtLeast(Patience.TotalMilliseconds * 0.9), Bound.AtLeast(3)))
        {
            Pitfall = "The await of the spinner was not given the token: it turns on after its cancellation, until it is broken off.",
            Rule = "ASYNC5005",
            Mark = "deaf",
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

    /// <param name="trial">The trial.</param>
    /// <param name="slow">Looks for the answer.</param>
    /// <param name="spin">The spinner.</param>
    /// <param name="turns">How often it turns.</param>
    /// <param name="pause">The longest pause of the loop.</param>
    /// <param name="caught">The spinner is cancelled at its await, and wipes its line.</param>
    /// <param name="end">How long it goes on when it is cancelled.</param>
    /// <param name="late">How often it turns meanwhile.</param>
    private static void ByCoroutine(Trial trial, Func<Task<int>> slow, Func<Wheel, CancellationToken, Task> spin, Bound turns, Bound pause,
        bool caught, Bound end, Bound late)
    {
        var wheel = new Wheel();
        int lateTurns = 0;
        double toEnd = 0;
        LoopRun<int> run = EventLoop.Run(async _ =>
        {
            using var cancellation = new CancellationTokenSource();
            Task spinner = Task.Factory.StartNew(
                () => spin(wheel, cancellation.Token),
                cancellation.Token,
                TaskCreationOptions.None,
                TaskScheduler.FromCurrentSynchronizationContext()).Unwrap();
            trial.Say($"the task after its start: {spinner.Status}");
            int answer = await slow();
            int before = wheel.Turns;
            long start = Stopwatch.GetTimestamp();
            cancellation.Cancel();
            await Task.WhenAny(spinner, Task.Delay(Patience));
            toEnd = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            lateTurns = wheel.Turns - before;
            wheel.Break();
            await spinner.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            trial.Say($"the task at the end: {spinner.Status}");
            return answer;
        });
        Report(trial, wheel, run.Value, turns);
        trial.Measure("cancellations caught at an await", "", wheel.IsWiped ? 1 : 0, Bound.Exactly(caught ? 1 : 0));
        trial.Measure("from Cancel to the end of the spinner", "ms", toEnd, end, Better.Lower);
        trial.Measure("turns after Cancel", "", lateTurns, late, Better.Lower);
        trial.Measure("longest pause of the loop", "ms", run.GapInMilliseconds, pause, Better.Lower);
    }

    private static async Task<int> BrieflyAsync()
    {
        await Task.Delay(BriefTime);
        return Answer;
    }

    private static int Slow()
    {
        Thread.Sleep(SlowTime);
        return Answer;
    }

    private static Task<int> AskAsync() => Task.FromResult(Answer);

    private static void Report(Trial trial, Wheel wheel, int answer, Bound turns)
    {
        if (wheel.Turns == 0)
        {
            trial.Say("(the spinner never appears)");
        }
        else
        {
            trial.Say($"{wheel} thinking!");
        }

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

        // <bad deaf>
        public static async Task SpinAsync(Wheel wheel, CancellationToken cancellationToken)
        {
            try
            {
                while (true)
                {
                    wheel.Turn();
                    await Task.Delay(TurnTime);
                }
            }
            catch (OperationCanceledException)
            {
                wheel.Wipe();
                throw;
            }
        }
        // </bad deaf>
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

        // <good deaf>
        public static async Task SpinAsync(Wheel wheel, CancellationToken cancellationToken)
        {
            try
            {
                while (!cancellationToken.IsCancellationRequested)
                {
                    wheel.Turn();
                    await Task.Delay(TurnTime, cancellationToken);
                }
            }
            catch (OperationCanceledException)
            {
                wheel.Wipe();
                throw;
            }
        }
        // </good deaf>
    }

    /// <summary>Remembers each sign that a terminal would show in the same place.</summary>
    internal sealed class Wheel
    {
        private readonly System.Text.StringBuilder _shown = new();

        private bool _isBroken;

        public int Turns => _shown.Length;

        /// <summary>The line is empty again.</summary>
        public bool IsWiped { get; private set; }

        public void Turn() => _shown.Append(_isBroken ? throw new InvalidOperationException() : Signs[_shown.Length % Signs.Length]);

        public void Wipe() => IsWiped = true;

        /// <summary>Whoever still turns it fails.</summary>
        public void Break() => _isBroken = true;

        public override string ToString() => _shown.ToString();
    }
}
