using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>
/// Lets an endless loop look at its token: in its condition, or at its head where the code behind the loop must not be reached.
/// </summary>
internal static class TokenInLoop
{
    /// <summary>The root with the token in the loop and in its waits; null where it has no place there.</summary>
    public static SyntaxNode? TryApply(
        UnstoppableLoop found, CancelledWaits waits, RepairRequest request, SourceText text, CancellationToken cancellationToken)
    {
        StatementSyntax loop = found.Loop;
        if (FunctionSyntax.OwnNodes(loop).Any(node => node != loop && LoopWaits.IsEndless(node)))
        {
            return null;
        }

        if (loop is CommonForEachStatementSyntax or WhileStatementSyntax { Condition: AwaitExpressionSyntax })
        {
            // The wait decides whether the loop goes on.
            return found.Waits.Any(wait => !ControlFlowSyntax.LoopBody(loop)!.Span.Contains(wait.Span) && waits.Contains(wait))
                ? waits.Apply(request.Root)
                : null;
        }

        bool needsValue = FunctionSyntax.NeedsValue(FunctionSyntax.Enclosing(loop)!, request.ModelFor(cancellationToken))
            || loop.Parent is SwitchSectionSyntax;
        if (needsValue && (!waits.MayThrowFromLoop || ControlFlowSyntax.LoopBody(loop) is not BlockSyntax { Statements.Count: > 0 }))
        {
            return null;
        }

        var mark = new SyntaxAnnotation();
        SyntaxNode root = request.Root.ReplaceNodes(waits.Edits.Keys.Append(loop), (original, rewritten) => original != loop
            ? waits.Edits[original]
            : (needsValue ? rewritten : WithCondition((StatementSyntax)rewritten, found.Token!.Asked)).WithAdditionalAnnotations(mark));
        if (!needsValue)
        {
            return root;
        }

        var body = (BlockSyntax)ControlFlowSyntax.LoopBody(root.GetAnnotatedNodes(mark).Single())!;
        return StatementInsertion.Before(
            root, body.Statements[0], ParseStatement(found.Token!.Text + ".ThrowIfCancellationRequested();"), text);
    }

    private static StatementSyntax WithCondition(StatementSyntax loop, string asked)
    {
        ExpressionSyntax condition = ParseExpression($"!{asked}.IsCancellationRequested");
        switch (loop)
        {
            case WhileStatementSyntax @while:
                return @while.WithCondition(condition.WithTriviaFrom(@while.Condition));
            case DoStatementSyntax @do:
                return @do.WithCondition(condition.WithTriviaFrom(@do.Condition));
            case ForStatementSyntax { Declaration: null, Initializers.Count: 0, Incrementors.Count: 0 } @for:
                return WhileStatement(
                    @for.AttributeLists,
                    Token(@for.ForKeyword.LeadingTrivia, SyntaxKind.WhileKeyword, @for.ForKeyword.TrailingTrivia),
                    @for.OpenParenToken,
                    condition,
                    @for.CloseParenToken,
                    @for.Statement);
            default:
                var counting = (ForStatementSyntax)loop;
                return counting
                    .WithFirstSemicolonToken(counting.FirstSemicolonToken.WithTrailingTrivia(Space))
                    .WithCondition(counting.Condition is null ? condition : condition.WithTriviaFrom(counting.Condition))
                    .WithSecondSemicolonToken(counting.Incrementors.Count > 0
                        ? counting.SecondSemicolonToken.WithTrailingTrivia(Space)
                        : counting.SecondSemicolonToken);
        }
    }
}
