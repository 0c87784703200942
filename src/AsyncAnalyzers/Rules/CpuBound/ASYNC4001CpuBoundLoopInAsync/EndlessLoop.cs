namespace AsyncAnalyzers.Rules.CpuBound;

/// <summary>
/// A loop that goes on until it is told to stop, and awaits nothing but completed tasks:
/// <c>while (!token.IsCancellationRequested) { …; await Task.CompletedTask; }</c>.
/// It never gives its thread to others, perhaps not even to what would stop it.
/// </summary>
internal static class EndlessLoop
{
    public static bool IsAt(StatementSyntax loop, CodeModel model)
    {
        if (!HasNoEnd(loop))
        {
            return false;
        }

        bool awaits = false;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(loop))
        {
            switch (node)
            {
                case YieldStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax:
                case GotoStatementSyntax { RawKind: (int)SyntaxKind.GotoStatement }:
                case BreakStatementSyntax when Left(node) == loop:
                    return false;
                case var _ when FunctionSyntax.IsAwait(node):
                    if (!CompletedAwait.Is(node, model))
                    {
                        return false;
                    }

                    awaits = true;
                    break;
            }
        }

        return awaits;

        static SyntaxNode Left(SyntaxNode @break)
            => @break.Ancestors().First(static ancestor => ancestor is SwitchStatementSyntax || LoopBounds.IsLoop(ancestor));
    }

    /// <summary>No condition, <c>true</c>, or one that only somebody else can end: <c>!token.IsCancellationRequested</c>.</summary>
    private static bool HasNoEnd(StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax @while => IsEndless(@while.Condition),
        DoStatementSyntax @do => IsEndless(@do.Condition),
        ForStatementSyntax @for => @for.Condition is null || IsEndless(@for.Condition),
        _ => false,
    };

    private static bool IsEndless(ExpressionSyntax condition) => CallSyntax.WalkDownParentheses(condition) switch
    {
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.TrueLiteralExpression),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not
            => AsksForCancellation(CallSyntax.WalkDownParentheses(not.Operand)),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equals
            => AsksForCancellation(equals.Left) && equals.Right.IsKind(SyntaxKind.FalseLiteralExpression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and => IsEndless(and.Left) && IsEndless(and.Right),
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax constant } test
            => AsksForCancellation(test.Expression) && constant.Expression.IsKind(SyntaxKind.FalseLiteralExpression),
        _ => false,
    };

    private static bool AsksForCancellation(ExpressionSyntax expression)
        => expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCancellationRequested" };
}
