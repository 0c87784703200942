using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>Some code, compiled against .NET 10 with the usual global usings, for all rules to look at.</summary>
internal sealed class TestedCode
{
    public const string GlobalUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Threading; global using System.Threading.Tasks;";

    public static readonly ImmutableArray<MetadataReference> Framework =
        TestSetup.References.ResolveAsync(LanguageNames.CSharp, CancellationToken.None).GetAwaiter().GetResult();

    // Kept, because the compiler forgets the symbols of metadata with the last compilation that uses them.
    private static readonly Project EmptyProject = CreateProject();

    private TestedCode(Document document)
    {
        Document = document;
    }

    /// <summary>The document in question; the others are its surroundings.</summary>
    public Document Document { get; private set; }

    public static TestedCode Create(string source, string path = "/0/Test0.cs", IEnumerable<(string Path, string Text)>? surroundings = null)
    {
        Project project = EmptyProject;
        foreach ((string otherPath, string text) in surroundings ?? [("/0/GlobalUsings.cs", GlobalUsings)])
        {
            project = project.AddDocument(Path.GetFileName(otherPath), SourceText.From(text), filePath: otherPath).Project;
        }

        SyntaxNode root = CSharpSyntaxTree.ParseText(source, (CSharpParseOptions)project.ParseOptions!).GetRoot();
        if (root.ChildNodes().Any(node => node is GlobalStatementSyntax))
        {
            project = project.WithCompilationOptions(project.CompilationOptions!.WithOutputKind(OutputKind.ConsoleApplication));
        }

        return new TestedCode(project.AddDocument(Path.GetFileName(path), SourceText.From(source, System.Text.Encoding.UTF8), filePath: path));
    }

    public async Task<string> TextAsync() => (await Document.GetTextAsync()).ToString();

    /// <summary>The errors of the compiler.</summary>
    public async Task<ImmutableArray<Diagnostic>> ErrorsAsync()
        => [.. (await Document.Project.GetCompilationAsync())!.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];

    /// <summary>What all rules say about the document, in source order.</summary>
    /// <exception cref="Xunit.Sdk.XunitException">A rule threw.</exception>
    public async Task<ImmutableArray<Diagnostic>> ReportsAsync(CancellationToken cancellationToken = default)
    {
        Compilation compilation = (await Document.Project.GetCompilationAsync(cancellationToken))!;
        SyntaxTree tree = (await Document.GetSyntaxTreeAsync(cancellationToken))!;
        return [.. (await ReportsAsync(compilation, cancellationToken)).Where(diagnostic => diagnostic.Location.SourceTree == tree)];
    }

    /// <summary>What all rules, or the given ones, say about the compilation, in source order.</summary>
    /// <exception cref="Xunit.Sdk.XunitException">A rule threw.</exception>
    public static async Task<ImmutableArray<Diagnostic>> ReportsAsync(
        Compilation compilation, CancellationToken cancellationToken = default, ImmutableArray<DiagnosticAnalyzer>? rules = null)
    {
        string? thrown = null;
        ImmutableArray<DiagnosticAnalyzer> analyzers = rules ?? Rule.AllAnalyzers;
        // Opt-in rules take part like all others.
        compilation = compilation.WithOptions(compilation.Options
            .WithSpecificDiagnosticOptions(compilation.Options.SpecificDiagnosticOptions.SetItems(
                analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Where(rule => !rule.IsEnabledByDefault)
                    .Select(rule => KeyValuePair.Create(rule.Id, rule.DefaultSeverity == DiagnosticSeverity.Warning ? ReportDiagnostic.Warn : ReportDiagnostic.Info))))
            .WithSyntaxTreeOptionsProvider(null));
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            (exception, analyzer, _) => thrown ??= $"{analyzer.GetType().Name} threw {exception}",
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> reports =
            await new CompilationWithAnalyzers(compilation, analyzers, options).GetAnalyzerDiagnosticsAsync(cancellationToken);
        if (thrown is not null)
        {
            Assert.Fail(thrown + "\nin\n" + compilation.SyntaxTrees.Last());
        }

        return [.. reports.OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    /// <summary>The actions that all fixes offer for the report, best first.</summary>
    public async Task<List<CodeAction>> OfferedAsync(Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        foreach (CodeFixProvider fix in Rule.AllFixes.Where(fix => fix.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            await fix.RegisterCodeFixesAsync(new CodeFixContext(Document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        }

        return actions;
    }

    /// <summary>The solution that the action leads to; from code without syntax errors to a tree that is what its text means.</summary>
    public async Task<Solution> ResultAsync(CodeAction action)
    {
        Solution changed = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
        if (!(await Document.GetSyntaxRootAsync())!.ContainsDiagnostics)
        {
            string? difference = await TreeDifference.DescribeAsync(changed.GetDocument(Document.Id)!, CancellationToken.None);
            Assert.True(difference is null, $"'{action.Title}' builds a tree that is not what its text means: {difference}");
        }

        return changed;
    }

    public async Task ApplyAsync(CodeAction action)
    {
        Solution changed = await ResultAsync(action);
        string text = (await changed.GetDocument(Document.Id)!.GetTextAsync()).ToString();
        Document = changed.WithDocumentText(Document.Id, SourceText.From(text, System.Text.Encoding.UTF8)).GetDocument(Document.Id)!;
    }

    private static Project CreateProject()
    {
        Project project = new AdhocWorkspace().CurrentSolution
            .AddProject("TestProject", "TestProject", LanguageNames.CSharp)
            .WithMetadataReferences(Framework)
            .WithParseOptions(new CSharpParseOptions(TestSetup.NewestLanguageVersion))
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        _ = project.GetCompilationAsync().GetAwaiter().GetResult()!.GetSpecialType(SpecialType.System_Object);
        return project;
    }
}
