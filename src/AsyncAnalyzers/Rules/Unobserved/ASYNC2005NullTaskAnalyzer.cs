namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2005: null is returned, or handed over, where somebody will await a task.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2005NullTaskAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2005";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not return a null task",
        "{0} returns null instead of a task, and {1}; return '{2}'",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "Code that awaits the result of a function does not expect null: the await throws a NullReferenceException far from where the null "
            + "was made.");

    private static readonly DiagnosticDescriptor Conditional = RuleDescriptor.Variant(
        Rule, "{0} returns null where '{1}' is null, and {2}; add '?? {3}'");

    private static readonly DiagnosticDescriptor Passed = RuleDescriptor.Variant(
        Rule, "Null is passed for the task '{0}', and {1}; pass '{2}'");

    public ASYNC2005NullTaskAnalyzer()
        : base(
            new[] { Rule, Conditional, Passed },
            Trigger.OnKind(SyntaxKind.NullLiteralExpression, NullTask.MayBe),
            Trigger.OnKind(SyntaxKind.DefaultLiteralExpression, NullTask.MayBe),
            Trigger.OnKind(SyntaxKind.DefaultExpression, NullTask.MayBe),
            Trigger.OnKind(SyntaxKind.ConditionalAccessExpression, NullTask.MayBe))
    {
    }

    /// <summary>Fakes of tests return null on purpose, or are never called; where one is awaited, the test fails at once.</summary>
    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null && !types.HasTestFramework;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (NullTask.Find((ExpressionSyntax)node, context.Model) is not { } found
            || TestMethods.Contain(node)) // whose framework is not there
        {
            return;
        }

        string completed = found.Type.IsGenericType ? "Task.FromResult(…)" : "Task.CompletedTask";
        Phrase harm = "awaiting null throws NullReferenceException";
        if (found.Parameter is { } parameter)
        {
            context.Saying(Passed).Report(found.Expression.GetLocation(), parameter.Name, harm, completed);
            return;
        }

        SyntaxNode function = FunctionSyntax.Enclosing(node)!;
        if (ExpectedNull.IsOf(function, context.Model))
        {
            return;
        }

        if (function is AnonymousFunctionExpressionSyntax lambda
            && NullTask.IsRun(lambda, context.Model))
        {
            harm = "the task of 'Task.Run' is then cancelled";
        }

        Phrase subject = EventLoopContext.SubjectOf(function);
        if (found.Conditional is { } conditional)
        {
            context.Saying(Conditional).Report(
                found.Expression.GetLocation(), subject, conditional.Expression.ToString(), harm, completed);
            return;
        }

        context.Report(found.Expression.GetLocation(), subject, harm, completed);
    }
}
