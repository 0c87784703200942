using System.Globalization;
using System.Security;
using AsyncAnalyzers.Corpus.Output;

namespace AsyncAnalyzers.Corpus.Loading;

/// <summary>
/// Takes facts and compiler command lines from MSBuild, as an IDE does: nothing is compiled, and projects that are not restored
/// or refer to what is not there say what they can.
/// </summary>
internal sealed class DesignTimeBuild(string workFolder, int jobs, Progress progress)
{
    private int _runs;

    /// <summary>Restores projects; those that fail are loaded as far as possible later.</summary>
    public async Task RestoreAsync(IReadOnlyCollection<string> projects)
    {
        progress.Say($"restoring {projects.Count} projects");
        // One graph over all of them: each project is restored once.
        (int exitCode, string output) = await RunAsync(
            $"""
            <Project>
              <PropertyGroup>
                <RestoreGraphProjectInput>{string.Join(';', projects.Select(Escape))}</RestoreGraphProjectInput>
              </PropertyGroup>
              <Import Project="$(MSBuildToolsPath)/NuGet.targets" />
              <Target Name="Run" DependsOnTargets="Restore" />
            </Project>
            """,
            "-p:EnableWindowsTargeting=true",
            "-p:NuGetAudit=false",
            "-p:TreatWarningsAsErrors=false");
        if (exitCode != 0)
        {
            IEnumerable<string> errors = output.Split('\n', StringSplitOptions.TrimEntries)
                .Where(line => line.Contains("error ", StringComparison.Ordinal)).Distinct();
            progress.Say("not everything was restored:\n  " + string.Join("\n  ", errors.Take(10)));
        }
    }

    /// <summary>
    /// Evaluates projects and all that they refer to. Those with several target frameworks are evaluated once more in the newest of them.
    /// </summary>
    /// <returns>The facts by project file; a project that cannot be evaluated has only guessed ones.</returns>
    public async Task<Dictionary<string, (ProjectFacts Facts, string? ArgumentsFile)>> CaptureAsync(IReadOnlyCollection<string> projects)
    {
        var loaded = new Dictionary<string, (ProjectFacts, string?)>(StringComparer.Ordinal);
        for (IReadOnlyCollection<string> wanted = projects; wanted.Count > 0;)
        {
            progress.Say($"evaluating {wanted.Count} projects");
            string outer = NewFolder();
            await RunAsync(wanted.Select(project => (project, "")), outer, "AddImplicitDefineConstants;RecordFacts");
            Dictionary<string, ProjectFacts> outerFacts = ReadFacts(outer).ToDictionary(pair => pair.Facts.ProjectFile, pair => pair.Facts);

            progress.Say($"design-time build of {wanted.Count} projects");
            string inner = NewFolder();
            await RunAsync(
                wanted.Select(project => (project, outerFacts.GetValueOrDefault(project) is { TargetFrameworks.IsEmpty: false } facts
                    ? "TargetFramework=" + facts.TargetFrameworks.MaxBy(TargetFrameworkOrder.Of)
                    : "")),
                inner,
                "AddImplicitDefineConstants;RecordFacts",
                "Compile");
            var innerFacts = ReadFacts(inner).ToDictionary(pair => pair.Facts.ProjectFile);
            foreach (string project in wanted)
            {
                if (innerFacts.TryGetValue(project, out (ProjectFacts Facts, string File) recorded))
                {
                    string arguments = Path.ChangeExtension(recorded.File, ".args");
                    loaded[project] = (recorded.Facts, File.Exists(arguments) ? arguments : null);
                }
                else
                {
                    loaded[project] = (outerFacts.GetValueOrDefault(project) ?? ProjectFacts.Guess(project), null);
                }
            }

            wanted =
            [
                .. wanted.SelectMany(project => loaded[project].Item1.ProjectReferences)
                    .Select(reference => reference.ProjectFile)
                    .Where(project => !loaded.ContainsKey(project) && Path.GetExtension(project) == ".csproj" && File.Exists(project))
                    .Distinct(),
            ];
        }

        return loaded;
    }

    private static IEnumerable<(ProjectFacts Facts, string File)> ReadFacts(string folder)
        => Directory.GetFiles(folder, "*.facts").Select(file => (ProjectFacts.Read(file), file));

    private string NewFolder()
        => Directory.CreateDirectory(Path.Combine(workFolder, (_runs++).ToString(CultureInfo.InvariantCulture))).FullName;

    // One process for all projects: each shares the evaluation of those it refers to.
    private Task<(int ExitCode, string Output)> RunAsync(
        IEnumerable<(string Project, string Properties)> projects, string captureFolder, params string[] steps)
    {
        string targets = Escape(Path.Combine(AppContext.BaseDirectory, "RecordFacts.targets"));
        string properties =
            "DesignTimeBuild=true;ContinueOnError=ErrorAndContinue;BuildProjectReferences=false;SkipCompilerExecution=true;"
            + "TreatWarningsAsErrors=false;EnableWindowsTargeting=true;"
            + $"CaptureDirectory={Escape(captureFolder)};CustomAfterMicrosoftCommonTargets={targets};CustomAfterMicrosoftCommonCrossTargetingTargets={targets}";
        IEnumerable<string> wanted = projects.Select(pair =>
            $"    <Wanted Include=\"{Escape(pair.Project)}\" AdditionalProperties=\"{pair.Properties}\" />");
        IEnumerable<string> calls = steps.Select(step =>
            $"    <MSBuild Projects=\"@(Wanted)\" Targets=\"{step}\" Properties=\"{properties}\" BuildInParallel=\"true\" ContinueOnError=\"true\" "
            + "SkipNonexistentTargets=\"true\" SkipNonexistentProjects=\"true\" />");
        return RunAsync($"""
            <Project>
              <ItemGroup>
            {string.Join('\n', wanted)}
              </ItemGroup>
              <Target Name="Run">
            {string.Join('\n', calls)}
              </Target>
            </Project>
            """);
    }

    // From the work folder: a global.json of the corpus may name an SDK that is not here.
    private async Task<(int ExitCode, string Output)> RunAsync(string project, params string[] arguments)
    {
        string file = Path.Combine(workFolder, $"run{_runs++}.proj");
        await File.WriteAllTextAsync(file, project);
        (int exitCode, string output, _) = await ChildProcess.RunDotNetAsync(
            ["msbuild", file, "-t:Run", "-nologo", "-v:m", "-nodeReuse:false", "-m:" + jobs.ToString(CultureInfo.InvariantCulture), .. arguments],
            workFolder);
        return (exitCode, output);
    }

    private static string Escape(string path)
        => SecurityElement.Escape(string.Concat(path.Select(c => "%$@'();*?".Contains(c) ? $"%{(int)c:X2}" : c.ToString())));
}
