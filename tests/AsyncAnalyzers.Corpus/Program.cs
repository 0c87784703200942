using System.CommandLine;
using AsyncAnalyzers.Corpus.Loading;
using AsyncAnalyzers.Corpus.Output;
using AsyncAnalyzers.Corpus.Running;

Argument<string[]> inputs = new("inputs") { Description = "Projects (.csproj), solutions (.sln, .slnx, .slnf) and folders.", Arity = ArgumentArity.OneOrMore };
Option<bool> all = new("--all") { Description = "All rules are on, also those that are off by default or that the code base configures." };
Option<string[]> rule = new("--rule") { Description = "Only these rules.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
Option<string[]> exclude = new("--exclude") { Description = "Projects to leave out: a pattern with * of the path from the named folder on; may be given several times.", DefaultValueFactory = _ => [] };
Option<bool> restore = new("--restore") { Description = "Restore the projects first. Else packages are taken as they are." };
Option<int> jobs = new("--jobs") { Description = "How many projects are analyzed at a time.", DefaultValueFactory = _ => 2 };
Option<FileInfo> tsv = new("--tsv") { Description = "Write the reports here instead of to the standard output." };
Option<FileInfo> sarif = new("--sarif") { Description = "Write the reports as SARIF 2.1.0 as well." };

Command check = new("check", "Run the rules over real code. Reports (id, severity, file, line, message): standard output; progress and summary: error output.")
{
    inputs, all, rule, exclude, restore, jobs, tsv, sarif,
};
check.SetAction((arguments, cancellationToken) => GuardAsync(async progress =>
{
    OwnRules rules = new(arguments.GetValue(rule)!, arguments.GetValue(all));
    CorpusInput input = CorpusInput.Find(arguments.GetValue(inputs)!, arguments.GetValue(exclude)!);
    using CorpusSolution corpus = await CorpusSolution.LoadAsync(input, arguments.GetValue(restore), arguments.GetValue(jobs), progress);
    CheckRun run = new(corpus, rules, arguments.GetValue(jobs), progress);
    await run.RunAsync(cancellationToken);
    WriteLines(arguments.GetValue(tsv), run.Reports.Select(report => report.ToTsv()));
    if (arguments.GetValue(sarif) is { } sarifFile)
    {
        Sarif.Write(sarifFile.FullName, input.Root, rules.InOrder, run.Reports);
    }

    run.WriteSummary(Console.Error);
    return run.Failures.Any() ? 1 : 0;
}));

RootCommand root = new("The rules and fixes over real code. Exit code: 0 fine, 1 a rule or fix threw or broke code, 2 bad input.") { check };
ParseResult parsed = root.Parse(args);
int exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? 2 : exitCode;

static async Task<int> GuardAsync(Func<Progress, Task<int>> action)
{
    try
    {
        return await action(new Progress(Console.Error));
    }
    catch (Exception exception) when (exception is BadInputException or IOException or UnauthorizedAccessException or FormatException)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        return 2;
    }
}

static void WriteLines(FileInfo? file, IEnumerable<string> lines)
{
    using TextWriter output = file is null ? Console.Out : new StreamWriter(file.FullName) { NewLine = "\n" };
    foreach (string line in lines)
    {
        output.WriteLine(line);
    }
}
