using System.Diagnostics;
using System.Text;

namespace AsyncAnalyzers.ShowcaseTests;

/// <summary>Demos and lab, run as their users run them.</summary>
internal static class SampleProcess
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its assembly.</param>
    /// <param name="arguments">Its command line.</param>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", $"\"{program}\" {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }
}
