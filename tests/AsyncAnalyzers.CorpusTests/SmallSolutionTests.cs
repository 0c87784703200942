using System.Text.Json;
using AsyncAnalyzers.Corpus.Fixing;
using AsyncAnalyzers.Corpus.Loading;
using AsyncAnalyzers.Corpus.Output;
using AsyncAnalyzers.Corpus.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.CorpusTests;

/// <summary>Loading, checking and fixing from end to end.</summary>
public sealed class SmallSolutionTests(SmallSolution small) : IClassFixture<SmallSolution>
{
    private static readonly string[] Reported =
    [
        "ASYNC1001 warning App/Broken.cs 7",
        "ASYNC1001 warning Library/Store.cs 7",
        "ASYNC1002 warning App/Use.cs 7",
    ];

    [Fact]
    public void ProjectsAreCompiledAsTheirBuildWould()
    {
        Project library = Assert.Single(small.Corpus.Solution.Projects, project => project.Name == "Library");
        Project app = Assert.Single(small.Corpus.Solution.Projects, project => project.Name == "App");
        Assert.Equal("net10.0", small.Corpus.Projects[library.Id].TargetFramework);
        Assert.Equal(library.Id, Assert.Single(app.ProjectReferences).ProjectId);
        Assert.All(small.Corpus.Projects.Values, project => Assert.Equal(LoadState.Complete, project.State));
        Assert.Empty(small.Corpus.GeneratorFailures);
        Assert.Contains(app.AnalyzerReferences, reference => reference.Display?.Contains("RegularExpressions", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("Library", "netstandard2.0,net10.0")]
    [InlineData("App", "net10.0")]
    public void RulesKnowAllTargetFrameworks(string name, string frameworks)
    {
        Project project = Assert.Single(small.Corpus.Solution.Projects, project => project.Name == name);
        Assert.True(project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(
            "build_property._AsyncAnalyzersTargetFrameworks", out string? known));
        Assert.Equal(frameworks, known);
    }

    [Fact]
    public async Task ReportsOfBrokenCodeAreThere_SuppressedOnesAreNot()
    {
        CheckRun run = await CheckAsync(all: false);
        Assert.Equal(Reported, run.Reports.Select(report => $"{report.Id} {report.Severity} {report.File} {report.Line}"));
        var summary = new StringWriter();
        run.WriteSummary(summary);
        Assert.Contains("3 reports in 3 files of 2 projects; 1 files (33.3 %) do not compile cleanly.", summary.ToString(), StringComparison.Ordinal);
        Assert.Empty(run.Failures);
    }

    [Fact]
    public async Task AllRulesFindMore()
    {
        CheckRun run = await CheckAsync(all: true);
        Assert.Subset(run.Reports.Select(report => report.Id).ToHashSet(), Reported.Select(line => line.Split(' ')[0]).ToHashSet());
        Assert.True(run.Reports.Count > Reported.Length);
    }

    [Fact]
    public async Task SarifHasTheSameReports()
    {
        CheckRun run = await CheckAsync(all: false);
        string file = Path.Combine(small.Folder.FullName, "reports.sarif");
        Sarif.Write(file, small.Corpus.Input.Root, new OwnRules([], false).InOrder, run.Reports);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        JsonElement log = document.RootElement.GetProperty("runs")[0];
        Assert.Equal(
            run.Reports.Select(report => (report.Id, report.File, report.Line)),
            log.GetProperty("results").EnumerateArray().Select(result =>
            {
                JsonElement place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
                return (
                    result.GetProperty("ruleId").GetString()!,
                    place.GetProperty("artifactLocation").GetProperty("uri").GetString()!,
                    place.GetProperty("region").GetProperty("startLine").GetInt32());
            }));
    }

    [Fact]
    public async Task EachFixIsAppliedAloneAndAllTogether()
    {
        FixRun run = new(small.Corpus, new OwnRules([], false), new FixRunOptions(Limit: 0, SkipFixAll: false, Jobs: 1), small.Progress);
        await run.RunAsync(CancellationToken.None);
        FixRecord record = run.Record;
        Assert.Equal(
            Reported.Select(line => line.Split(' ')[2]),
            record.Outcomes.Where(outcome => outcome.IsAlone).Select(outcome => outcome.Report.File));
        Assert.Equal(
            ["project App", "project Library", "solution", "project App", "solution"],
            record.Outcomes.Where(outcome => !outcome.IsAlone).Select(outcome => outcome.Scope));
        Assert.All(
            record.Outcomes,
            outcome => Assert.True(outcome.IsChanged && outcome.NewErrors.IsEmpty && outcome.NewWarnings.IsEmpty && outcome.Exception is null));
        Assert.False(record.IsBad);

        DirectoryInfo diffs = small.Folder.CreateSubdirectory("diffs");
        await record.WriteDiffsAsync(diffs);
        string diff = await File.ReadAllTextAsync(Assert.Single(diffs.GetFiles("ASYNC1002/001-*.diff")).FullName);
        Assert.Contains("-        int count = Library.Store.StockAsync().Result;\n+        int count = await Library.Store.StockAsync();\n", diff, StringComparison.Ordinal);
        Assert.Single(diffs.GetFiles("ASYNC1001/fix-all-solution-*.diff"));
    }

    [Fact]
    public async Task ErrorsInProjectsThatReferToTheChangedOneCount()
    {
        Solution solution = small.Corpus.Solution;
        Document store = solution.Projects.SelectMany(project => project.Documents).Single(document => document.Name == "Store.cs");
        string text = (await store.GetTextAsync()).ToString();
        CompilerDelta delta = new(solution, small.Corpus.Input);

        (ImmutableArray<string> errors, _) = await delta.CompareAsync(
            solution.WithDocumentText(store.Id, SourceText.From(text.Replace("StockAsync", "AmountAsync", StringComparison.Ordinal))), CancellationToken.None);
        Assert.Equal(["CS0117 App/Use.cs:7", "CS0117 App/Use.cs:12"], errors.Select(error => error.Split(": ")[0]));

        (errors, ImmutableArray<string> warnings) = await delta.CompareAsync(
            solution.WithDocumentText(store.Id, SourceText.From(text.Replace("return 1;", "int n; return \"\";", StringComparison.Ordinal))), CancellationToken.None);
        Assert.StartsWith("CS0029 Library/Store.cs:9: ", Assert.Single(errors), StringComparison.Ordinal);
        Assert.StartsWith("CS0168 Library/Store.cs:9: ", Assert.Single(warnings), StringComparison.Ordinal);
    }

    private async Task<CheckRun> CheckAsync(bool all)
    {
        CheckRun run = new(small.Corpus, new OwnRules([], all), jobs: 1, small.Progress);
        await run.RunAsync(CancellationToken.None);
        return run;
    }
}
