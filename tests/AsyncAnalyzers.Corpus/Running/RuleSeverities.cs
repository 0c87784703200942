namespace AsyncAnalyzers.Corpus.Running;

/// <summary>
/// The severity of each of our rules is its own one: what a code base configures for all analyzers at once says nothing about rules
/// that it has never heard of. What it says about one of ours counts, unless all are to be on.
/// </summary>
internal sealed class RuleSeverities(OwnRules rules, SyntaxTreeOptionsProvider? inner) : SyntaxTreeOptionsProvider
{
    /// <inheritdoc/>
    public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken)
        => inner?.IsGenerated(tree, cancellationToken) ?? GeneratedKind.Unknown;

    /// <inheritdoc/>
    public override bool TryGetDiagnosticValue(
        SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
    {
        severity = default;
        rules.Rules.TryGetValue(diagnosticId, out DiagnosticDescriptor? rule);
        bool counts = rule is null || !rules.IsAllOn;
        return (counts && inner?.TryGetDiagnosticValue(tree, diagnosticId, cancellationToken, out severity) == true)
            || (rule is not null && IsOwn(rule, out severity));
    }

    /// <inheritdoc/>
    public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
    {
        severity = default;
        rules.Rules.TryGetValue(diagnosticId, out DiagnosticDescriptor? rule);
        bool counts = rule is null || !rules.IsAllOn;
        return (counts && inner?.TryGetGlobalDiagnosticValue(diagnosticId, cancellationToken, out severity) == true)
            || (rule is not null && IsOwn(rule, out severity));
    }

    private bool IsOwn(DiagnosticDescriptor rule, out ReportDiagnostic severity)
    {
        // A rule may be less sure of one report than of another: only what is off by default needs a severity from here.
        severity = rule.IsEnabledByDefault ? ReportDiagnostic.Default
            : !rules.IsAllOn ? ReportDiagnostic.Suppress
            : rule.DefaultSeverity switch
            {
                DiagnosticSeverity.Error => ReportDiagnostic.Error,
                DiagnosticSeverity.Warning => ReportDiagnostic.Warn,
                DiagnosticSeverity.Info => ReportDiagnostic.Info,
                _ => ReportDiagnostic.Hidden,
            };
        return true;
    }
}
