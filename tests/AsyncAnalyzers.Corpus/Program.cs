using System.CommandLine;
using AsyncAnalyzers.Corpus.Comparing;
using AsyncAnalyzers.Corpus.Fixing;
using AsyncAnalyzers.Corpus.Loading;
using AsyncAnalyzers.Corpus.Output;
using AsyncAnalyzers.Corpus.Running;

Argument<string[]> inputs = new("inputs")
{
    Description = "Projects (.csproj), solutions (.sln, .slnx, .slnf) and folders.",
    Arity = ArgumentArity.OneOrMore,
};
Option<bool> all = new("--all") { Description = "All rules are on, also those that are off by default or that the code base configures." };
Option<string[]> rule = new("--rule")
{
    Description = "Only these rules.",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [],
};
Option<string[]> exclude = new("--exclude")
{
    Description = "Projects to leave out: a pattern with * of the path from the named folder on; may be given several times.",
    DefaultValueFactory = _ => [],
};
Option<bool> restore = new("--restore") { Description = "Restore the projects first. Else packages are taken as they are." };
Option<int> jobs = new("--jobs") { Description = "How many projects are analyzed at a time.", DefaultValueFactory = _ => 2 };
Option<FileInfo> tsv = new("--tsv") { Description = "Write the reports here instead of to the standard output." };
Option<FileInfo> sarif = new("--sarif") { Description = "Write the reports as SARIF 2.1.0 as well." };
jobs.Validators.Add(result =>
{
    if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 1)
    {
        result.AddError("--jobs is at least 1.");
    }
});

Command check = new(
    "check",
    "Run the rules over real code. Reports (id, severity, file, line, message): standard output; progress and summary: error output.")
{
    inputs, all, rule, exclude, restore, jobs, tsv, sarif,
};
check.SetAction((arguments, cancellationToken) => GuardAsync(async progress =>
{
    OwnRules rules = new(arguments.GetValue(rule)!, arguments.GetValue(all));
    CorpusInput input = await CorpusInput.FindAsync(arguments.GetValue(inputs)!, arguments.GetValue(exclude)!);
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

Option<DirectoryInfo> diffs = new("--diffs") { Description = "Write each difference to a file here: RULE/NUMBER-TITLE.diff." };
Option<int> limit = new("--limit") { Description = "The most reports of a rule whose fixes are tried alone, at even distances; 0 for all." };
Option<bool> skipFixAll = new("--skip-fix-all") { Description = "Each fix alone, and not all together." };
Command fixes = new("fixes", "Apply every fix that is offered, alone and by fix-all, and count what the compiler has against the result.")
{
    inputs, all, rule, exclude, restore, jobs, limit, skipFixAll, tsv, diffs,
};
fixes.SetAction((arguments, cancellationToken) => GuardAsync(async progress =>
{
    OwnRules rules = new(arguments.GetValue(rule)!, arguments.GetValue(all));
    CorpusInput input = await CorpusInput.FindAsync(arguments.GetValue(inputs)!, arguments.GetValue(exclude)!);
    using CorpusSolution corpus = await CorpusSolution.LoadAsync(input, arguments.GetValue(restore), arguments.GetValue(jobs), progress);
    FixRunOptions options = new(arguments.GetValue(limit), arguments.GetValue(skipFixAll), arguments.GetValue(jobs));
    FixRun run = new(corpus, rules, options, progress);
    await run.RunAsync(cancellationToken);
    FixRecord record = run.Record;
    if (arguments.GetValue(tsv) is { } tsvFile)
    {
        WriteLines(tsvFile, record.Outcomes.Select(outcome => outcome.ToTsv()));
    }

    if (arguments.GetValue(diffs) is { } folder)
    {
        await record.WriteDiffsAsync(folder);
    }

    record.WriteSummary(Console.Out);
    return record.IsBad ? 1 : 0;
}));

Argument<FileInfo> old = new("old") { Description = "What `check` wrote before." };
Argument<FileInfo> current = new("new") { Description = "What it wrote now." };
Option<bool> moved = new("--moved") { Description = "List reports whose line alone is another one as well." };
Command compare = new("compare", "Tell which reports went (-), came (+) and changed (- and +) between two records.")
{
    old, current, moved,
};
compare.SetAction((arguments, _) => GuardAsync(async _ =>
{
    ImmutableArray<Report> before = await ReadReportsAsync(arguments.GetValue(old)!);
    ImmutableArray<Report> after = await ReadReportsAsync(arguments.GetValue(current)!);
    ImmutableArray<Difference> differences = Comparison.Of(before, after);
    WriteLines(null, Comparison.Lines(differences, arguments.GetValue(moved)));
    Comparison.Summary(before, after, differences).Write(Console.Error);
    return 0;
}));

Option<int> rounds = new("--rounds") { Description = "How often each project is measured, after a warm-up.", DefaultValueFactory = _ => 4 };
Command cost = new("cost", "Measure what the rules add to the compiler's processor time, project by project.")
{
    inputs, all, rule, exclude, restore, rounds,
};
cost.SetAction((arguments, cancellationToken) => GuardAsync(async progress =>
{
    OwnRules rules = new(arguments.GetValue(rule)!, arguments.GetValue(all));
    CorpusInput input = await CorpusInput.FindAsync(arguments.GetValue(inputs)!, arguments.GetValue(exclude)!);
    using CorpusSolution corpus = await CorpusSolution.LoadAsync(input, arguments.GetValue(restore), jobs: 1, progress);
    CostRun run = new(corpus, rules, arguments.GetValue(rounds), progress);
    await run.RunAsync(cancellationToken);
    run.Write(Console.Out);
    return 0;
}));

RootCommand root = new("The rules and fixes over real code. Exit code: 0 fine, 1 a rule or fix threw or broke code, 2 bad input.")
{
    check, fixes, compare, cost,
};
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

static async Task<ImmutableArray<Report>> ReadReportsAsync(FileInfo file)
    => [.. (await File.ReadAllLinesAsync(file.FullName)).Where(line => line.Length > 0).Select(Report.Parse)];

static void WriteLines(FileInfo? file, IEnumerable<string> lines)
{
    using StreamWriter output = new(file is null ? Console.OpenStandardOutput() : file.Create()) { NewLine = "\n" };
    foreach (string line in lines)
    {
        output.WriteLine(line);
    }
}
