namespace AsyncAnalyzers;

/// <summary>What a rule has at hand while it looks at one tree.</summary>
internal sealed class RuleContext(SemanticModelAnalysisContext tree, KnownTypes types, DiagnosticDescriptor rule)
{
    public SemanticModel Model { get; } = tree.SemanticModel;

    public KnownTypes Types { get; } = types;

    public CancellationToken CancellationToken { get; } = tree.CancellationToken;

    /// <summary>The options of the tree, from .editorconfig and .globalconfig.</summary>
    public AnalyzerConfigOptions Options => tree.Options.AnalyzerConfigOptionsProvider.GetOptions(Model.SyntaxTree);

    public void Report(Location location, params object[] arguments)
        => tree.ReportDiagnostic(Diagnostic.Create(rule, location, arguments));

    /// <param name="location">The place that is flagged.</param>
    /// <param name="evidence">The other places that the conclusion rests on.</param>
    /// <param name="arguments">The arguments of the message.</param>
    public void ReportWithEvidence(Location location, IEnumerable<Location> evidence, params object[] arguments)
        => tree.ReportDiagnostic(Diagnostic.Create(rule, location, evidence, arguments));
}
