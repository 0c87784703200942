namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>ASYNC5012: a loop runs until a token source is cancelled, and nothing cancels it: disposing is not cancelling.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC5012SourceNeverCancelledAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC5012";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Cancel a token source before it is disposed",
        "'{0}' is disposed but never cancelled, so the loop that asks it ({1}) goes on; call 'Cancel' before 'Dispose'",
        RuleCategory.Cancellation,
        DiagnosticSeverity.Warning,
        "Dispose does not cancel: the token of a disposed source says for ever that nobody has asked to stop.");

    private static readonly DiagnosticDescriptor Kept = RuleDescriptor.Variant(
        Rule, "'{0}' is never cancelled, so the loop that asks it ({1}) never ends; call 'Cancel' where it is to end");

    public ASYNC5012SourceNeverCancelledAnalyzer()
        : base(
            new[] { Rule, Kept },
            Trigger.OnKind(SyntaxKind.ObjectCreationExpression, TokenSourceSyntax.MayCreate),
            Trigger.OnKind(SyntaxKind.ImplicitObjectCreationExpression, TokenSourceSyntax.MayCreate))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.CancellationTokenSource is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (UncancelledSource.Of((ExpressionSyntax)node, context.Model) is { } source)
        {
            (source.IsDisposed ? context : context.Saying(Kept)).ReportAs(
                source.IsDisposed ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                (source.Disposed ?? node).GetLocation(),
                new[] { source.Loop.GetFirstToken().GetLocation() },
                source.Name,
                SourceLine.Of(source.Loop));
        }
    }
}
