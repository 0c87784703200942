namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// ASYNC3017: an object that serves one call at a time is used by work that overlaps, or by work that outlives its request.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3017ConcurrentUseAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC3017";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not use one context, connection or stream concurrently",
        "'{0}' serves one call at a time, but {1}; {2}",
        RuleCategory.SharedState,
        DiagnosticSeverity.Warning,
        "A second call that comes while the first is under way throws, mixes two messages into one, or corrupts what the object keeps.");

    private static readonly DiagnosticDescriptor Outlived = RuleDescriptor.Variant(
        Rule, "'{0}' may be disposed before '{1}' ({2}) is done with it; open a scope in that work");

    public ASYNC3017ConcurrentUseAnalyzer()
        : base(
            new[] { Rule, Outlived },
            Trigger.OnNames(ConcurrentStart.TriggerNames).Append(
                Trigger.OnKind(SyntaxKind.InvocationExpression, static node => ConcurrentUse.MayBeKept(node)
                    || OutlivedRequest.MayBeStartedBy((InvocationExpressionSyntax)node))).ToArray())
    {
    }

    /// <summary>Tests do this on purpose, to see what comes of it.</summary>
    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null && !types.HasTestFramework;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (node is SimpleNameSyntax name)
        {
            if (ConcurrentStart.At(name) is
                { Kind: not (ConcurrencyKind.Started or ConcurrencyKind.Timer), Functions.IsEmpty: false } start)
            {
                foreach (ConcurrentUse found in ConcurrentUse.OfStarted(start, InstanceUses.Of(context), context))
                {
                    Report(found, context);
                }
            }

            return;
        }

        var call = (InvocationExpressionSyntax)node;
        InstanceUses uses = InstanceUses.Of(context);
        if (OutlivedRequest.MayBeStartedBy(call) && OutlivedRequest.Of(call, uses, context) is { } late)
        {
            if (context.IsFirstAt(late.Place.Span))
            {
                context.Saying(Outlived).ReportAs(
                    late.IsCertain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                    PlaceOf(late.Place).GetLocation(),
                    new[] { call.GetLocation() },
                    late.Name,
                    CallSyntax.CalledName(call)!,
                    SourceLine.Of(call));
            }

            return;
        }

        // Where it is the later of two, it has been reported.
        if (ConcurrentUse.MayBeKept(call) && context.IsFirstAt(call.Span)
            && ConcurrentUse.OfKept(call, uses, context) is { } use && (use.Place == call || context.IsFirstAt(use.Place.Span)))
        {
            Report(use, context);
        }
    }

    private static void Report(ConcurrentUse found, RuleContext context)
    {
        if (found.Use.Instance.Root is { } root && context.IsTakenOut(root))
        {
            return;
        }

        context.ReportWithEvidence(
            PlaceOf(found.Place).GetLocation(),
            found.Place == found.Use.Operation
                ? new[] { found.Evidence }
                : new[] { found.Use.Operation.GetLocation(), found.Evidence },
            found.Use.Instance.Text,
            found.Text,
            found.Remedy);
    }

    /// <summary>What is called, without the arguments: they may be long, and other rules speak of the whole call.</summary>
    private static SyntaxNode PlaceOf(SyntaxNode place) => place is InvocationExpressionSyntax call ? call.Expression : place;
}
