namespace AsyncAnalyzers.Rules.CpuBound;

/// <summary>ASYNC4002: a loop that tries again at once what has just failed, and what may fail without any wait.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC4002HotRetryLoopAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC4002";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not try again at once what has failed",
        "'{0}' ({1}) is called again at once when it fails, and a core is busy with that; await 'Task.Delay' in the 'catch'",
        RuleCategory.CpuBound,
        DiagnosticSeverity.Warning,
        "A connection that is closed or refused fails without a wait. A loop that catches that and goes on takes a core and fills the log "
            + "until somebody stops it.");

    public ASYNC4002HotRetryLoopAnalyzer()
        : base(Rule, Trigger.OnKind(SyntaxKind.CatchClause, HotRetry.MayBeAt))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null && !types.HasTestFramework;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (HotRetry.Of((CatchClauseSyntax)node, context.Model) is { } wait)
        {
            context.ReportWithEvidence(
                ((CatchClauseSyntax)node).CatchKeyword.GetLocation(), new[] { wait.GetLocation() },
                CallSyntax.CalledName(wait)!, SourceLine.Of(wait));
        }
    }
}
