using EventLoopLab.Lab;

namespace EventLoopLab.Programs;

/// <summary>Four workers say who they are and count themselves.</summary>
internal sealed class Workers : LabProgram
{
    private const int Count = 4;

    private static int Counter;

    public override int Order => 9;

    public override string Story => "Four workers are given a number, say who they are, and add 1 to the same counter.";

    public override string Claim =>
        "Processes have a memory of their own: each counts to 1. Threads share theirs: they count to 4, or to less when "
        + "two of them meet.";

    public override IReadOnlyList<Variant> Variants => new Variant[]
    {
        new("four processes", ByProcesses),
        new("four threads", trial => ByThreads(trial, Repaired.CountWorkers, Bound.Exactly(Count))),
        new("four threads, a plain addition", trial => ByThreads(trial, Flawed.CountWorkers, Bound.Between(1, Count)))
        {
            Pitfall = "The addition reads and writes; two workers that meet between the two are counted once.",
            Rule = "ASYNC3001",
        },
    };

    public override int RunInChild(IReadOnlyList<string> arguments)
    {
        Counter++;
        Console.WriteLine($"{Environment.ProcessId} {Counter}");
        return 0;
    }

    private void ByProcesses(Trial trial)
    {
        ChildProgram[] processes = Enumerable.Range(1, Count).Select(number => StartChild($"{number}")).ToArray();
        var ids = new HashSet<string> { Environment.ProcessId.ToString() };
        int sum = 0;
        int highest = 0;
        try
        {
            for (int i = 0; i < processes.Length; i++)
            {
                string[] answer = processes[i].ReadLine()!.Split(' ');
                trial.Say($"worker {i + 1}: process {answer[0]} counts {answer[1]}");
                ids.Add(answer[0]);
                highest = Math.Max(highest, int.Parse(answer[1]));
                sum += int.Parse(answer[1]);
            }
        }
        finally
        {
            Array.ForEach(processes, process => process.Dispose());
        }

        trial.Measure("processes, this one included", "", ids.Count, Bound.Exactly(Count + 1));
        trial.Measure("the counter at the end", "", highest, Bound.Exactly(1));
        trial.Measure("all counters together", "", sum, Bound.Exactly(Count));
    }

    private static void ByThreads(Trial trial, Func<Action<int>, int> count, Bound counted)
    {
        int counter = count(number => Introduce(trial, number));
        int processes = trial.Lines.Select(line => line.Split("process ")[1]).Distinct().Count();
        int threads = trial.Lines.Select(line => line.Split(" in ")[0].Split("thread ")[1]).Distinct().Count();
        trial.Measure("processes, this one included", "", processes, Bound.Exactly(1));
        trial.Measure("threads", "", threads, Bound.Exactly(Count));
        trial.Measure("the counter at the end", "", counter, counted);
    }

    private static void Introduce(Trial trial, int number)
        => trial.Say($"worker {number}: thread {Environment.CurrentManagedThreadId} in process {Environment.ProcessId}");

    private static class Flawed
    {
        // <bad>
        public static int CountWorkers(Action<int> introduce)
        {
            int counter = 0;
            var workers = new List<Thread>();
            for (int i = 1; i <= Count; i++)
            {
                int number = i;
                var worker = new Thread(() =>
                {
                    introduce(number);
                    counter++;
                });
                worker.Start();
                workers.Add(worker);
            }

            workers.ForEach(worker => worker.Join());
            return counter;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static int CountWorkers(Action<int> introduce)
        {
            int counter = 0;
            var workers = new List<Thread>();
            for (int i = 1; i <= Count; i++)
            {
                int number = i;
                var worker = new Thread(() =>
                {
                    introduce(number);
                    Interlocked.Increment(ref counter);
                });
                worker.Start();
                workers.Add(worker);
            }

            workers.ForEach(worker => worker.Join());
            return counter;
        }
        // </good>
    }
}
