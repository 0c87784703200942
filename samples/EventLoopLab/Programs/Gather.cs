using System.Diagnostics;
using EventLoopLab.Lab;

namespace EventLoopLab.Programs;

/// <summary>Two coroutines that wait for one and for two seconds.</summary>
internal sealed class Gather : LabProgram
{
    private const string Time = "time until both are done";
    private const string Threads = "threads that ran the coroutines";

    public override int Order => 1;

    public override string Story =>
        "Two coroutines wait for 1 s and for 2 s, as for an answer of a server, and return a text with their name.";

    public override string Claim =>
        "One after the other they take 3 s, together 2 s, on one thread; the results come in the order of the calls.";

    public override IReadOnlyList<Variant> Variants => new Variant[]
    {
        new("one after the other", trial => Run(trial, Flawed.GatherAsync, Bound.Between(2.8, 6)))
        {
            Pitfall = "The second call does not need the first one's result, and still waits for it.",
            Rule = "ASYNC2016",
        },
        new("together", trial => Run(trial, Repaired.GatherAsync, Bound.Between(1.9, trial.Of("one after the other", Time) * 0.85))),
        new("fetch twice", FetchTwice),
    };

    private static void Run(Trial trial, Func<Task<string[]>> main, Bound time)
    {
        var clock = Stopwatch.StartNew();
        string[] results = EventLoop.Run(_ => main()).Value;
        trial.Say($"{clock.Elapsed.TotalSeconds:0.00} s: [{string.Join(", ", results)}]");
        trial.Measure(Time, "s", clock.Elapsed.TotalSeconds, time, Better.Lower);
        int inOrder = results.Where((result, i) => result.StartsWith(i == 0 ? "first" : "second")).Count();
        trial.Measure("results in the order of the calls", "", inOrder, Bound.Exactly(2));
        trial.Measure(Threads, "", results.Select(result => result.Split(' ')[^1]).Distinct().Count(), Bound.Exactly(1));
    }

    private static async Task<string> WorkAsync(string name, int seconds)
    {
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        return $"{name} on thread {Environment.CurrentManagedThreadId}";
    }

    private static void FetchTwice(Trial trial)
    {
        var clock = Stopwatch.StartNew();
        EventLoop.Run(async _ =>
        {
            await Task.WhenAll(FetchAsync(trial, "this page"), FetchAsync(trial, "that page"));
            return true;
        });
        trial.Measure(Time, "s", clock.Elapsed.TotalSeconds, Bound.Between(1.9, 3.5), Better.Lower);
        int begunFirst = trial.Lines.TakeWhile(line => line.StartsWith("fetching")).Count();
        trial.Measure("fetches begun before one is done", "", begunFirst, Bound.Exactly(2));
    }

    private static async Task FetchAsync(Trial trial, string what)
    {
        trial.Say("fetching " + what);
        await Task.Delay(TimeSpan.FromSeconds(2));
        trial.Say("fetched " + what);
    }

    private static class Flawed
    {
        // <bad>
        public static async Task<string[]> GatherAsync()
        {
            string first = await WorkAsync("first", 1);
            string second = await WorkAsync("second", 2);
            return new[] { first, second };
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<string[]> GatherAsync()
        {
            Task<string> firstTask = WorkAsync("first", 1);
            Task<string> secondTask = WorkAsync("second", 2);
            await Task.WhenAll(firstTask, secondTask);
            string first = await firstTask;
            string second = await secondTask;
            return new[] { first, second };
        }
        // </good>
    }
}
