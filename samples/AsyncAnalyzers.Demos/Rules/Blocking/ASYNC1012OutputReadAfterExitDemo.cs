using System.Diagnostics;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Blocking;

internal sealed class ASYNC1012OutputReadAfterExitDemo : Demo
{
    /// <summary>More than the pipe of any operating system holds.</summary>
    private const int Written = 200_000;

    /// <summary>What the child process is asked for.</summary>
    private const string Writer = "writer";

    /// <summary>When a child process that cannot write gives up, so that the flawed half ends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public override string Intro =>
        $"A child process writes {Written} bytes and ends; its output is redirected. The flawed half waits for its exit first: the pipe is full "
        + $"after some of it, the child stands still in its write, and ends only because it gives up after {Patience.TotalSeconds} s. "
        + "The repaired half reads first, and waits then.";

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.RunAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.RunAsync));
        return new DemoResult(
            new Measurement[]
            {
                new("characters that arrived", "", flawed.Characters, repaired.Characters, Bound.AtMost(Written / 2), Bound.Exactly(Written)),
                new("child processes that came to their end", "", flawed.Ended, repaired.Ended, Bound.Exactly(0), Bound.Exactly(1)),
            },
            $"Waited for first, the child stood still in a full pipe, and {flawed.Characters} of {Written} characters arrived. "
            + $"Read first, all {repaired.Characters} did.");
    }

    public override int RunInChild(string half)
    {
        new Thread(() =>
        {
            Thread.Sleep(Patience);
            Process.GetCurrentProcess().Kill();
        })
        { IsBackground = true }.Start();
        using Stream output = Console.OpenStandardOutput();
        output.Write(Enumerable.Repeat((byte)'x', Written).ToArray());
        return 0;
    }

    private Outcome Observe(Func<ProcessStartInfo, Task<(string Output, int ExitCode)>> run)
    {
        (string output, int exitCode) = run(ThisProgram.Again(ChildProcess.Command, Id, Writer)).GetAwaiter().GetResult();
        return new Outcome(output.Length, exitCode == 0 ? 1 : 0);
    }

    private sealed record Outcome(int Characters, int Ended);

    private static class Flawed
    {
        // <bad>
        public static async Task<(string Output, int ExitCode)> RunAsync(ProcessStartInfo start)
        {
            start.RedirectStandardOutput = true;
            using Process process = Process.Start(start)!;
            await process.WaitForExitAsync();
            string output = await process.StandardOutput.ReadToEndAsync();
            return (output, process.ExitCode);
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<(string Output, int ExitCode)> RunAsync(ProcessStartInfo start)
        {
            start.RedirectStandardOutput = true;
            using Process process = Process.Start(start)!;
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (output, process.ExitCode);
        }
        // </good>
    }
}
