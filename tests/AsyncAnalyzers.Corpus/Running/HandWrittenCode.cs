using AsyncAnalyzers.Corpus.Loading;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Corpus.Running;

/// <summary>Counts the lines of code that people wrote: of the files that the driver shows to rules which skip generated code.</summary>
#pragma warning disable RS1036, RS1038, RS1041, RS2008 // not an analyzer that is shipped
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class HandWrittenCode : DiagnosticAnalyzer
{
    private int _lines;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        // No configuration of a code base may switch it off.
        new("LINES0001", "Lines", "Lines", "Corpus", DiagnosticSeverity.Warning, true, customTags: WellKnownDiagnosticTags.NotConfigurable),
    ];

    /// <summary>Counts the lines of a compilation.</summary>
    public static async Task<int> LinesAsync(Compilation compilation, AnalyzerOptions options, CancellationToken cancellationToken)
    {
        HandWrittenCode counter = new();
        CompilationWithAnalyzersOptions how = new(options, null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        await new CompilationWithAnalyzers(compilation, [counter], how).GetAnalyzerDiagnosticsAsync(cancellationToken);
        return counter._lines;
    }

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxTreeAction(tree =>
        {
            if (!CorpusProject.IsWrittenByBuild(tree.Tree.FilePath))
            {
                Interlocked.Add(ref _lines, tree.Tree.GetText(tree.CancellationToken).Lines.Count);
            }
        });
    }
}
#pragma warning restore RS1036, RS1038, RS1041, RS2008
