namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// ASYNC2020: a handler answers its event behind an await, when the code that raised the event has gone on.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2020LateEventAnswerAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2020";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Answer an event before the first await",
        "'{0}' comes after the 'await' ({1}), when the code that raised the event has read it; set it before the 'await'",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "An async void handler returns at its first await. The code that raised the event goes on there, with the answer as it is then.");

    private static readonly DiagnosticDescriptor Ending = RuleDescriptor.Variant(
        Rule, "The process ends when this handler of '{0}' returns, which it does at this 'await'; wait for the work in it synchronously");

    public ASYNC2020LateEventAnswerAnalyzer()
        : base(
            new[] { Rule, Ending },
            LateAnswer.Kinds.Select(static kind => Trigger.OnKind(kind, LateAnswer.MayBe))
                .Concat(Trigger.OnNames(LateAnswer.SetObserved))
                .Append(Trigger.OnKind(SyntaxKind.SimpleLambdaExpression, FunctionSyntax.IsAsync))
                .Append(Trigger.OnKind(SyntaxKind.ParenthesizedLambdaExpression, FunctionSyntax.IsAsync))
                .Append(Trigger.OnKind(SyntaxKind.AnonymousMethodExpression, FunctionSyntax.IsAsync))
                .Append(Trigger.OnKind(SyntaxKind.MethodDeclaration, AsyncVoidRoles.IsAsyncVoid))
                .Append(Trigger.OnKind(SyntaxKind.LocalFunctionStatement, AsyncVoidRoles.IsAsyncVoid))
                .ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.EventArgs is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        ExpressionSyntax? answer = node switch
        {
            SimpleNameSyntax name => CallSyntax.InvocationOf(name) is { } call && LateAnswer.MayBe(call) ? call : null,
            AssignmentExpressionSyntax assignment => assignment,
            _ => null,
        };
        if (answer is not null && LateAnswer.At(answer, context.Model) is { } late)
        {
            context.ReportAs(
                late.IsOnlyOne ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                late.Node.GetLocation(),
                new[] { late.Await.GetFirstToken().GetLocation() },
                late.Text,
                SourceLine.Of(late.Await));
        }
        else if (node is not ExpressionSyntax or AnonymousFunctionExpressionSyntax
            && ProcessEnd.Of(node, context.Model) is { } end)
        {
            context.Saying(Ending).ReportAs(DiagnosticSeverity.Warning, end.Await.GetFirstToken().GetLocation(), end.Event);
        }
    }
}
