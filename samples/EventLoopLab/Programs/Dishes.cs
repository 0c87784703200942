using System.Collections.Concurrent;
using System.Threading.Channels;
using EventLoopLab.Lab;

namespace EventLoopLab.Programs;

/// <summary>A washer hands dishes to dryers through a queue.</summary>
internal sealed class Dishes : LabProgram
{
    private const string AllDry = "all dishes are dry";
    private const string Washed = "washed ";
    private const string Dried = "dried ";
    private const int Dryers = 2;
    private const int WashTime = 40;
    private const int DryTime = 60;

    /// <summary>Nobody cooks this: it tells a dryer that no dish follows.</summary>
    private const string Sentinel = "";

    /// <summary>How long a process that should end may take: long, for a busy machine. One that hangs is given up sooner.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HangsFor = TimeSpan.FromSeconds(1.5);

    private static readonly string[] Menu = { "the salad bowl", "the rice bowl", "the side plate", "the fruit plate" };

    public override int Order => 3;

    public override string Story =>
        "One washes four dishes and puts them on a queue, others take them from it and dry them. When the queue is "
        + "empty and all is dry, the program ends.";

    public override string Claim =>
        "All dishes are washed and dried. By threads that wait on the queue for ever, the program never ends; there are "
        + "three ways to end it.";

    public override IReadOnlyList<Variant> Variants => new Variant[]
    {
        new("by a process", ByProcess),
        new("by threads", trial => ByThreads(trial, "for-ever", HangsFor, ends: false))
        {
            Pitfall =
                "The dryers are foreground threads and wait for a dish that never comes. They keep the process alive, and "
                + "nothing can end a thread from outside.",
            NoRule = "what a queue is given, and whether anybody completes it, is not looked at",
        },
        new("threads, sentinel", trial => ByThreads(trial, "sentinel", EndsWithin, ends: true)),
        new("threads, completed queue", trial => ByThreads(trial, "completed", EndsWithin, ends: true)),
        new("threads, in the background", trial => ByThreads(trial, "background", EndsWithin, ends: true)),
        new("by coroutines", ByCoroutines),
    };

    public override int RunInChild(IReadOnlyList<string> arguments)
    {
        switch (arguments[0])
        {
            case "dryer":
                while (Console.In.ReadLine() is { } dish)
                {
                    Dry(dish);
                }

                break;
            case "for-ever":
                WashForThreads(DryForEver, isBackground: false, _ => { });
                break;
            case "background":
                WashForThreads(DryForEver, isBackground: true, _ => { });
                break;
            case "sentinel":
                WashForThreads(DryUntilTheSentinel, isBackground: false, queue =>
                {
                    for (int i = 0; i < Dryers; i++)
                    {
                        queue.Add(Sentinel);
                    }
                });
                break;
            case "completed":
                WashForThreads(DryUntilItIsCompleted, isBackground: false, queue => queue.CompleteAdding());
                break;
        }

        return 0;
    }

    private void ByProcess(Trial trial)
    {
        using ChildProgram dryer = StartChild("dryer");
        foreach (string dish in Menu)
        {
            Thread.Sleep(WashTime);
            trial.Say(Washed + dish);
            dryer.Send(dish);
        }

        // The pipe is the queue; each line that comes back marks a dish as done.
        for (int i = 0; i < Menu.Length && dryer.ReadLine() is { } line; i++)
        {
            trial.Say(line);
        }

        trial.Say(AllDry);
        dryer.CloseInput();
        Report(trial, inOrder: true);
        trial.Measure("the dryer ended", "", dryer.Ends(EndsWithin) ? 1 : 0, Bound.Exactly(1));
    }

    private void ByThreads(Trial trial, string ending, TimeSpan limit, bool ends)
    {
        using ChildProgram program = StartChild(ending);
        string? line;
        do
        {
            line = program.ReadLine();
            trial.Say(line ?? "(it ended before all was dry)");
        }
        while (line is not (AllDry or null));

        bool ended = program.Ends(limit);
        trial.Say(ended ? "the program ends" : $"the program still runs {limit.TotalSeconds} s later, and is killed");
        Report(trial, inOrder: false);
        trial.Measure("the program ended", "", ended ? 1 : 0, Bound.Exactly(ends ? 1 : 0), Better.Higher);
    }

