using System.Globalization;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Blocking;

internal sealed class ASYNC1002BlockingOnTaskDemo : Demo
{
    private const string Done = "done ";
    private const string Stuck = "stuck ";
    private const int RightTotal = 119;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LookAfter = TimeSpan.FromSeconds(1);

    public override string Intro =>
        "An invoice needs a tax rate and a net amount; both take 20 ms to load. The second one is fetched with .Result: "
        + "the loop's only thread waits for a task whose continuation needs that very thread. Nothing ever moves again.";

    public override DemoResult Measure()
    {
        Half flawed = Stage.Flawed(() => RunHalf("flawed"));
        Half repaired = Stage.Repaired(() => RunHalf("repaired"));
        return new DemoResult(
            new Measurement[]
            {
                new($"invoices done within {Limit.TotalSeconds:0} s", "", flawed.Completed, repaired.Completed, Bound.Exactly(0), Bound.Exactly(1)),
                new("continuations stuck behind the blocked thread", "", flawed.Waiting, repaired.Waiting, Bound.AtLeast(1), Bound.Exactly(0)),
            },
            $"Blocking, the call was still hanging after {Limit.TotalSeconds:0} s and its process had to be killed: a deadlock. Awaiting, it returned {RightTotal}.");
    }

    public override int RunInChild(string half)
    {
        EventLoop.Run(async loop =>
        {
            var finished = new ManualResetEventSlim();
            var watch = new Thread(() =>
            {
                // A loop that has not taken what is queued for it in all that time is blocked.
                Console.WriteLine(Stuck + (finished.Wait(LookAfter) ? 0 : loop.Pending));
            });
            Console.WriteLine(ChildProcess.Started);
            watch.Start();
            int total = half == "flawed" ? await Flawed.GetInvoiceTotalAsync() : await Repaired.GetInvoiceTotalAsync();
            finished.Set();
            Console.WriteLine(Done + total);
            return total;
        });
        return 0;
    }

    private Half RunHalf(string half)
    {
        (bool ended, IReadOnlyList<string> lines) = ChildProcess.Run(this, half, Limit);
        string? stuck = lines.FirstOrDefault(line => line.StartsWith(Stuck, StringComparison.Ordinal));
        return stuck is null
            ? throw new InvalidOperationException($"The {half} half ended without saying whether its loop was stuck.")
            : new Half(ended && lines.Contains(Done + RightTotal) ? 1 : 0, int.Parse(stuck[Stuck.Length..], CultureInfo.InvariantCulture));
    }

    private static async Task<int> LoadNetAmountAsync()
    {
        await Task.Delay(20);
        return 100;
    }

    private static async Task<int> LoadTaxRateAsync()
    {
        await Task.Delay(20);
        return 19;
    }

    private sealed record Half(int Completed, int Waiting);

    private static class Flawed
    {
        // <bad>
        public static async Task<int> GetInvoiceTotalAsync()
        {
            int taxRate = await LoadTaxRateAsync();
            int net = LoadNetAmountAsync().Result;
            return net + net * taxRate / 100;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<int> GetInvoiceTotalAsync()
        {
            int taxRate = await LoadTaxRateAsync();
            int net = await LoadNetAmountAsync();
            return net + net * taxRate / 100;
        }
        // </good>
    }
}
