namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>ASYNC3009: two locks that are taken in opposite orders on two paths.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3009LockOrderAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC3009";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Use one lock order everywhere",
        "'{0}' is taken under '{1}' ({2}), elsewhere in reverse ({3}), so both can wait forever; lock in one order",
        RuleCategory.SharedState,
        DiagnosticSeverity.Warning,
        "Two threads that each hold one of two locks and wait for the other never go on, and everybody who needs one of the locks waits "
        + "behind them.");

    private static readonly DiagnosticDescriptor Maybe = RuleDescriptor.Variant(
        Rule, "'{0}' is taken under '{1}' ({2}), maybe elsewhere in reverse ({3}), which would deadlock; lock in one order");

    private static readonly DiagnosticDescriptor Raised = RuleDescriptor.Variant(
        Rule, "Handlers take '{0}' ({2}) under '{1}', elsewhere in reverse ({3}), and can deadlock; call them after the lock");

    private static readonly DiagnosticDescriptor Swapped = RuleDescriptor.Variant(
        Rule, "'{0}' is locked before '{1}', and calls ({2}) ({3}) swap them, so both can wait forever; lock in a fixed order");

    private static readonly DiagnosticDescriptor Arguments = RuleDescriptor.Variant(
        Rule, "'{0}' is locked ({2}) before '{1}', so two calls that swap them can wait forever; lock in a fixed order");

    public ASYNC3009LockOrderAnalyzer()
        : base(
            new[] { Rule, Maybe, Raised, Swapped, Arguments },
            Trigger.OnNames("Enter", "TryEnter", "EnterScope", "Wait", "WaitAsync", "WaitOne", "EnterWriteLock", "TryEnterWriteLock",
                "EnterReadLock", "EnterUpgradeableReadLock", "Lock", "LockAsync", "WriterLock", "WriterLockAsync")
                .Append(Trigger.OnKind(SyntaxKind.LockStatement, static node => MayTakeAnother((LockStatementSyntax)node))).ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Monitor is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if ((node is SimpleNameSyntax name && CallSyntax.InvocationOf(name) is null)
            || FunctionSyntax.Enclosing(node) is not { } function || !context.IsFirstAt(function.Span))
        {
            return;
        }

        foreach (OppositeOrder order in OppositeOrder.Of(function, context.Model))
        {
            object[] arguments =
            {
                order.Pair.Inner.Held.Lock.ShortText, order.Pair.Outer.Lock.ShortText, SourceLine.Of(PlaceOf(order.Pair.Inner.Place)),
                SourceLine.Of(PlaceOf(order.Other.Inner.Place)),
            };

            // Both ways: what holds the outer lock, the calls, and what takes the inner one.
            Location[] evidence = order.Pair.Inner.Steps.Skip(1).Select(static step => step.Node).Prepend(order.Pair.OuterPlace)
                .Append(order.Other.OuterPlace).Concat(order.Other.Inner.Steps.Select(static step => step.Node)).Select(PlaceOf).ToArray();
            if (order.IsCertain)
            {
                context.ReportWithEvidence(PlaceOf(order.Pair.Place), evidence, arguments);
            }
            else
            {
                context.Saying(Maybe).ReportAs(DiagnosticSeverity.Info, PlaceOf(order.Pair.Place), evidence, arguments);
            }
        }

        foreach (RaisedOrder order in RaisedOrder.Of(function, context.Model))
        {
            Location[] evidence = order.Inner.Steps.Select(static step => step.Node).Append(order.Other.OuterPlace)
                .Concat(order.Other.Inner.Steps.Reverse().Select(static step => step.Node)).Select(PlaceOf).ToArray();
            context.Saying(Raised).ReportWithEvidence(
                PlaceOf(order.Raise), evidence, order.Inner.Held.Lock.ShortText, order.Outer.Lock.ShortText,
                SourceLine.Of(PlaceOf(order.Inner.Place)), SourceLine.Of(PlaceOf(order.Other.Inner.Steps[0].Node)));
        }

        foreach (OrderOfArguments order in OrderOfArguments.Of(function, context.Model))
        {
            if (order.Calls is var (one, other))
            {
                context.Saying(Swapped).ReportWithEvidence(
                    PlaceOf(order.Pair.Place), new[] { one.GetLocation(), other.GetLocation() },
                    order.First, order.Second, SourceLine.Of(one), SourceLine.Of(other));
            }
            else
            {
                context.Saying(Arguments).ReportAs(
                    DiagnosticSeverity.Info, PlaceOf(order.Pair.Place), new[] { PlaceOf(order.Pair.OuterPlace) }, order.First, order.Second,
                    SourceLine.Of(PlaceOf(order.Pair.OuterPlace)));
            }
        }
    }

    /// <summary>There is a lock or a call in it.</summary>
    private static bool MayTakeAnother(LockStatementSyntax statement)
        => FunctionSyntax.OwnNodes(statement.Statement).Any(static node => node is LockStatementSyntax or InvocationExpressionSyntax);

    /// <summary>Of a statement the object that is locked.</summary>
    private static Location PlaceOf(SyntaxNode node) => node switch
    {
        LockStatementSyntax statement => statement.Expression.GetLocation(),
        MethodDeclarationSyntax method => method.Identifier.GetLocation(),
        _ => node.GetLocation(),
    };
}
