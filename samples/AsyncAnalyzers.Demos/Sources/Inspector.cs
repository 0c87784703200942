using System.Collections.Immutable;
using AsyncAnalyzers.Demos.Measuring;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Demos.Sources;

/// <summary>Runs the real rule and the real code fix of a demo over the demo's own source text.</summary>
internal static class Inspector
{
    private const string ProjectPath = "samples/AsyncAnalyzers.Demos/";

    /// <summary>A fix that flags its own result would go on for ever.</summary>
    private const int MostFixes = 10;

    public static async Task<Inspection> InspectAsync(Demo demo, CancellationToken cancellationToken)
    {
        var source = DemoSource.Of(demo);
        using var workspace = new AdhocWorkspace();
        Document document = Open(workspace, ProjectPath + demo.File, source.Text);
        var problems = new List<string>();

        ImmutableArray<Diagnostic> diagnostics = await DiagnosticsAsync(document, demo.Id, problems, cancellationToken);
        Message[] messages = diagnostics.Where(d => source.Bad.Contains(d.Location.SourceSpan)).Select(MessageOf).ToArray();
        if (RuleCatalog.Analyzer(demo.Id) is null)
        {
            problems.Add("there is no such rule");
        }
        else if (messages.Length == 0)
        {
            problems.Add("the rule does not flag the flawed half");
        }

        if (diagnostics.FirstOrDefault(d => source.Good.Contains(d.Location.SourceSpan)) is { } wrong)
        {
            problems.Add($"the rule flags the repaired half, line {MessageOf(wrong).Line}");
        }

        (string? title, Document repaired) = await RepairAsync(document, demo.Id, problems, cancellationToken);
        string repairedText = (await repaired.GetTextAsync(cancellationToken)).ToString().ReplaceLineEndings("\n");
        string bad = source.Text.Substring(source.Bad.Start, source.Bad.Length);
        string good = source.Text.Substring(source.Good.Start, source.Good.Length);
        TextSpan repairedSpan = DemoSource.Half(repairedText, "bad");
        string written = repairedText.Substring(repairedSpan.Start, repairedSpan.Length);
        if (title is not null && written != good)
        {
            IEnumerable<string> difference = LineDiff.Between(good, written).Where(line => line.Kind != ' ').Select(line => $"\n    {line.Kind} {line.Text.Trim()}");
            problems.Add("the code fix does not write the repaired half (- demo, + code fix):" + string.Concat(difference));
        }

        int indent = LineDiff.Lines(bad).Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return new Inspection(
            ProjectPath + demo.File,
            SourceText.From(source.Text).Lines.GetLinePosition(source.Bad.Start).Line + 1,
            indent,
            LineDiff.Lines(Dedent(bad, indent)),
            messages,
            title,
            title is null ? [] : LineDiff.Between(Dedent(bad, indent), Dedent(written, indent)),
            problems);
    }

    private static Document Open(AdhocWorkspace workspace, string path, string text)
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(assembly => Path.GetDirectoryName(assembly) == framework)
            .Select(assembly => MetadataReference.CreateFromFile(assembly));
        Project project = workspace.AddProject("Demos", LanguageNames.CSharp)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.Latest))
            .AddMetadataReferences(references);
        foreach ((string name, string content) in DemoSource.Surroundings())
        {
            project = project.AddDocument(name, content, filePath: ProjectPath + name).Project;
        }

        return project.AddDocument(path, text, filePath: path);
    }

    /// <summary>What the rule says about the document, in source order.</summary>
    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Document document, string id, List<string> problems, CancellationToken cancellationToken)
    {
        Compilation compilation = (await document.Project.GetCompilationAsync(cancellationToken))!;
        if (compilation.GetDiagnostics(cancellationToken).FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
        {
            problems.Add("the source does not compile: " + error);
        }

        if (RuleCatalog.Analyzer(id) is not { } analyzer)
        {
            return [];
        }

        // Opt-in rules have demos too.
        var analyzed = new CompilationWithAnalyzers(
            compilation.WithOptions(compilation.Options
                .WithSpecificDiagnosticOptions(compilation.Options.SpecificDiagnosticOptions.SetItems(
                analyzer.SupportedDiagnostics.Where(rule => !rule.IsEnabledByDefault)
                    .Select(rule => KeyValuePair.Create(rule.Id, rule.DefaultSeverity == DiagnosticSeverity.Warning ? ReportDiagnostic.Warn : ReportDiagnostic.Info))))
                .WithSyntaxTreeOptionsProvider(null)),
            [analyzer],
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]),
                onAnalyzerException: (exception, _, _) => problems.Add("the rule threw: " + exception.Message),
                concurrentAnalysis: false,
                logAnalyzerExecutionTime: false));
        SyntaxTree tree = (await document.GetSyntaxTreeAsync(cancellationToken))!;
        return (await analyzed.GetAnalyzerDiagnosticsAsync(cancellationToken))
            .Where(d => d.Location.SourceTree == tree && d.Id == id)
            .OrderBy(d => d.Location.SourceSpan.Start)
            .ToImmutableArray();
    }

    /// <summary>Applies the first code fix that is offered, until the flawed half is no longer flagged.</summary>
    private static async Task<(string? Title, Document Document)> RepairAsync(Document document, string id, List<string> problems, CancellationToken cancellationToken)
    {
        string? title = null;
        if (RuleCatalog.CodeFix(id) is not { } fix)
        {
            problems.Add("the rule has no code fix");
            return (title, document);
        }

        for (int applied = 0; applied < MostFixes; applied++)
        {
            TextSpan half = DemoSource.Half((await document.GetTextAsync(cancellationToken)).ToString(), "bad");
            ImmutableArray<Diagnostic> diagnostics = await DiagnosticsAsync(document, id, problems, cancellationToken);
            if (diagnostics.FirstOrDefault(d => half.Contains(d.Location.SourceSpan)) is not { } flagged)
            {
                return (title, document);
            }

            var offered = new List<CodeAction>();
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, flagged, (action, _) => offered.Add(action), cancellationToken));
            if (offered.Count == 0)
            {
                problems.Add("the code fix offers nothing");
                return (title, document);
            }

            title ??= offered[0].Title;
            ImmutableArray<CodeActionOperation> operations = await offered[0].GetOperationsAsync(cancellationToken);
            Solution changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
            document = changed.GetDocument(document.Id)!;
        }

        problems.Add($"the rule still flags the flawed half after {MostFixes} fixes");
        return (title, document);
    }

    private static string Dedent(string text, int indent)
        => string.Join('\n', text.Split('\n').Select(line => line.AsSpan().TrimStart().Length > line.Length - indent ? line.TrimStart() : line[indent..]));

    private static Message MessageOf(Diagnostic diagnostic)
    {
        LinePositionSpan lines = diagnostic.Location.GetLineSpan().Span;
        return new Message(
            diagnostic.Id,
            diagnostic.Severity.ToString().ToLowerInvariant(),
            diagnostic.GetMessage(),
            diagnostic.Descriptor.HelpLinkUri,
            lines.Start.Line + 1,
            lines.Start.Character + 1,
            lines.End.Line + 1,
            lines.End.Character + 1);
    }
}
