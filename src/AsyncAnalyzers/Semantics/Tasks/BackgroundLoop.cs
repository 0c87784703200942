namespace AsyncAnalyzers.Semantics;

/// <summary>Loops that run on behind the backs of those who started them: whoever awaited them would wait as long.</summary>
internal static class BackgroundLoop
{
    /// <summary>The function has a loop of its own that pauses, or has no end.</summary>
    public static bool IsIn(SyntaxNode function)
        => FunctionSyntax.OwnNodes(FunctionSyntax.Body(function)!).Any(node => node switch
        {
            WhileStatementSyntax loop
                => IsEndless(loop.Condition) || Pauses(loop.Statement) || Pauses(loop.Condition) || Drains(loop.Condition),
            DoStatementSyntax loop => IsEndless(loop.Condition) || Pauses(loop.Statement) || Drains(loop.Condition),
            ForStatementSyntax loop => loop.Condition is null || IsEndless(loop.Condition),
            CommonForEachStatementSyntax loop => loop.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
            _ => false,
        });

    private static bool IsEndless(ExpressionSyntax condition)
        => condition.IsKind(SyntaxKind.TrueLiteralExpression)
            || condition.DescendantsAndSelf().Any(node
                => node is IdentifierNameSyntax { Identifier.ValueText: "IsCancellationRequested" });

    /// <summary>It takes from a queue what others put there meanwhile: a pump, which ends when nobody puts anything.</summary>
    private static bool Drains(ExpressionSyntax condition)
        => condition.DescendantsAndSelf().Any(node => node is InvocationExpressionSyntax call
            && CallSyntax.CalledName(call) is "TryDequeue" or "TryTake" or "TryPop" or "TryRead" or "TryReceive" or "WaitToReadAsync"
                or "OutputAvailableAsync");

    private static bool Pauses(SyntaxNode loop)
        => FunctionSyntax.OwnNodes(loop).Any(node
            => node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is "Delay" or "WaitForNextTickAsync" or "Yield");
}
