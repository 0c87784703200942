using System.Diagnostics;
using System.Text;

namespace AsyncAnalyzers.PackageTests;

/// <summary>What a run of the dotnet command left behind.</summary>
/// <param name="CommandLine">For messages of failed tests.</param>
/// <param name="ExitCode">0 on success.</param>
/// <param name="Output">Standard output and standard error, in the order of arrival.</param>
public sealed record DotnetResult(string CommandLine, int ExitCode, string Output)
{
    public DotnetResult MustSucceed()
        => ExitCode == 0 ? this : throw new InvalidOperationException($"{CommandLine}\nexit code {ExitCode}\n{Output}");
}

/// <summary>Runs dotnet as somebody would at a prompt, whatever build or test run started this process.</summary>
internal static class DotnetCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <exception cref="TimeoutException">The command took longer than five minutes; it was ended with its children.</exception>
    public static Task<DotnetResult> RunAsync(string directory, params string[] arguments)
        => RunAsync(directory, new Dictionary<string, string?>(), arguments);

    /// <inheritdoc cref="RunAsync(string, string[])"/>
    public static async Task<DotnetResult> RunAsync(
        string directory, IReadOnlyDictionary<string, string?> environment, string[] arguments)
    {
        string commandLine = $"dotnet {string.Join(' ', arguments)}";
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        UseCleanEnvironment(start.Environment);
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        var output = new StringBuilder();
        using Process process = new() { StartInfo = start };
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{commandLine} took longer than {Limit}.\n{output}");
        }

        return new DotnetResult(commandLine, process.ExitCode, output.ToString());

        void Append(string? line)
        {
            // Null is the end of one of the two streams.
            if (line is not null)
            {
                lock (output)
                {
                    output.AppendLine(line);
                }
            }
        }
    }

    private static void UseCleanEnvironment(IDictionary<string, string?> environment)
    {
        // What the outer dotnet test set for its own MSBuild and test host would lead the inner one astray.
        foreach (string name in environment.Keys.Where(IsSetByOuterBuild).ToList())
        {
            environment.Remove(name);
        }

        environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        environment["DOTNET_NOLOGO"] = "1";
        environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        environment["NO_COLOR"] = "1";
        environment["MSBUILDDISABLENODEREUSE"] = "1";
    }

    private static bool IsSetByOuterBuild(string name)
        => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
            || name is "DOTNET_HOST_PATH" or "NUGET_PACKAGES" or "NUGET_FALLBACK_PACKAGES"
            // The language of the outer command, which the inner one would not overrule.
            || name.Equals("VSLANG", StringComparison.OrdinalIgnoreCase)
            || name.Equals("PreferredUILang", StringComparison.OrdinalIgnoreCase);
}
