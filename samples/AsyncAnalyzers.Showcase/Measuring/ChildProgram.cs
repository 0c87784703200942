using System.Collections.Concurrent;
using System.Diagnostics;

namespace AsyncAnalyzers.Showcase.Measuring;

/// <summary>This program, started a second time for a part of its work. It is killed at the latest when it is disposed of.</summary>
internal sealed class ChildProgram : IDisposable
{
    /// <summary>How long a child may keep its parent waiting for a line. Wide: a busy machine needs seconds to start a process.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly BlockingCollection<string> _lines = new();

    private ChildProgram(Process process)
    {
        Process = process;
        process.OutputDataReceived += (_, output) =>
        {
            if (output.Data is null)
            {
                _lines.CompleteAdding();
            }
            else
            {
                _lines.Add(output.Data);
            }
        };
        process.BeginOutputReadLine();
    }

    /// <summary>The process.</summary>
    public Process Process { get; }

    /// <summary>Starts this program with other arguments.</summary>
    public static ChildProgram Start(params string[] arguments)
    {
        ProcessStartInfo info = ThisProgram.Again(arguments);
        info.RedirectStandardInput = true;
        return new ChildProgram(Process.Start(info)!);
    }

    /// <summary>The next line that the child prints; null when its output has ended.</summary>
    /// <exception cref="TimeoutException">The child keeps silent.</exception>
    public string? ReadLine()
    {
        if (_lines.TryTake(out string? line, Patience))
        {
            return line;
        }

        return _lines.IsCompleted ? null : throw new TimeoutException($"The child process was silent for {Patience.TotalSeconds} s.");
    }

    /// <summary>All lines from here on, until the output of the child has ended.</summary>
    public IEnumerable<string> ReadToEnd()
    {
        while (ReadLine() is { } line)
        {
            yield return line;
        }
    }

    /// <summary>The lines that are there, without waiting for more.</summary>
    public IReadOnlyList<string> ReadSoFar()
    {
        var lines = new List<string>();
        while (_lines.TryTake(out string? line))
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Sends a line to the child.</summary>
    public void Send(string line)
    {
        Process.StandardInput.WriteLine(line);
        Process.StandardInput.Flush();
    }

    /// <summary>Ends the input of the child.</summary>
    public void CloseInput() => Process.StandardInput.Close();

    /// <summary>Waits until the child has ended by itself.</summary>
    public bool Ends(TimeSpan within) => Process.WaitForExit(within);

    /// <summary>Kills the child, if it still runs.</summary>
    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill(entireProcessTree: true);
        }

        // The last of its output comes before this returns: nobody adds to what is disposed of.
        Process.WaitForExit();
        Process.Dispose();
        _lines.Dispose();
    }
}
