using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2005NullTaskDemo : Demo
{
    private const int Messages = 10;

    public override string Intro =>
        "A mailbox forwards messages to its owner, if it has one, and drops what is spam. For both it returns null where there is nothing to do: "
        + "the code that awaits it stops with a NullReferenceException, and the messages behind it are never handled.";

    internal interface IOwner
    {
        Task ReceiveAsync(int message);
    }

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.ForwardAsync, Flawed.FilterAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.ForwardAsync, Repaired.FilterAsync));
        return new DemoResult(
            new Measurement[]
            {
                new($"of {Messages} messages without an owner, handled", "", flawed.Handled, repaired.Handled, Bound.Exactly(0), Bound.Exactly(Messages)),
                new($"of {Messages} messages, half of them spam, counted", "", flawed.Counted, repaired.Counted, Bound.AtMost(1), Bound.Exactly(Messages)),
                new("NullReferenceExceptions at an await", "", flawed.Failures, repaired.Failures, Bound.Exactly(2), Bound.Exactly(0)),
            },
            $"With null instead of a task the loops ended after {flawed.Handled} and {flawed.Counted} of {Messages} messages, each in a NullReferenceException. With a completed task all {repaired.Handled} and {repaired.Counted} were handled.");
    }

    private static Outcome Observe(Func<IOwner?, int, Task> forwardAsync, Func<int, Task<int>> filterAsync)
        => EventLoop.Run(async _ =>
        {
            int handled = 0;
            int counted = 0;
            int failures = 0;
            try
            {
                for (int message = 0; message < Messages; message++)
                {
                    await forwardAsync(null, message);
                    handled++;
                }
            }
            catch (NullReferenceException)
            {
                failures++;
            }

            try
            {
                for (int message = 1; message <= Messages; message++)
                {
                    await filterAsync(message);
                    counted++;
                }
            }
            catch (NullReferenceException)
            {
                failures++;
            }

            return new Outcome(handled, counted, failures);
        }).Value;

    private sealed record Outcome(int Handled, int Counted, int Failures);

    private static async Task<int> ScoreAsync(int message)
    {
        await Task.Yield();
        return message;
    }

    private static class Flawed
    {
        // <bad>
        public static Task ForwardAsync(IOwner? owner, int message)
        {
            return owner?.ReceiveAsync(message)!;
        }

        public static Task<int> FilterAsync(int message)
        {
            bool isSpam = message % 2 == 0;
            return isSpam ? null! : ScoreAsync(message);
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static Task ForwardAsync(IOwner? owner, int message)
        {
            return owner?.ReceiveAsync(message) ?? Task.CompletedTask;
        }

        public static Task<int> FilterAsync(int message)
        {
            bool isSpam = message % 2 == 0;
            return isSpam ? Task.FromResult(0) : ScoreAsync(message);
        }
        // </good>
    }
}
