namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>ASYNC5014: a worker asks the token of a source that another member cancels and disposes; it throws from then on.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC5014DisposedSourceTokenAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC5014";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not ask the token of a source that may be disposed",
        "'{0}.Token' throws once '{0}' is disposed ({1}), so this fails instead of ending; use '{0}.IsCancellationRequested'",
        RuleCategory.Cancellation,
        DiagnosticSeverity.Info,
        "The property Token of a disposed source throws an ObjectDisposedException. IsCancellationRequested of the source tells the same "
            + "and never throws.");

    public ASYNC5014DisposedSourceTokenAnalyzer()
        : base(Rule, Trigger.OnNames("IsCancellationRequested"))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.CancellationTokenSource is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (DisposedToken.Of((SimpleNameSyntax)node, context.Model) is var (source, disposal))
        {
            context.ReportWithEvidence(
                node.Parent!.GetLocation(), new[] { disposal.GetLocation() }, source.Identifier.ValueText, SourceLine.Of(disposal));
        }
    }
}
