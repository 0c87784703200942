namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>ASYNC3014: an event is tested for null and then read again to raise it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3014EventRaiseAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC3014";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Use '?.Invoke' to raise events",
        "'{0}' can become null between the test ({1}) and this call; use '{0}?.Invoke'",
        RuleCategory.SharedState,
        DiagnosticSeverity.Info,
        "Another thread can remove the last handler after the test: the event is read again for the call, which throws "
            + "NullReferenceException.");

    private static readonly DiagnosticDescriptor Copy = RuleDescriptor.Variant(
        Rule, "'{0}' can become null between the test ({1}) and this call; test and call a local copy of it");

    public ASYNC3014EventRaiseAnalyzer()
        : base(
            new[] { Rule, Copy },
            Trigger.OnKind(SyntaxKind.IfStatement, NullTestedRaise.MayTest),
            Trigger.OnKind(SyntaxKind.ConditionalExpression, NullTestedRaise.MayTest),
            Trigger.OnKind(SyntaxKind.LogicalAndExpression, NullTestedRaise.MayTest))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Thread is not null && !types.HasTestFramework;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        // '?.' came with C# 6.
        if (((CSharpParseOptions)node.SyntaxTree.Options).LanguageVersion < LanguageVersion.CSharp6)
        {
            return;
        }

        foreach (NullTestedRaise raise in NullTestedRaise.In(node))
        {
            if (raise.IsShared(context.Model) is { } @event && !context.IsTakenOut(@event)
                && context.IsFirstAt(raise.Call.Span))
            {
                (raise.NeedsCopy(context.Model) ? context.Saying(Copy) : context).ReportWithEvidence(
                    raise.Call.GetLocation(), new[] { raise.Test.GetLocation() }, raise.Event.ToString(), SourceLine.Of(raise.Test));
            }
        }
    }
}
