namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>ASYNC3016: code that holds a lock for one waits for it again.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3016SemaphoreReentryAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC3016";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not wait for a semaphore that is already held",
        "'{0}' waits for '{1}' ({2}), which is held here ({3}), so it never returns; call code that does not lock",
        RuleCategory.SharedState,
        DiagnosticSeverity.Warning,
        "A semaphore does not know who holds it: a flow that takes the only place and then waits for one waits for itself, and everybody "
        + "else waits behind it.");

    private static readonly DiagnosticDescriptor Twice = RuleDescriptor.Variant(
        Rule, "'{0}' is held here already ({1}), so this wait never returns; release it first, or wait once");

    private static readonly DiagnosticDescriptor Maybe = RuleDescriptor.Variant(
        Rule, "'{0}' may wait for '{1}' ({2}), which is held here ({3}), and then never returns; call code that does not lock");

    public ASYNC3016SemaphoreReentryAnalyzer()
        : base(new[] { Rule, Twice, Maybe }, Trigger.OnNames(Reentry.Names))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.SemaphoreSlim is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (CallSyntax.InvocationOf((SimpleNameSyntax)node) is not { } call)
        {
            return;
        }

        foreach (Reentry reentry in Reentry.After(call, context.Model))
        {
            if (reentry.Call is not InvocationExpressionSyntax second || CallSyntax.CalledName(second) is not { } name
                || CallSyntax.MethodOf(second, context.Model) is not { } method
                || context.IsTakenOut(method) || !context.IsFirstAt(second.Span))
            {
                continue;
            }

            Location[] evidence = reentry.Second.Steps.Skip(1).Select(static step => step.Node.GetLocation())
                .Reverse().Append(call.GetLocation()).ToArray();
            string held = SourceLine.Of(call), wait = SourceLine.Of(reentry.Second.Place);
            if (reentry.IsDirect)
            {
                context.Saying(Twice).ReportWithEvidence(second.GetLocation(), evidence, reentry.Name, held);
            }
            else if (reentry.IsCertain)
            {
                context.ReportWithEvidence(second.GetLocation(), evidence, name, reentry.Name, wait, held);
            }
            else
            {
                context.Saying(Maybe).ReportAs(DiagnosticSeverity.Info, second.GetLocation(), evidence, name, reentry.Name, wait, held);
            }
        }
    }
}
