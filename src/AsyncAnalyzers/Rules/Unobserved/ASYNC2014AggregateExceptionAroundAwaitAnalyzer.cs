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
        "Catch what an await throws",
        "{0}; {1}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Info,
        "An await throws what the task failed with, and not the AggregateException that Wait and Result wrap around it: a catch written for that is never entered.");

    public ASYNC2014AggregateExceptionAroundAwaitAnalyzer()
        : base(
            Rule,
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
            if (AggregateTest.IsDead(name, context.Model, context.Types, context.CancellationToken))
            {
                context.Report(
                    name.GetLocation(),
                    "This test is never true: nothing in this 'try' throws an AggregateException, an await throws what the task failed with",
                    "test for what you expect");
            }

            return;
        }

        if (node is CatchClauseSyntax { Declaration.Type: { } caught } clause)
        {
            if (AggregateCatch.IsFutile(clause, context.Model, context.Types, context.CancellationToken))
            {
                context.Report(caught.GetLocation(), "Nothing in this 'try' throws an AggregateException: an await throws what the task failed with", "catch 'Exception', or what you expect");
            }

            return;
        }

        ExpressionSyntax thrown = ((ThrowStatementSyntax)node).Expression!;
        // Where the clause itself is reported, its fix takes care of what it throws.
        if (context.Model.GetTypeInfo(AggregateCatch.AggregateOf(thrown)!, context.CancellationToken).Type
            .Is(context.Types.AggregateException)
            && !(node.FirstAncestorOrSelf<CatchClauseSyntax>() is { } around
                && AggregateCatch.IsFutile(around, context.Model, context.Types, context.CancellationToken)))
        {
            context.Report(thrown.GetLocation(), $"'throw' puts its own place over the stack trace of '{thrown}'", "throw it by 'ExceptionDispatchInfo'");
        }
    }
}
