namespace AsyncAnalyzers.Rules.Threads;

/// <summary>ASYNC6004: a condition is tested once before Monitor.Wait, and not again behind it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC6004WaitWithoutLoopAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC6004";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Wait for a condition in a loop that tests it again",
        "'{0}' may have changed again when 'Monitor.Wait' returns, before it is used ({1}); use 'while' instead of 'if'",
        RuleCategory.Threads,
        DiagnosticSeverity.Warning,
        "Between the pulse and the return of Monitor.Wait another thread may have taken the lock and what was pulsed for. Whoever has "
            + "waited has to look again.");

    public ASYNC6004WaitWithoutLoopAnalyzer()
        : base(Rule, Trigger.OnNames("Wait"))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Monitor is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (UntestedWait.Of((SimpleNameSyntax)node, context.Model) is { } found)
        {
            context.ReportWithEvidence(
                found.If.IfKeyword.GetLocation(), new[] { found.Use.GetLocation() },
                found.Use.Identifier.ValueText, SourceLine.Of(found.Use));
        }
    }
}
