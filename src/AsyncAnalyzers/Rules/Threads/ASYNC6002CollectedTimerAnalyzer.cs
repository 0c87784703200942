namespace AsyncAnalyzers.Rules.Threads;

/// <summary>ASYNC6002: a timer that nothing refers to, which the garbage collector stops.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC6002CollectedTimerAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC6002";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Keep a timer as long as it has to run",
        "Nothing refers to this timer after {0}, so the garbage collector stops it; keep it in a field",
        RuleCategory.Threads,
        DiagnosticSeverity.Warning,
        "A System.Threading.Timer that is still due is collected like any other object, and then fires no more. Its callback does not "
            + "keep it.");

    private static readonly DiagnosticDescriptor InProgram = RuleDescriptor.Variant(
        Rule, "Nothing refers to this timer behind this line, so the garbage collector may stop it; dispose it at the end by 'using'");

    public ASYNC6002CollectedTimerAnalyzer()
        : base(
            new[] { Rule, InProgram },
            Trigger.OnKind(SyntaxKind.ObjectCreationExpression, CollectedTimer.MayBe),
            Trigger.OnKind(SyntaxKind.ImplicitObjectCreationExpression, CollectedTimer.MayBe))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Timer is not null && !types.HasTestFramework;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (CollectedTimer.Of((BaseObjectCreationExpressionSyntax)node, context.Model) is not { } timer)
        {
            return;
        }

        if (timer.IsOfProgram || timer.Lasts)
        {
            context.Saying(InProgram).ReportAs(
                timer.Lasts ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning, timer.Creation.GetLocation());
        }
        else
        {
            context.Report(timer.Creation.GetLocation(), EventLoopContext.DisplayOf(timer.Function));
        }
    }
}