    /// <summary>The body of the program in the child process: it returns when all dishes are dry.</summary>
    private static void WashForThreads(
        Action<BlockingCollection<string>, CountdownEvent> dry, bool isBackground, Action<BlockingCollection<string>> end)
    {
        var queue = new BlockingCollection<string>();
        var toDo = new CountdownEvent(Menu.Length);
        for (int i = 0; i < Dryers; i++)
        {
            new Thread(() => dry(queue, toDo)) { IsBackground = isBackground }.Start();
        }

        foreach (string dish in Menu)
        {
            Thread.Sleep(WashTime);
            Console.WriteLine(Washed + dish);
            queue.Add(dish);
        }

        toDo.Wait();
        Console.WriteLine(AllDry);
        end(queue);
    }

    // <bad>
    private static void DryForEver(BlockingCollection<string> queue, CountdownEvent toDo)
    {
        while (true)
        {
            Dry(queue.Take());
            toDo.Signal();
        }
    }
    // </bad>

    private static void DryUntilTheSentinel(BlockingCollection<string> queue, CountdownEvent toDo)
    {
        while (queue.Take() is var dish && dish != Sentinel)
        {
            Dry(dish);
            toDo.Signal();
        }
    }

    // <good>
    private static void DryUntilItIsCompleted(BlockingCollection<string> queue, CountdownEvent toDo)
    {
        foreach (string dish in queue.GetConsumingEnumerable())
        {
            Dry(dish);
            toDo.Signal();
        }
    }
    // </good>

    private static void Dry(string dish)
    {
        Thread.Sleep(DryTime);
        Console.WriteLine(Dried + dish);
    }

    private static void ByCoroutines(Trial trial)
    {
        EventLoop.Run(async _ =>
        {
            var queue = Channel.CreateUnbounded<string>();
            await Task.WhenAll(WashAsync(trial, queue.Writer), DryAsync(trial, queue.Reader));
            trial.Say(AllDry);
            return true;
        });
        Report(trial, inOrder: true);
    }

    private static async Task WashAsync(Trial trial, ChannelWriter<string> queue)
    {
        foreach (string dish in Menu)
        {
            await Task.Delay(WashTime);
            trial.Say(Washed + dish);
            await queue.WriteAsync(dish);
        }

        queue.Complete();
    }

    private static async Task DryAsync(Trial trial, ChannelReader<string> queue)
    {
        await foreach (string dish in queue.ReadAllAsync())
        {
            await Task.Delay(DryTime);
            trial.Say(Dried + dish);
        }
    }

    /// <summary>Counts what was washed and dried. With two dryers, either may be the faster one.</summary>
    private static void Report(Trial trial, bool inOrder)
    {
        string[] dried = trial.Lines.Where(line => line.StartsWith(Dried)).Select(line => line[Dried.Length..]).ToArray();
        trial.Measure("dishes washed", "", trial.Lines.Count(line => line.StartsWith(Washed)), Bound.Exactly(Menu.Length));
        trial.Measure("dishes dried", "", dried.Distinct().Count(), Bound.Exactly(Menu.Length));
        List<string> lines = trial.Lines.ToList();
        int washedFirst = Menu.Count(dish => lines.IndexOf(Washed + dish) is >= 0 and var washed && lines.IndexOf(Dried + dish) > washed);
        trial.Measure("dried after they were washed", "", washedFirst, Bound.Exactly(Menu.Length));
        if (inOrder)
        {
            int inPlace = dried.Zip(Menu).Count(pair => pair.First == pair.Second);
            trial.Measure("dried in the order of washing", "", inPlace, Bound.Exactly(Menu.Length));
        }
    }
}
