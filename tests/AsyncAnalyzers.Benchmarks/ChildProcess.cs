using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>Runs a program to its end and measures the processor time that it and its children took.</summary>
internal static partial class ChildProcess
{
    private const int ChildrenThatEnded = -1; // RUSAGE_CHILDREN

    /// <summary>Runs <c>dotnet</c>.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Its working folder.</param>
    /// <returns>The exit code, what it wrote (output, then errors), and its user and system time.</returns>
    public static async Task<(int ExitCode, string Output, TimeSpan ProcessorTime)> RunDotNetAsync(IEnumerable<string> arguments, string folder)
    {
        ProcessStartInfo start = new(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        TimeSpan before = OperatingSystem.IsWindows() ? TimeSpan.Zero : TimeOfChildren();
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        // On Unix the figures of a process are gone when it has ended; the system keeps the sum for all children.
        TimeSpan spent = OperatingSystem.IsWindows() ? process.TotalProcessorTime : TimeOfChildren() - before;
        return (process.ExitCode, await output + await errors, spent);
    }

    private static TimeSpan TimeOfChildren()
    {
        Span<long> usage = stackalloc long[32]; // struct rusage: user time and system time first, each in seconds and microseconds
        if (GetResourceUsage(ChildrenThatEnded, ref MemoryMarshal.GetReference(usage)) != 0)
        {
            throw new InvalidOperationException("getrusage failed: " + Marshal.GetLastPInvokeErrorMessage());
        }

        // macOS has the microseconds in 32 bits.
        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds((int)usage[1] + (int)usage[3]);
    }

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetResourceUsage(int who, ref long usage);
}
