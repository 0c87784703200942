namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2005: null is returned, or handed over, where somebody will await a task.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2005NullTaskAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2005";

    private const string AwaitOfNull = "an await of null throws a NullReferenceException";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Return a completed task instead of null",
        "{0}, and {1}; {2}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "Whoever awaits what a function returns does not expect null: the await throws a NullReferenceException far from where the null was made.");

    public ASYNC2005NullTaskAnalyzer()
        : base(
            Rule,
            Trigger.OnKind(SyntaxKind.NullLiteralExpression, NullTask.MayBe),
            Trigger.OnKind(SyntaxKind.DefaultLiteralExpression, NullTask.MayBe),
            Trigger.OnKind(SyntaxKind.DefaultExpression, NullTask.MayBe),
            Trigger.OnKind(SyntaxKind.ConditionalAccessExpression, NullTask.MayBe))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (NullTask.Find((ExpressionSyntax)node, context.Model, context.Types, context.CancellationToken) is not { } found)
        {
            return;
        }

        string completed = found.Type.IsGenericType ? "Task.FromResult(…)" : "Task.CompletedTask";
        if (found.Parameter is { } parameter)
        {
            context.Report(found.Expression.GetLocation(), $"Null is passed for the task '{parameter.Name}'", AwaitOfNull,
                $"pass '{completed}'");
            return;
        }

        string function = EventLoopContext.DisplayOf(FunctionSyntax.Enclosing(node)!);
        string harm = FunctionSyntax.Enclosing(node) is AnonymousFunctionExpressionSyntax lambda
            && NullTask.IsRun(lambda, context.Model, context.Types, context.CancellationToken)
            ? "the task of 'Task.Run' is then cancelled"
            : AwaitOfNull;
        function = char.ToUpperInvariant(function[0]) + function.Substring(1);
        if (found.Conditional is { } conditional)
        {
            context.Report(found.Expression.GetLocation(),
                $"{function} returns null instead of a task where '{conditional.Expression}' is null", harm, $"add '?? {completed}'");
            return;
        }

        context.Report(found.Expression.GetLocation(), $"{function} returns null instead of a task", harm, $"return '{completed}'");
    }
}
