namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// ASYNC2014: a catch that waits for an AggregateException which no await throws; the exception in one, thrown without its stack.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2014AggregateExceptionAroundAwaitAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2014";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not catch AggregateException around await",
        "'await' throws the task's own exception, so 'catch (AggregateException)' is never entered; catch the exception you expect",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Info,
        "An await throws the exception of the task, and not the AggregateException that Wait and Result wrap around it: a catch written "
            + "for that is never entered.");

    private static readonly DiagnosticDescriptor DeadTest = RuleDescriptor.Variant(
        Rule, "'await' throws the task's own exception, so this test is never true; test for the exception you expect");

    private static readonly DiagnosticDescriptor LostStackTrace = RuleDescriptor.Variant(
        Rule, "'throw' replaces the stack trace of '{0}'; rethrow it with 'ExceptionDispatchInfo'");

    public ASYNC2014AggregateExceptionAroundAwaitAnalyzer()
        : base(
            new[] { Rule, DeadTest, LostStackTrace },
            Trigger.OnNames("AggregateException")[0],
            Trigger.OnKind(SyntaxKind.CatchClause, static node => AggregateCatch.MayBeFutile((CatchClauseSyntax)node)),
            Trigger.OnKind(SyntaxKind.ThrowStatement, static node
                => node is ThrowStatementSyntax { Expression: { } thrown } && AggregateCatch.AggregateOf(thrown) is not null))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null && types.AggregateException is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (node is SimpleNameSyntax name)
        {
            if (AggregateTest.IsDead(name, context.Model))
            {
                context.Saying(DeadTest).Report(name.GetLocation());
            }

            return;
        }

        if (node is CatchClauseSyntax { Declaration.Type: { } caught } clause)
        {
            if (AggregateCatch.IsFutile(clause, context.Model))
            {
                context.Report(caught.GetLocation());
            }

            return;
        }

        ExpressionSyntax thrown = ((ThrowStatementSyntax)node).Expression!;
        // Where the clause itself is reported, its fix takes care of what it throws.
        if (context.Model.TypeOf(AggregateCatch.AggregateOf(thrown)!)
            .Is(context.Types.AggregateException)
            && !(node.FirstAncestorOrSelf<CatchClauseSyntax>() is { } around
                && AggregateCatch.IsFutile(around, context.Model)))
        {
            context.Saying(LostStackTrace).Report(thrown.GetLocation(), thrown.ToString());
        }
    }
}
