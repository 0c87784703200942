using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers;

/// <summary>What a rule has at hand while it looks at one tree.</summary>
internal sealed class RuleContext(SemanticModelAnalysisContext tree, KnownTypes types, DiagnosticDescriptor rule)
{
    private HashSet<TextSpan>? _places;

    public CodeModel Model { get; } = new(tree.SemanticModel, types, tree.CancellationToken);

    public KnownTypes Types => Model.Types;

    /// <summary>A project of tests, or a file with tests in it, whatever runs them.</summary>
    public bool IsInTests => Types.HasTestFramework || TestMethods.AreIn(Model.SyntaxTree, CancellationToken);

    public CancellationToken CancellationToken => Model.CancellationToken;

    /// <summary>The same tree, for a report with another message of the rule.</summary>
    public RuleContext Saying(DiagnosticDescriptor variant) => new(tree, types, variant);

    /// <summary>False where the rule has flagged the place before, for another reason.</summary>
    public bool IsFirstAt(TextSpan place) => (_places ??= new()).Add(place);

    /// <summary>The options of the tree, from .editorconfig and .globalconfig.</summary>
    public AnalyzerConfigOptions Options => tree.Options.AnalyzerConfigOptionsProvider.GetOptions(Model.SyntaxTree);

    /// <summary>All options, with the additional files.</summary>
    public AnalyzerOptions AnalyzerOptions => tree.Options;

    /// <summary>A list of blocking APIs takes the member out: no rule speaks of it.</summary>
    public bool IsTakenOut(ISymbol member) => BlockingApis.Of(Model.Compilation, AnalyzerOptions, CancellationToken).IsExcluded(member);

    public void Report(Location location, params object[] arguments)
        => Report(Diagnostic.Create(rule, location, arguments));

    /// <param name="location">The place that is flagged.</param>
    /// <param name="evidence">The other places that the conclusion rests on.</param>
    /// <param name="arguments">The arguments of the message.</param>
    public void ReportWithEvidence(Location location, IEnumerable<Location> evidence, params object[] arguments)
        => Report(Diagnostic.Create(rule, location, evidence, arguments));

    /// <summary>
    /// Reports with a severity of its own, where the rule is surer or less sure than by default. What a user sets still wins.
    /// </summary>
    public void ReportAs(DiagnosticSeverity severity, Location location, params object[] arguments)
        => Report(Diagnostic.Create(rule, location, severity, additionalLocations: null, properties: null, arguments));

    /// <inheritdoc cref="ReportAs(DiagnosticSeverity, Location, object[])"/>
    public void ReportAs(DiagnosticSeverity severity, Location location, IEnumerable<Location> evidence, params object[] arguments)
        => Report(Diagnostic.Create(rule, location, severity, evidence, properties: null, arguments));

    private void Report(Diagnostic diagnostic)
    {
        if (!IsInExpressionTree(diagnostic.Location))
        {
            tree.ReportDiagnostic(diagnostic);
        }
    }

    /// <summary>What is written in an expression tree does not run here: nothing is said of it, whatever the rule.</summary>
    private bool IsInExpressionTree(Location location)
        => location.SourceTree == Model.SyntaxTree
            && location.SourceTree?.GetRoot(CancellationToken) is { } root
            && ExpressionTree.Contains(root.FindNode(location.SourceSpan, getInnermostNodeForTie: true), Model);
}
