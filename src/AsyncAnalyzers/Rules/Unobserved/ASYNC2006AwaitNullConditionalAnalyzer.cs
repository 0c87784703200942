namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2006: <c>await x?.FAsync()</c> awaits null where x is null.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2006AwaitNullConditionalAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2006";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not await what stands behind '?.'",
        "{0}; {1}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "The '?.' that was written to be safe from null makes the await fail: there is no task to await where the receiver is null.");

    public ASYNC2006AwaitNullConditionalAnalyzer()
        : base(Rule, Trigger.OnKind(SyntaxKind.ConditionalAccessExpression, static node
            => NullConditionalAwait.AwaitOf((ConditionalAccessExpressionSyntax)node) is not null))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        var conditional = (ConditionalAccessExpressionSyntax)node;
        if (context.Model.GetTypeInfo(conditional, context.CancellationToken).Type is not
            {
                IsReferenceType: true,
                TypeKind: not (TypeKind.Dynamic or TypeKind.Error)
            } type
            || (NullState.IsKnownNotNull(conditional.Expression, context.Model, context.CancellationToken)
                && !NullConditionalAwait.IsAwaitedBefore(conditional)))
        {
            return;
        }

        switch (NullTests.Of(conditional.Expression, conditional, context.Model, context.CancellationToken))
        {
            case NullKnowledge.NotNull when NullConditionalAwait.IsSuperfluous(conditional, context.Model, context.CancellationToken):
                context.ReportAs(DiagnosticSeverity.Info, conditional.GetLocation(),
                    $"'{conditional.Expression}' is not null here, a test has shown: the '?.' is superfluous", "drop it");
                return;
            case not NullKnowledge.None:
                return;
        }

        bool isStatement = NullConditionalAwait.AwaitOf(conditional) is { Parent: ExpressionStatementSyntax };
        string completed = type.IsTask(context.Types)
            && type is INamedTypeSymbol { IsGenericType: true } ? "Task.FromResult(…)" : "Task.CompletedTask";
        context.Report(
            conditional.GetLocation(),
            $"Where '{conditional.Expression}' is null, so is the task, and its await throws a NullReferenceException",
            isStatement ? "test it before" : $"test it before, or add '?? {completed}'");
    }
}
