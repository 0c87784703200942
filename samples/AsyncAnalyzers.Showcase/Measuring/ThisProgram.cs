using System.Diagnostics;

namespace AsyncAnalyzers.Showcase.Measuring;

/// <summary>How this program starts itself a second time.</summary>
internal static class ThisProgram
{
    /// <param name="arguments">The command line of the child process.</param>
    /// <returns>A process that is not started yet; its output is redirected.</returns>
    public static ProcessStartInfo Again(params string[] arguments)
    {
        string executable = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known.");
        var info = new ProcessStartInfo(executable) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(executable) == "dotnet")
        {
            info.ArgumentList.Add(System.Reflection.Assembly.GetEntryAssembly()!.Location);
        }

        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        return info;
    }
}
