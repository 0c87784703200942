using System.Collections.Concurrent;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3019CapturedLoopVariableDemo : Demo
{
    private const int Pages = 100;

    public override string Intro =>
        "A loop starts one task for each page of a book; the tasks wait until the printer is warm. By then the loop has ended, and all tasks "
        + "share its one variable.";

    public override DemoResult Measure()
    {
        List<int> flawed = Stage.Flawed(() => Print(Flawed.PrintAsync));
        List<int> repaired = Stage.Repaired(() => Print(Repaired.PrintAsync));
        return new DemoResult(
            new Measurement[]
            {
                new("different pages printed", "", flawed.Distinct().Count(), repaired.Distinct().Count(), Bound.Exactly(1),
                    Bound.Exactly(Pages)),
                new("printed pages that the book does not have", "", flawed.Count(IsMissing), repaired.Count(IsMissing),
                    Bound.Exactly(Pages), Bound.Exactly(0)),
            },
            $"All {flawed.Count} tasks printed page {flawed[0]} of a book of {Pages}; with a copy in the body of the loop each printed its own.");
    }

    private static bool IsMissing(int page) => page > Pages;

    private static List<int> Print(Func<int, Task, Action<int>, Task> print)
    {
        var printed = new ConcurrentBag<int>();
        var warm = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task done = print(Pages, warm.Task, printed.Add);
        warm.SetResult();
        done.GetAwaiter().GetResult();
        return printed.ToList();
    }

    private static class Flawed
    {
        // <bad>
        public static async Task PrintAsync(int pages, Task printerIsWarm, Action<int> print)
        {
            var tasks = new List<Task>();
            for (int page = 1; page <= pages; page++)
            {
                tasks.Add(Task.Run(async () =>
                {
                    await printerIsWarm;
                    print(page);
                }));
            }

            await Task.WhenAll(tasks);
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task PrintAsync(int pages, Task printerIsWarm, Action<int> print)
        {
            var tasks = new List<Task>();
            for (int page = 1; page <= pages; page++)
            {
                var currentPage = page;
                tasks.Add(Task.Run(async () =>
                {
                    await printerIsWarm;
                    print(currentPage);
                }));
            }

            await Task.WhenAll(tasks);
        }
        // </good>
    }
}
