using System.Collections.Immutable;
using System.CommandLine;
using AsyncAnalyzers.Benchmarks;
using Microsoft.CodeAnalysis;

Option<DirectoryInfo> source = new("--source") { Description = "A folder of C# to analyze as one compilation. Default: the sources of this repository." };
Option<FileInfo> references = new("--references") { Description = "A list of assemblies that the source needs beside the framework's, one path a line." };
Option<int> rounds = new("--rounds") { Description = "How often everything is measured.", DefaultValueFactory = _ => 5 };
Option<string[]> only = new("--package") { Description = "Only packages whose name contains this; may be given several times.", DefaultValueFactory = _ => [] };
Option<bool> each = new("--each") { Description = "Measure every analyzer alone instead of every package: true cost, forced binding included." };
Option<bool> sequential = new("--sequential") { Description = "One thread: less noise than the compiler's usual way." };
Option<bool> reports = new("--reports") { Description = "Print each report of our own rules with its line of source, and measure nothing." };
Option<bool> rules = new("--rules") { Description = "List the rules that take part, and exit." };
Option<bool> growth = new("--growth") { Description = "Measure our own rules on code of a size that only machines write, at n, 2n and 4n; fails where the cost grows faster than the code." };
Option<FileInfo> build = new("--build") { Description = "A project to compile with and without each package, the compiler in a process of its own, instead of --source." };
Option<FileInfo> keystroke = new("--keystroke") { Description = "A project to type in: one character changes, and each package runs on that document alone, as an editor runs it." };
Option<int[]> times = new("--times") { Description = "How many copies of the project of --keystroke there are, each beside the others; may be given several times.", DefaultValueFactory = _ => [1] };
Option<string[]> buildArguments = new("--build-argument") { Description = "A further argument of `dotnet build` for --build and --keystroke; may be given several times.", DefaultValueFactory = _ => [] };

source.AcceptExistingOnly();
references.AcceptExistingOnly();
build.AcceptExistingOnly();
keystroke.AcceptExistingOnly();

RootCommand root = new("What analyzers of asynchronous code cost, and what they report, beside the compiler.")
{
    source, references, build, buildArguments, keystroke, times, rounds, only, each, sequential, reports, rules, growth,
};
root.SetAction(async arguments =>
{
    string[] names = arguments.GetValue(only)!;
    ImmutableArray<AnalyzerPackage> packages =
    [
        .. PeerRules.AllPackages().Where(package => names.Length == 0 || names.Any(name => package.Name.Contains(name, StringComparison.OrdinalIgnoreCase))),
    ];
    if (arguments.GetValue(rules))
    {
        WriteRules(packages);
        return 0;
    }

    if (arguments.GetValue(growth))
    {
        return await new GrowthBenchmark(packages.Single(package => package.IsOwn), arguments.GetValue(rounds)).RunAsync() ? 0 : 1;
    }

    if ((arguments.GetValue(build) ?? arguments.GetValue(keystroke)) is { } project)
    {
        DirectoryInfo workFolder = Directory.CreateTempSubdirectory("AsyncAnalyzers.Benchmarks.");
        try
        {
            CompilerCommandLine commandLine = await CompilerCommandLine.CaptureAsync(project.FullName, arguments.GetValue(buildArguments)!, workFolder.FullName);
            await (arguments.GetValue(build) is not null
                ? new CompilerBenchmark(commandLine, packages, arguments.GetValue(rounds), workFolder.FullName).RunAsync()
                : new KeystrokeBenchmark(commandLine.ToCompilation(), packages, arguments.GetValue(rounds)).RunAsync(arguments.GetValue(times)!));
        }
        finally
        {
            workFolder.Delete(recursive: true);
        }

        return 0;
    }

    IEnumerable<string> listed = arguments.GetValue(references) is { } list ? File.ReadLines(list.FullName).Where(line => line.Length > 0) : [];
    DirectoryInfo? folder = arguments.GetValue(source);
    SourceFolder input = folder is null
        ? await SourceFolder.ReadAsync(BuildPaths.Get("RepositoryRoot"), listed.Concat(Directory.GetFiles(AppContext.BaseDirectory, "*.dll")))
        : await SourceFolder.ReadAsync(folder.FullName, listed);
    SourceBenchmark benchmark = new(input, packages, arguments.GetValue(rounds), concurrent: !arguments.GetValue(sequential));
    await (arguments.GetValue(reports) ? benchmark.WriteReportsAsync() : benchmark.RunAsync(arguments.GetValue(each)));
    return 0;
});
return root.Parse(args).Invoke();

static void WriteRules(ImmutableArray<AnalyzerPackage> packages)
{
    Table table = new("Rules that take part", "package", "rule", "what it looks for");
    foreach (AnalyzerPackage package in packages)
    {
        foreach (DiagnosticDescriptor rule in package.LoadAnalyzers().SelectMany(analyzer => analyzer.SupportedDiagnostics).Where(rule => package.Includes(rule.Id)).DistinctBy(rule => rule.Id).OrderBy(rule => rule.Id, StringComparer.Ordinal))
        {
            table.Add(package.Name, rule.Id, package.Rules?[rule.Id].What ?? rule.Title.ToString());
        }
    }

    table.Write();
}
