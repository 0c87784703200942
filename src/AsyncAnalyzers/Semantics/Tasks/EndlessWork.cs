namespace AsyncAnalyzers.Semantics;

/// <summary>Work that runs until it is told to stop: whoever waited for its end would wait as long as the program runs.</summary>
internal static class EndlessWork
{
    /// <summary>
    /// A function among the arguments, written there or named there, has a loop whose condition is a flag, or no condition at all.
    /// </summary>
    public static bool RunsIn(ArgumentListSyntax arguments, SemanticModel model, CancellationToken cancellationToken)
        => arguments.Arguments.Any(argument => FunctionOf(argument.Expression, model, cancellationToken) is { } function
            && FunctionSyntax.Body(function) is BlockSyntax body && HasEndlessLoop(body));

    private static SyntaxNode? FunctionOf(ExpressionSyntax argument, SemanticModel model, CancellationToken cancellationToken)
    {
        switch (argument)
        {
            case AnonymousFunctionExpressionSyntax { ExpressionBody: { } body }:
                return (body is AwaitExpressionSyntax await ? await.Expression : body) is InvocationExpressionSyntax call
                    ? DeclarationOf(call.Expression, model, cancellationToken)
                    : null;
            case AnonymousFunctionExpressionSyntax:
                return argument;
            case SimpleNameSyntax or MemberAccessExpressionSyntax:
                return DeclarationOf(argument, model, cancellationToken);
            default:
                return null;
        }
    }

    private static SyntaxNode? DeclarationOf(ExpressionSyntax called, SemanticModel model, CancellationToken cancellationToken)
        => CalledSource.MethodNamedBy(called, model, cancellationToken) is { } method
            ? CalledSource.DeclarationOf(method, cancellationToken)
            : null;

    private static bool HasEndlessLoop(BlockSyntax body)
        => FunctionSyntax.OwnNodes(body).Any(static node => node switch
        {
            WhileStatementSyntax loop => IsFlag(loop.Condition),
            DoStatementSyntax loop => IsFlag(loop.Condition),
            ForStatementSyntax loop => loop.Condition is null,
            CommonForEachStatementSyntax loop => loop.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
            _ => false,
        });

    /// <summary><c>true</c>, <c>!token.IsCancellationRequested</c>, <c>_running</c>; or the next of a timer or queue.</summary>
    private static bool IsFlag(ExpressionSyntax condition)
        => !condition.DescendantsAndSelf().Any(static node
            => node is InvocationExpressionSyntax
                or BinaryExpressionSyntax { RawKind: not (int)SyntaxKind.LogicalAndExpression and not (int)SyntaxKind.LogicalOrExpression })
            || condition.Descendants().Any(static node
                => node is IdentifierNameSyntax { Identifier.ValueText: "WaitForNextTickAsync" or "WaitToReadAsync" });
}
