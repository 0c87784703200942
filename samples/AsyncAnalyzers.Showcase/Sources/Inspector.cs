using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Showcase.Sources;

/// <summary>Runs the real rule and the real code fix over flawed code in the program's own source text.</summary>
internal static class Inspector
{
    /// <summary>A fix that flags its own result would go on for ever.</summary>
    private const int MostFixes = 10;

    private static readonly Lazy<ImmutableArray<MetadataReference>> Framework = new(FindFramework);

    public static async Task<Inspection> InspectAsync(Specimen specimen, CancellationToken cancellationToken)
    {
        var source = MarkedSource.Of(specimen);
        string bad = source.Text.Substring(source.Bad.Start, source.Bad.Length);
        string? good = source.Good is { } span ? source.Text.Substring(span.Start, span.Length) : null;
        var problems = new List<string>();
        var messages = new List<Message>();
        string? title = null;
        string? written = good;
        if (specimen.Rule is { } rule)
        {
            using var workspace = new AdhocWorkspace();
            Document document = Open(workspace, specimen, source.Text);
            ImmutableArray<Diagnostic> diagnostics = await DiagnosticsAsync(document, rule, problems, cancellationToken);
            messages.AddRange(MessagesOf(diagnostics, rule, source, problems));
            (title, Document repaired) = await RepairAsync(document, diagnostics, specimen, source, problems, cancellationToken);
            if (title is not null)
            {
                string text = (await repaired.GetTextAsync(cancellationToken)).ToString().ReplaceLineEndings("\n");
                TextSpan half = source.BadIn(text);
                written = text.Substring(half.Start, half.Length);
                Compare(written, good, problems);
            }
        }

        int indent = LineDiff.Lines(bad).Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return new Inspection(
            specimen,
            SourceText.From(source.Text).Lines.GetLinePosition(source.Bad.Start).Line + 1,
            indent,
            LineDiff.Lines(Dedent(bad, indent)),
            messages,
            title,
            written is null ? [] : LineDiff.Between(Dedent(bad, indent), Dedent(written, indent)),
            problems);
    }

    private static ImmutableArray<MetadataReference> FindFramework()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(assembly => Path.GetDirectoryName(assembly) == framework)
            .Select(assembly => (MetadataReference)MetadataReference.CreateFromFile(assembly))
            .ToImmutableArray();
    }

    private static Document Open(AdhocWorkspace workspace, Specimen specimen, string text)
    {
        Project project = workspace.AddProject("Specimen", LanguageNames.CSharp)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.Latest))
            .AddMetadataReferences(Framework.Value);
        foreach ((string path, string content) in specimen.Sources.Surroundings())
        {
            project = project.AddDocument(path, content, filePath: path).Project;
        }

        return project.AddDocument(specimen.Path, text, filePath: specimen.Path);
    }

    /// <summary>What the rule says about the flawed half. It should say something, and nothing about the repaired half.</summary>
    private static IEnumerable<Message> MessagesOf(
        ImmutableArray<Diagnostic> diagnostics, string rule, MarkedSource source, List<string> problems)
    {
        Message[] messages = diagnostics.Where(d => source.Bad.Contains(d.Location.SourceSpan)).Select(MessageOf).ToArray();
        if (RuleCatalog.Analyzer(rule) is null)
        {
            problems.Add("there is no such rule");
        }
        else if (messages.Length == 0)
        {
            problems.Add("the rule does not flag the flawed half");
        }

        if (diagnostics.FirstOrDefault(d => source.Good?.Contains(d.Location.SourceSpan) == true) is { } wrong)
        {
            problems.Add($"the rule flags the repaired half, line {MessageOf(wrong).Line}");
        }

        return messages;
    }

    private static void Compare(string written, string? good, List<string> problems)
    {
        if (good is null)
        {
            problems.Add("there is no repaired half");
        }
        else if (written != good)
        {
            IEnumerable<string> difference = LineDiff.Between(good, written)
                .Where(line => line.Kind != ' ')
                .Select(line => $"\n    {line.Kind} {line.Text.Trim()}");
            problems.Add("the code fix does not write the repaired half (- source, + code fix):" + string.Concat(difference));
        }
    }

    /// <summary>What the rule says about the document, in source order.</summary>
    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(
        Document document, string id, List<string> problems, CancellationToken cancellationToken)
    {
        // Of this document only: what surrounds it is right, or this program would not run.
        SemanticModel model = (await document.GetSemanticModelAsync(cancellationToken))!;
        Compilation compilation = model.Compilation;
        ImmutableArray<Diagnostic> ofCompiler = model.GetDiagnostics(cancellationToken: cancellationToken);
        if (ofCompiler.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
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
        model = analyzed.Compilation.GetSemanticModel(model.SyntaxTree);
        return (await analyzed.GetAnalyzerSyntaxDiagnosticsAsync(model.SyntaxTree, cancellationToken))
            .Concat(await analyzed.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, cancellationToken))
            .Where(d => d.Id == id)
            .OrderBy(d => d.Location.SourceSpan.Start)
            .ToImmutableArray();
    }

    /// <summary>Applies the first code fix that is offered, until the flawed half is no longer flagged.</summary>
    private static async Task<(string? Title, Document Document)> RepairAsync(
        Document document,
        ImmutableArray<Diagnostic> diagnostics,
        Specimen specimen,
        MarkedSource source,
        List<string> problems,
        CancellationToken cancellationToken)
    {
        string? title = null;
        string rule = specimen.Rule!;
        if (RuleCatalog.CodeFix(rule) is not { } fix)
        {
            problems.Add("the rule has no code fix");
            return (title, document);
        }

        for (int applied = 0; applied < MostFixes; applied++)
        {
            TextSpan half = source.BadIn((await document.GetTextAsync(cancellationToken)).ToString());
            if (diagnostics.FirstOrDefault(d => half.Contains(d.Location.SourceSpan)) is not { } flagged)
            {
                return (title, document);
            }

            var offered = new List<CodeAction>();
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, flagged, (action, _) => offered.Add(action), cancellationToken));
            if (offered.Count == 0 || specimen.NoFix is not null)
            {
                string? problem = (offered.Count > 0, specimen.NoFix is not null) switch
                {
                    (true, true) => $"a code fix is offered after all: \"{offered[0].Title}\"",
                    (false, false) => "the code fix offers nothing",
                    _ => null,
                };
                problems.AddRange(problem is null ? [] : [problem]);
                return (null, document);
            }

            title ??= offered[0].Title;
            ImmutableArray<CodeActionOperation> operations = await offered[0].GetOperationsAsync(cancellationToken);
            Solution changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
            document = changed.GetDocument(document.Id)!;
            diagnostics = await DiagnosticsAsync(document, rule, problems, cancellationToken);
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
