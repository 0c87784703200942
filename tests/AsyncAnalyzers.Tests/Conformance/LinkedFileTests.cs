using System.Collections.Immutable;
using AsyncAnalyzers.Rules.Unobserved;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>Files that several projects hold, as those of a project with several target frameworks: one edit, and it does not matter which project is asked.</summary>
public class LinkedFileTests
{
    private const string Callee = """
        class Outbox
        {
            Task DeliverAsync() => Task.Delay(1);
            internal void Send() { DeliverAsync(); }
            void Resend() { Send(); }
        }
        """;

    private const string Caller = "class Mail { static void Post(Outbox outbox) { outbox.Send(); } }";

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public async Task A_change_that_crosses_files_is_made_once_in_every_project(int asked, bool fixAll)
    {
        Solution solution = SolutionOf(3, Callee, Caller);
        Project project = solution.Projects.ElementAt(asked);

        Solution repaired = await RepairAsync(project, fixAll);

        foreach (Project each in repaired.Projects)
        {
            string[] texts = await TextsAsync(each);
            Assert.Contains("internal async Task Send() { await DeliverAsync(); }", texts[0], StringComparison.Ordinal);
            Assert.Contains("async Task Resend() { await Send(); }", texts[0], StringComparison.Ordinal);
            Assert.Contains("static async Task Post(Outbox outbox) { await outbox.Send(); }", texts[1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_caller_that_only_another_target_framework_has_stops_the_change()
    {
        Solution solution = SolutionOf(2, Callee, "#if P1\n" + Caller + "\n#endif");

        Assert.DoesNotContain(await TitlesAsync(solution.Projects.First()), title => title.StartsWith("Await", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_caller_behind_a_directive_of_the_same_file_stops_the_change()
    {
        const string Source = "class C { internal void M() { F(); } System.Threading.Tasks.Task F() => System.Threading.Tasks.Task.Delay(1); }\n#if P1\nclass D { static void N() => new C().M(); }\n#endif";
        Solution solution = SolutionOf(2, Source);

        Assert.DoesNotContain(await TitlesAsync(solution.Projects.First()), title => title.StartsWith("Await", StringComparison.Ordinal));
    }

    private static Solution SolutionOf(int projects, params string[] sources)
    {
        var workspace = new AdhocWorkspace();
        Solution solution = workspace.CurrentSolution;
        for (int p = 0; p < projects; p++)
        {
            var id = ProjectId.CreateNewId();
            solution = solution
                .AddProject(id, $"P{p}", $"P{p}", LanguageNames.CSharp)
                .WithProjectCompilationOptions(id, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
                .WithProjectParseOptions(id, new CSharpParseOptions(TestSetup.NewestLanguageVersion, preprocessorSymbols: [$"P{p}"]))
                .AddMetadataReferences(id, TestedCode.Framework);
            solution = solution.AddDocument(DocumentId.CreateNewId(id), "Usings.cs", TestedCode.GlobalUsings, filePath: "/linked/Usings.cs");
            for (int i = 0; i < sources.Length; i++)
            {
                solution = solution.AddDocument(DocumentId.CreateNewId(id), $"File{i}.cs", sources[i], filePath: $"/linked/File{i}.cs");
            }
        }

        return solution;
    }

    private static async Task<string[]> TextsAsync(Project project)
        => await Task.WhenAll(project.Documents.Where(document => document.Name.StartsWith("File", StringComparison.Ordinal)).Select(async document => (await document.GetTextAsync()).ToString()));

    private static async Task<ImmutableArray<Diagnostic>> ReportsAsync(Project project)
    {
        Compilation compilation = (await project.GetCompilationAsync())!;
        return await compilation.WithAnalyzers([new ASYNC2001UnawaitedTaskAnalyzer()]).GetAnalyzerDiagnosticsAsync();
    }

    private static async Task<List<CodeAction>> ActionsAsync(Project project)
    {
        Diagnostic report = Assert.Single(await ReportsAsync(project));
        var actions = new List<CodeAction>();
        await new ASYNC2001UnawaitedTaskCodeFix().RegisterCodeFixesAsync(
            new CodeFixContext(project.GetDocument(report.Location.SourceTree)!, report, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    private static async Task<string[]> TitlesAsync(Project project) => [.. (await ActionsAsync(project)).Select(action => action.Title)];

    private static async Task<Solution> RepairAsync(Project project, bool fixAll)
    {
        CodeAction action = (await ActionsAsync(project))[0];
        if (fixAll)
        {
            var fix = new ASYNC2001UnawaitedTaskCodeFix();
            var context = new FixAllContext(
                project.Documents.First(), fix, FixAllScope.Solution, action.EquivalenceKey!, fix.FixableDiagnosticIds, new Reports(), CancellationToken.None);
            action = (await fix.GetFixAllProvider()!.GetFixAsync(context))!;
        }

        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        return operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
    }

    private sealed class Reports : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => await ReportsAsync(project);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            SyntaxTree tree = (await document.GetSyntaxTreeAsync(cancellationToken))!;
            return (await ReportsAsync(document.Project)).Where(report => report.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
