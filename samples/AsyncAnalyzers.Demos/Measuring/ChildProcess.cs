using System.Diagnostics;

namespace AsyncAnalyzers.Demos.Measuring;

/// <summary>This program, started a second time for one half of one demo, so that what hangs can be killed.</summary>
internal static class ChildProcess
{
    /// <summary>The hidden command of this program that serves <see cref="Run"/>.</summary>
    public const string Command = "run-half";

    /// <summary>The line that a child prints when it begins: the time limit counts from there, not from the start of the process.</summary>
    public const string Started = "started";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(15);

    /// <param name="demo">The demo whose <see cref="Demo.RunInChild"/> is to run.</param>
    /// <param name="half">Its argument.</param>
    /// <param name="limit">How long it may run, from the line <see cref="Started"/> on, before it is killed.</param>
    /// <returns>The lines that it printed after <see cref="Started"/>, and whether it ended by itself.</returns>
    public static (bool Ended, IReadOnlyList<string> Lines) Run(Demo demo, string half, TimeSpan limit)
    {
        using Process process = Process.Start(ThisProgram.Again(Command, demo.Id, half))!;
        var lines = new List<string>();
        using var started = new ManualResetEventSlim();
        process.OutputDataReceived += (_, output) =>
        {
            if (output.Data == Started)
            {
                started.Set();
            }
            else if (output.Data is not null)
            {
                lock (lines)
                {
                    lines.Add(output.Data);
                }
            }
        };
        process.BeginOutputReadLine();
        try
        {
            if (!started.Wait(StartLimit))
            {
                throw new TimeoutException($"The child process of {demo.Id} did not begin within {StartLimit.TotalSeconds} s.");
            }

            bool ended = process.WaitForExit(limit);
            if (ended)
            {
                // Without a limit this waits for the last line of the output as well.
                process.WaitForExit();
            }

            lock (lines)
            {
                return (ended, lines.ToArray());
            }
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }
        }
    }
}
