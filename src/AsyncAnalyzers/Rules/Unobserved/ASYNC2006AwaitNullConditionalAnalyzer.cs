namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2006: <c>await x?.FAsync()</c> awaits null where x is null.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2006AwaitNullConditionalAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2006";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not await the result of '?.'",
        "Awaiting '?.' throws NullReferenceException when '{0}' is null; {1}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "The '?.' that was written to be safe from null makes the await fail: there is no task to await where the receiver is null.");

    private static readonly DiagnosticDescriptor Superfluous = RuleDescriptor.Variant(
        Rule, "'{0}' is not null here, so '?.' is superfluous; replace '?.' with '.'");

    public ASYNC2006AwaitNullConditionalAnalyzer()
        : base(
            new[] { Rule, Superfluous },
            Trigger.OnKind(
                SyntaxKind.ConditionalAccessExpression,
                static node => NullConditionalAwait.AwaitOf((ConditionalAccessExpressionSyntax)node) is not null))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        var conditional = (ConditionalAccessExpressionSyntax)node;
        if (context.Model.TypeOf(conditional) is not
            {
                IsReferenceType: true,
                TypeKind: not (TypeKind.Dynamic or TypeKind.Error)
            } type
            || (NullState.IsKnownNotNull(conditional.Expression, context.Model)
                && !NullConditionalAwait.IsAwaitedBefore(conditional)))
        {
            return;
        }

        switch (NullTests.Of(conditional.Expression, conditional, context.Model))
        {
            case NullKnowledge.NotNull when NullConditionalAwait.IsSuperfluous(conditional, context.Model):
                context.Saying(Superfluous).ReportAs(DiagnosticSeverity.Info, conditional.GetLocation(), conditional.Expression.ToString());
                return;
            case not NullKnowledge.None:
                return;
        }

        bool isStatement = NullConditionalAwait.AwaitOf(conditional) is { Parent: ExpressionStatementSyntax };
        string completed = type.IsTask(context.Types)
            && type is INamedTypeSymbol { IsGenericType: true } ? "Task.FromResult(…)" : "Task.CompletedTask";
        context.ReportAs(
            NullConditionalAwait.IsTrustedBeside(conditional, context.Model) || NullConditionalAwait.IsItem(conditional, context.Model)
                ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
            conditional.GetLocation(),
            conditional.Expression.ToString(),
            isStatement ? (Phrase)"test for null first" : Phrase.Of($"test for null first, or add '?? {completed}'"));
    }
}
