namespace AsyncAnalyzers.Semantics;

/// <summary>Work that runs until it is told to stop: whoever waited for its end would wait as long as the program runs.</summary>
internal static class EndlessWork
{
    /// <summary>
    /// A function among the arguments, written there or named there, has a loop whose condition is a flag, or no condition at all.
    /// </summary>
    public static bool RunsIn(ArgumentListSyntax arguments, CodeModel model)
        => arguments.Arguments.Any(argument => FunctionOf(argument.Expression, model) is { } function
            && FunctionSyntax.Body(function) is BlockSyntax body && HasEndlessLoop(body));

    private static SyntaxNode? FunctionOf(ExpressionSyntax argument, CodeModel model)
    {
        switch (argument)
        {
            case AnonymousFunctionExpressionSyntax { ExpressionBody: { } body }:
                return (body is AwaitExpressionSyntax await ? await.Expression : body) is InvocationExpressionSyntax call
                    ? DeclarationOf(call.Expression, model)
                    : null;
            case AnonymousFunctionExpressionSyntax:
                return argument;
            case SimpleNameSyntax or MemberAccessExpressionSyntax:
                return DeclarationOf(argument, model);
            default:
                return null;
        }
    }

    private static SyntaxNode? DeclarationOf(ExpressionSyntax called, CodeModel model)
        => CalledSource.MethodNamedBy(called, model) is { } method
            ? CalledSource.DeclarationOf(method, model.CancellationToken)
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
