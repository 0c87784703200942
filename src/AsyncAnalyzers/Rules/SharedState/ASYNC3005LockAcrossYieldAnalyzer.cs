namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>ASYNC3005: an iterator holds a lock of its thread at <c>yield return</c>, while its caller runs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3005LockAcrossYieldAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC3005";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not hold a lock at yield return",
        "'{0}' is held ({1}) as long as the caller iterates, whatever the caller does in between; copy the items under the lock",
        RuleCategory.SharedState,
        DiagnosticSeverity.Warning,
        "At 'yield return' the caller runs: a lock that the iterator holds stays taken for as long as the caller likes, and a caller that "
        + "awaits lets it be released on another thread, which throws.");

    private static readonly DiagnosticDescriptor AsyncIterator = RuleDescriptor.Variant(
        Rule,
        "'{0}' belongs to the thread that took it ({1}), and this iterator may go on with another one; copy the items under the lock");

    private static readonly DiagnosticDescriptor AwaitingCaller = RuleDescriptor.Variant(
        Rule, "'{0}' belongs to the thread that took it ({1}), and a caller ({2}) awaits in between; copy the items under the lock");

    public ASYNC3005LockAcrossYieldAnalyzer()
        : base(
            new[] { Rule, AsyncIterator, AwaitingCaller },
            Trigger.OnKind(SyntaxKind.YieldReturnStatement, static node => LockedYield.MayHoldLock((YieldStatementSyntax)node)))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Monitor is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        var yield = (YieldStatementSyntax)node;
        if (FunctionSyntax.Enclosing(yield) is not { } function
            || LockedYield.Find(yield, function, context.Model) is not { } held
            || !context.IsFirstAt(held.Place.Span)
            || LockedYield.IsRunAtOnce(function, context.Model))
        {
            return;
        }

        Location place = yield.YieldKeyword.GetLocation();
        string line = SourceLine.Of(held.Place);
        DiagnosticSeverity severity = context.Types.HasTestFramework || context.Types.HasUserInterfaceLoop
            ? DiagnosticSeverity.Info
            : DiagnosticSeverity.Warning;
        if (FunctionSyntax.IsAsync(function))
        {
            context.Saying(AsyncIterator).ReportAs(severity, place, new[] { held.Place.GetLocation() }, held.Lock, line);
        }
        else if (LockedYield.LoopThatAwaits(function, context.Model) is { } loop)
        {
            context.Saying(AwaitingCaller).ReportAs(
                severity, place, new[] { held.Place.GetLocation(), loop.GetLocation() }, held.Lock, line, SourceLine.Of(loop));
        }
        else
        {
            context.ReportAs(DiagnosticSeverity.Info, place, new[] { held.Place.GetLocation() }, held.Lock, line);
        }
    }
}
