using EventLoopLab.Lab;

namespace EventLoopLab.Programs;

/// <summary>A coroutine that begins at once, and one that the loop begins when it comes round.</summary>
internal sealed class Eager : LabProgram
{
    private const string Caller = "the caller goes on";
    private const string Begun = "the coroutine has begun";
    private const string Resumed = "the coroutine goes on after its await";

    public override int Order => 10;

    public override string Story => "A coroutine speaks before and after its first await, and its caller speaks after the call.";

    public override string Claim =>
        "Called, a coroutine of C# runs at once up to its first await; scheduled, it begins after its caller has let go. "
        + "Called and forgotten, it runs all the same, and nobody hears that it failed.";

    public override IReadOnlyList<Variant> Variants => new Variant[]
    {
        new("called", trial => Run(trial, CalledAsync, Begun, Caller, Resumed)),
        new("scheduled", trial => Run(trial, ScheduledAsync, Caller, Begun, Resumed)),
        new("called and forgotten", trial => Failing(trial, Flawed.CallAsync, Bound.Exactly(0)))
        {
            Pitfall = "The task is dropped: its failure sits in it, and the program goes on as if all were well.",
            Rule = "ASYNC2001",
        },
        new("called and awaited", trial => Failing(trial, Repaired.CallAsync, Bound.Exactly(1))),
    };

    private static void Run(Trial trial, Func<Trial, Task> main, params string[] order)
    {
        EventLoop.Run(async _ =>
        {
            await main(trial);
            return true;
        });
        int inOrder = trial.Lines.Zip(order).Count(pair => pair.First == pair.Second);
        trial.Measure("lines in the order that is claimed", "", inOrder, Bound.Exactly(order.Length));
    }

    private static async Task CalledAsync(Trial trial)
    {
        Task speech = SpeakAsync(trial);
        trial.Say(Caller);
        await speech;
    }

    private static async Task ScheduledAsync(Trial trial)
    {
        Task speech = Task.Factory.StartNew(
            () => SpeakAsync(trial),
            CancellationToken.None,
            TaskCreationOptions.None,
            TaskScheduler.FromCurrentSynchronizationContext()).Unwrap();
        trial.Say(Caller);
        await speech;
    }

    private static void Failing(Trial trial, Func<Trial, Task> main, Bound failures)
    {
        int heard = 0;
        EventLoop.Run(async _ =>
        {
            try
            {
                await main(trial);
            }
            catch (InvalidOperationException)
            {
                heard++;
            }

            return true;
        });
        trial.Say(heard == 0 ? "(the coroutine has failed, and nobody heard of it)" : "(the coroutine has failed, and its caller heard of it)");
        trial.Measure("lines of the coroutine", "", trial.Lines.Count(line => line is Begun or Resumed), Bound.Exactly(2));
        trial.Measure("failures heard of", "", heard, failures, Better.Higher);
    }

    private static Task FailAsync(Trial trial) => SpeakAsync(trial, fail: true);

    private static async Task SpeakAsync(Trial trial, bool fail = false)
    {
        trial.Say(Begun);
        await Task.Yield();
        trial.Say(Resumed);
        if (fail)
        {
            throw new InvalidOperationException("The coroutine failed.");
        }
    }

    private static class Flawed
    {
        // <bad>
        public static async Task CallAsync(Trial trial)
        {
            Begin(trial);
            trial.Say(Caller);
            await Task.Delay(100);
        }

        private static void Begin(Trial trial)
        {
            FailAsync(trial);
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task CallAsync(Trial trial)
        {
            await Begin(trial);
            trial.Say(Caller);
            await Task.Delay(100);
        }

        private static async Task Begin(Trial trial)
        {
            await FailAsync(trial);
        }
        // </good>
    }
}
