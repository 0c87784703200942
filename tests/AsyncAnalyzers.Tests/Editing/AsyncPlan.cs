using System.Collections.Immutable;
using AsyncAnalyzers.Editing;
using AsyncAnalyzers.Semantics;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Tests.Editing;

/// <summary>
/// Makes one function of a small solution async. The expression in <c>[|…|]</c> is awaited; <c>//// App/B.cs</c> on a line begins another file,
/// its first folder being the project, and <c>//// Lib/S.cs App/S.cs</c> a file that two projects link. Projects see those before them.
/// </summary>
internal static class AsyncPlan
{
    private const string GlobalUsings =
        "global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;"
        + "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"App\"), System.Runtime.CompilerServices.InternalsVisibleTo(\"Tests\")]";

    private static readonly ImmutableArray<MetadataReference> Framework =
        TestSetup.References.ResolveAsync(LanguageNames.CSharp, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>The function becomes async, all files are as expected, and the compiler has no more to say than before.</summary>
    public static async Task BecomesAsync(string source, string expected, bool includePublicApi = false, LanguageVersion? languageVersion = null, string? publicApi = null, ReferenceAssemblies? references = null)
    {
        (Solution before, Document document, TextSpan span) = await CreateAsync(source, languageVersion, references);
        (Solution? after, MakeAsyncPlan? plan) = await ApplyAsync(document, span, includePublicApi);
        Assert.True(plan is not null, "There is no plan.");
        Assert.True(after is not null, "A call would be bound to another method.");
        string[] files = FilesOf(expected).Select(file => file.Text).ToArray();
        string[] actual = await Task.WhenAll(before.Projects.SelectMany(project => project.Documents).Where(file => file.Name != "GlobalUsings.cs")
            .GroupBy(file => file.FilePath).OrderBy(file => Array.FindIndex(FilesOf(source), f => f.Paths.Contains(file.Key!.TrimStart('/'))))
            .Select(async file => (await ChangedTextAsync(file.Select(f => f.Id)))));
        Assert.Equal(string.Join("\n////\n", files), string.Join("\n////\n", actual), ignoreLineEndingDifferences: false);

        // Every linked copy of a file has the new text, as it would once it is saved.
        foreach (IGrouping<string?, Document> file in before.Projects.SelectMany(project => project.Documents).GroupBy(file => file.FilePath))
        {
            string text = await ChangedTextAsync(file.Select(f => f.Id));
            after = file.Aggregate(after, (solution, f) => solution.WithDocumentText(f.Id, SourceText.From(text)));
        }

        Assert.Equal(await SaidAsync(before), await SaidAsync(after));
        Assert.True(await CompileCheck.AddsNoErrorAsync(before, after, CancellationToken.None));
        Assert.Equal(publicApi ?? "", string.Join(", ", plan.ChangedPublicApi));

        async Task<string> ChangedTextAsync(IEnumerable<DocumentId> linked)
        {
            var texts = new List<string>();
            foreach (DocumentId id in linked)
            {
                string text = (await after!.GetDocument(id)!.GetTextAsync()).ToString();
                if (text != (await before.GetDocument(id)!.GetTextAsync()).ToString())
                {
                    return text;
                }

                texts.Add(text);
            }

            return texts[0];
        }
    }

    /// <summary>There is no plan, or the result is refused.</summary>
    public static async Task IsRefusedAsync(string source, bool includePublicApi = false, LanguageVersion? languageVersion = null)
    {
        (Solution before, Document document, TextSpan span) = await CreateAsync(source, languageVersion, null);
        (Solution? after, _) = await ApplyAsync(document, span, includePublicApi);
        if (after is not null && await CompileCheck.AddsNoErrorAsync(before, after, CancellationToken.None))
        {
            var texts = new List<string>();
            foreach (Document file in after.Projects.SelectMany(project => project.Documents).Where(file => file.Name != "GlobalUsings.cs"))
            {
                texts.Add((await file.GetTextAsync()).ToString());
            }

            Assert.Fail("It was made async:\n" + string.Join("\n////\n", texts));
        }
    }

    private static async Task<(Solution? After, MakeAsyncPlan? Plan)> ApplyAsync(Document document, TextSpan span, bool includePublicApi)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync())!;
        var dropped = (ExpressionSyntax)root.FindNode(span, getInnermostNodeForTie: true);
        MakeAsyncPlan? plan = await MakeAsync.PlanAsync(document, FunctionSyntax.Enclosing(dropped)!, includePublicApi, CancellationToken.None);
        var edit = new NodeEdit(document.Id, dropped, rewritten => AwaitSyntax.InPlaceOf(dropped, (ExpressionSyntax)rewritten, configureAwaitFalse: false));
        Solution? after = plan is null ? null : await plan.ApplyAsync(edit, CancellationToken.None);
        return (after is null ? null : await CleanUpAsync(document.Project.Solution, after), plan);
    }

    /// <summary>What an editor does with a changed document: imports are added, names shortened, new statements formatted.</summary>
    private static async Task<Solution> CleanUpAsync(Solution before, Solution after)
    {
        foreach (DocumentId id in after.GetChanges(before).GetProjectChanges().SelectMany(project => project.GetChangedDocuments()).ToArray())
        {
            Document document = await ImportAdder.AddImportsAsync(after.GetDocument(id)!, Simplifier.AddImportsAnnotation);
            document = await Simplifier.ReduceAsync(document, Simplifier.Annotation);
            document = await Formatter.FormatAsync(document, Formatter.Annotation);
            string? difference = await TreeDifference.DescribeAsync(document, CancellationToken.None);
            Assert.True(difference is null, difference);
            after = document.Project.Solution;
        }

        return after;
    }

    private static async Task<(Solution Solution, Document Document, TextSpan Span)> CreateAsync(string source, LanguageVersion? languageVersion, ReferenceAssemblies? references)
    {
        ImmutableArray<MetadataReference> framework = references is null ? Framework : await references.ResolveAsync(LanguageNames.CSharp, CancellationToken.None);
        Solution solution = new AdhocWorkspace().CurrentSolution;
        var projects = new Dictionary<string, ProjectId>();
        (DocumentId Id, TextSpan Span)? marked = null;
        foreach ((string[] paths, string text) in FilesOf(source))
        {
            TestFileMarkupParser.GetSpans(text, out string plain, out ImmutableArray<TextSpan> marks);
            foreach (string path in paths)
            {
                string name = path.Split('/')[0];
                if (!projects.TryGetValue(name, out ProjectId? project))
                {
                    LanguageVersion version = languageVersion ?? TestSetup.NewestLanguageVersion;
                    solution = solution.AddProject(project = ProjectId.CreateNewId(), name, name, LanguageNames.CSharp)
                        .WithProjectMetadataReferences(project, framework)
                        .WithProjectParseOptions(project, new CSharpParseOptions(version, preprocessorSymbols: [name.ToUpperInvariant()]))
                        .WithProjectCompilationOptions(project, new CSharpCompilationOptions(
                            text.Contains("static void Main(", StringComparison.Ordinal) || text.Contains("static int Main(", StringComparison.Ordinal) || text.Contains("//top", StringComparison.Ordinal)
                                ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                            allowUnsafe: true,
                            nullableContextOptions: version >= LanguageVersion.CSharp8 ? NullableContextOptions.Enable : NullableContextOptions.Disable))
                        .WithProjectDocumentsAsAdded(project, version)
                        .AddProjectReferences(project, projects.Values.Select(earlier => new ProjectReference(earlier)));
                    projects.Add(name, project);
                }

                DocumentId id = DocumentId.CreateNewId(project);
                string shared = paths.Length > 1 ? "/" + paths[0] : "/" + path;
                solution = solution.AddDocument(id, path.Split('/')[^1], SourceText.From(plain), filePath: shared);
                marked ??= marks.Length > 0 ? (id, marks[0]) : null;
            }
        }

        foreach (string said in await SaidAsync(solution))
        {
            Assert.False(said.Contains(" error ", StringComparison.Ordinal), said);
        }

        return (solution, solution.GetDocument(marked!.Value.Id)!, marked.Value.Span);
    }

    private static Solution WithProjectDocumentsAsAdded(this Solution solution, ProjectId project, LanguageVersion version)
        => version >= LanguageVersion.CSharp10
            ? solution.AddDocument(DocumentId.CreateNewId(project), "GlobalUsings.cs", SourceText.From(GlobalUsings), filePath: "/" + project.Id + "/GlobalUsings.cs")
            : solution;

    private static (string[] Paths, string Text)[] FilesOf(string source)
        => [.. ("//// Lib/A.cs\n" + source).Split("//// ", StringSplitOptions.RemoveEmptyEntries)
            .Select(file => (file[..file.IndexOf('\n', StringComparison.Ordinal)].Split(' '), file[(file.IndexOf('\n', StringComparison.Ordinal) + 1)..]))];

    /// <summary>Errors and warnings of all projects, by id.</summary>
    private static async Task<List<string>> SaidAsync(Solution solution)
    {
        var said = new List<string>();
        foreach (Project project in solution.Projects)
        {
            said.AddRange((await project.GetCompilationAsync())!.GetDiagnostics()
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id is not ("CS4014" or "CS0067" or "CS0169" or "CS0649" or "CS0414"))
                .Select(diagnostic => $"{project.Name} {diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Id} {(diagnostic.Severity == DiagnosticSeverity.Error ? diagnostic.ToString() : "")}"));
        }

        said.Sort(StringComparer.Ordinal);
        return said;
    }
}
