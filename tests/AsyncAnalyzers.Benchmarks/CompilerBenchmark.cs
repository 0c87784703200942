using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>Compiles a real project with and without each package, the compiler in a process of its own.</summary>
internal sealed partial class CompilerBenchmark(CompilerCommandLine project, ImmutableArray<AnalyzerPackage> packages, int rounds, string workFolder)
{
    /// <summary>Measures all packages, one after another in every round.</summary>
    public async Task RunAsync()
    {
        Version compilerVersion = AssemblyName.GetAssemblyName(Path.Combine(Path.GetDirectoryName(BuildPaths.Get("Compiler"))!, "Microsoft.CodeAnalysis.dll")).Version!;
        Console.WriteLine($"{project.LineCount} lines; compiler {compilerVersion.ToString(3)}, a new process each time; {rounds} rounds after one to warm up.");
        const string Alone = "(compiler alone)";
        var variants = new List<(string Name, ImmutableArray<string> Arguments)> { (Alone, []) };
        variants.AddRange(packages.Select(package => ($"{package.Name} {package.Version}", ArgumentsFor(package, compilerVersion))));

        Dictionary<string, Rounds> figures = variants.ToDictionary(variant => variant.Name, _ => new Rounds());
        Dictionary<string, (int Reports, int Crashes, int Errors)> found = [];
        for (int round = -1; round < rounds; round++)
        {
            double baseline = 0;
            foreach ((string name, ImmutableArray<string> arguments) in variants)
            {
                (_, string output, TimeSpan time) = await project.RunAsync(arguments, "measured");
                baseline = name == Alone ? time.TotalSeconds : baseline;
                AnalyzerPackage? package = packages.FirstOrDefault(package => name == $"{package.Name} {package.Version}");
                found[name] = Count(output, package);
                if (round >= 0)
                {
                    figures[name].Add(time.TotalSeconds, baseline);
                }
            }
        }

        Table table = new("What each package adds to the compiler's processor time (medians)", "package", "CPU s", "added s", "added %", "low to high %", "reports", "crashes", "errors");
        foreach ((string name, Rounds measured) in figures)
        {
            table.Add(
                name,
                Table.Figure(measured.Seconds, 2),
                Table.Figure(measured.AddedSeconds, 2),
                Table.Figure(measured.AddedPercent, 1),
                $"{Table.Figure(measured.PercentRange.Low, 1)} to {Table.Figure(measured.PercentRange.High, 1)}",
                found[name].Reports.ToString(),
                found[name].Crashes.ToString(),
                found[name].Errors.ToString());
        }

        table.Write();
    }

    private ImmutableArray<string> ArgumentsFor(AnalyzerPackage package, Version compilerVersion)
    {
        string configuration = Path.Combine(workFolder, package.Name + ".globalconfig");
        File.WriteAllLines(
            configuration,
            package.LoadAnalyzers(all: true)
                .SelectMany(analyzer => analyzer.SupportedDiagnostics)
                .Select(rule => rule.Id)
                .Distinct()
                .Select(id => $"dotnet_diagnostic.{id}.severity = {(package.Includes(id) ? "warning" : "none")}")
                .Prepend("is_global = true"));
        return
        [
            .. Assemblies(package, compilerVersion).Select(path => "/analyzer:" + CompilerCommandLine.Quoted(path)),
            "/analyzerconfig:" + CompilerCommandLine.Quoted(configuration),
        ];
    }

    /// <summary>What a build hands to the compiler: of our own rules the native image where this host has one.</summary>
    private static ImmutableArray<string> Assemblies(AnalyzerPackage package, Version compilerVersion)
        => package.IsOwn && BuildPaths.Find("OwnNativeImage") is { } native ? [native] : package.Assemblies(compilerVersion);

    private static (int Reports, int Crashes, int Errors) Count(string output, AnalyzerPackage? package)
    {
        string[] ids = [.. output.Split('\n').Distinct().Select(line => ReportLine().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];
        return (
            package is null ? 0 : ids.Count(id => package.Includes(id) && !id.StartsWith("CS", StringComparison.Ordinal) && id != "AD0001"),
            ids.Count(id => id == "AD0001"),
            output.Split('\n').Count(line => line.Contains(": error CS", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"(?:error|warning) ([A-Za-z]+\d+(?:FadeOut)?):")]
    private static partial Regex ReportLine();
}
