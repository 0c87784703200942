using System.Diagnostics;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2018IncompleteCompletionSourceDemo : Demo
{
    private static readonly string[] Texts = { "12", "seven", "30", "four", "5" };

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1000);

    public override string Intro =>
        "A parser reads five texts, two of which are no numbers. Its catch clause logs the error and completes nothing: whoever awaits "
        + "such a text waits forever. With TrySetException the await throws at once, and the caller can act on it.";

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.ParseAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.ParseAsync));
        int bad = Texts.Count(text => !int.TryParse(text, out _));
        int good = Texts.Length - bad;
        return new DemoResult(
            new Measurement[]
            {
                new("awaits that returned a number", "", flawed.Numbers, repaired.Numbers, Bound.Exactly(good), Bound.Exactly(good)),
                new("awaits that threw", "", flawed.Failures, repaired.Failures, Bound.Exactly(0), Bound.Exactly(bad)),
                new($"awaits that had not ended after {Patience.TotalSeconds} s", "", flawed.Endless, repaired.Endless,
                    Bound.Exactly(bad), Bound.Exactly(0)),
            },
            $"{flawed.Endless} of {Texts.Length} awaits never ended. "
            + $"With TrySetException {repaired.Failures} of them threw, and none was left waiting.");
    }

    private static Outcome Observe(Func<string, Task<int>> parseAsync)
        => EventLoop.Run(async _ =>
        {
            Task<int>[] parsing = Texts.Select(parseAsync).ToArray();
            Task all = Task.WhenAll(parsing);
            await Task.WhenAny(all, Task.Delay(Patience));
            return new Outcome(
                parsing.Count(task => task.IsCompletedSuccessfully),
                parsing.Count(task => task.IsFaulted),
                parsing.Count(task => !task.IsCompleted));
        }).Value;

    private sealed record Outcome(int Numbers, int Failures, int Endless);

    private static class Flawed
    {
        // <bad>
        public static Task<int> ParseAsync(string text)
        {
            var source = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            try
            {
                source.SetResult(int.Parse(text));
            }
            catch (FormatException exception)
            {
                Trace.WriteLine(exception.Message);
            }

            return source.Task;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static Task<int> ParseAsync(string text)
        {
            var source = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            try
            {
                source.SetResult(int.Parse(text));
            }
            catch (FormatException exception)
            {
                Trace.WriteLine(exception.Message);
                source.TrySetException(exception);
            }

            return source.Task;
        }
        // </good>
    }
}
