namespace AsyncAnalyzers.Demos.Measuring;

/// <summary>This program, started a second time for one half of one demo, so that what hangs can be killed.</summary>
internal static class ChildProcess
{
    /// <summary>The hidden command of this program that serves <see cref="Run"/>.</summary>
    public const string Command = "run-half";

    /// <summary>The line that a child prints when it begins: the time limit counts from there, not from the start of the process.</summary>
    public const string Started = "started";

    /// <param name="demo">The demo whose <see cref="Demo.RunInChild"/> is to run.</param>
    /// <param name="half">Its argument.</param>
    /// <param name="limit">How long it may run, from the line <see cref="Started"/> on, before it is killed.</param>
    /// <returns>The lines that it printed after <see cref="Started"/>, and whether it ended by itself.</returns>
    public static (bool Ended, IReadOnlyList<string> Lines) Run(Demo demo, string half, TimeSpan limit)
    {
        using var child = ChildProgram.Start(Command, demo.Id, half);
        while (child.ReadLine() is { } line && line != Started)
        {
            // What stands before is not the half's.
        }

        bool ended = child.Ends(limit);
        return (ended, ended ? child.ReadToEnd().ToArray() : child.ReadSoFar());
    }
}
