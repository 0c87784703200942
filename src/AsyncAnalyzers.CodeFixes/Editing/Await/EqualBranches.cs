namespace AsyncAnalyzers.Editing;

/// <summary>
/// Branches that do the same once a wait in one of them is awaited: <c>c ? t.Result : await t</c>. What stays is the other branch.
/// </summary>
internal static class EqualBranches
{
    /// <summary>The node around the wait that one of its branches can stand for, and what becomes of it; null where the branches differ.</summary>
    public static (SyntaxNode Node, Func<SyntaxNode, SyntaxNode> Rewrite)? Around(WaitEditing edit)
    {
        ExpressionSyntax wait = edit.Wait.Expression;
        foreach (SyntaxNode current in wait.Ancestors().TakeWhile(static ancestor => !FunctionSyntax.IsFunction(ancestor) && ancestor is not MemberDeclarationSyntax))
        {
            switch (current)
            {
                case ConditionalExpressionSyntax conditional when !conditional.Condition.Span.Contains(wait.Span):
                    ExpressionSyntax other = conditional.WhenTrue.Span.Contains(wait.Span) ? conditional.WhenFalse : conditional.WhenTrue;
                    return BecomesSame(other == conditional.WhenTrue ? conditional.WhenFalse : conditional.WhenTrue, other) && IsDroppable(conditional.Condition, conditional, other)
                        ? (conditional, _ => other.WithTriviaFrom(conditional))
                        : null;
                case IfStatementSyntax { Else.Statement: var otherwise } @if when !@if.Condition.Span.Contains(wait.Span):
                    StatementSyntax kept = @if.Statement.Span.Contains(wait.Span) ? otherwise : @if.Statement;
                    return Only(kept) is { } statement && Only(kept == otherwise ? @if.Statement : otherwise) is { } replaced && BecomesSame(replaced, statement)
                        && statement is not LocalDeclarationStatementSyntax && IsDroppable(@if.Condition, @if, statement)
                            ? (@if, _ => statement.WithTriviaFrom(@if))
                            : null;
                case IfStatementSyntax { Else: null, Parent: BlockSyntax block } @if when @if.Statement.Span.Contains(wait.Span):
                    int index = block.Statements.IndexOf(@if);
                    return Only(@if.Statement) is ReturnStatementSyntax returned && index + 1 < block.Statements.Count && BecomesSame(returned, block.Statements[index + 1])
                        && IsDroppable(@if.Condition, @if, kept: null)
                            ? (block, rewritten => WithoutStatement((BlockSyntax)rewritten, index))
                            : null;
            }
        }

        return null;

        bool BecomesSame(SyntaxNode branch, SyntaxNode other)
            => SyntaxFactory.AreEquivalent(Plain(branch.ReplaceNode(wait, edit.Rewrite(wait))), Plain(other));
    }

    /// <summary>Parentheses around a branch and ConfigureAwait make no difference.</summary>
    private static SyntaxNode Plain(SyntaxNode branch)
    {
        SyntaxNode plain = branch is ExpressionSyntax expression ? CallSyntax.WalkDownParentheses(expression) : branch;
        return plain.ReplaceNodes(
            plain.DescendantNodesAndSelf().OfType<AwaitExpressionSyntax>(),
            static (_, await) => await.WithExpression(BlockingWait.WithoutConfiguration(await.Expression).WithoutTrivia()));
    }

    private static StatementSyntax? Only(StatementSyntax branch) => branch is BlockSyntax block ? block.Statements.Count == 1 ? block.Statements[0] : null : branch;

    private static BlockSyntax WithoutStatement(BlockSyntax block, int index)
    {
        StatementSyntax next = block.Statements[index + 1].WithLeadingTrivia(block.Statements[index].GetLeadingTrivia());
        return block.WithStatements(block.Statements.RemoveAt(index).RemoveAt(index).Insert(index, next));
    }

    /// <summary>Evaluating the condition has no effect, and nothing that is written around the branch that stays is lost.</summary>
    private static bool IsDroppable(ExpressionSyntax condition, SyntaxNode whole, SyntaxNode? kept)
        => condition.DescendantNodesAndSelf().All(static node => node is not (InvocationExpressionSyntax or AssignmentExpressionSyntax or AwaitExpressionSyntax or BaseObjectCreationExpressionSyntax
                or VariableDesignationSyntax or PostfixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.SuppressNullableWarningExpression }
                or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression }))
            && !whole.DescendantTrivia().Any(trivia => whole.Span.Contains(trivia.Span) && kept?.Span.Contains(trivia.Span) != true
                && (trivia.IsDirective || trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)));
}
