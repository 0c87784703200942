namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>Turns <c>foreach (var x in xs.ToBlockingEnumerable())</c> into <c>await foreach (var x in xs)</c>.</summary>
internal static class AwaitForEachEditing
{
    /// <summary>The loop, and how it is rewritten; null where the sequence goes elsewhere.</summary>
    public static (ForEachStatementSyntax Loop, Func<SyntaxNode, SyntaxNode> Rewrite)? TryFind(RepairRequest request, BlockingCall call)
    {
        SyntaxNode source = call.Expression;
        while (source.Parent is ParenthesizedExpressionSyntax)
        {
            source = source.Parent;
        }

        if (call.Member.Name != "ToBlockingEnumerable" || source.Parent is not ForEachStatementSyntax loop || loop.Expression != source
            || call.Expression is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax })
        {
            return null;
        }

        bool configureAwaitFalse = ConfigureAwaitHabit.IsFalse(request.Root);
        return (loop, rewritten => Rewrite((ForEachStatementSyntax)rewritten, configureAwaitFalse));
    }

    private static SyntaxNode Rewrite(ForEachStatementSyntax loop, bool configureAwaitFalse)
    {
        var blocking = (InvocationExpressionSyntax)CallSyntax.WalkDownParentheses(loop.Expression);
        ExpressionSyntax original = ((MemberAccessExpressionSyntax)blocking.Expression).Expression.WithoutTrailingTrivia();
        if (blocking.ArgumentList.Arguments.Count > 0)
        {
            original = InvocationExpression(
                MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, original, IdentifierName("WithCancellation")),
                blocking.ArgumentList.WithArguments(SingletonSeparatedList(blocking.ArgumentList.Arguments[0].WithNameColon(null)))
                    .WithoutTrivia());
        }

        return Await(loop, original, configureAwaitFalse);
    }

    /// <summary><c>await foreach</c> over the sequence, in the place of a loop.</summary>
    public static CommonForEachStatementSyntax Await(CommonForEachStatementSyntax loop, ExpressionSyntax sequence, bool configureAwaitFalse)
        => loop.WithExpression((configureAwaitFalse
            ? AwaitSyntax.ConfigureAwaitFalse(sequence.WithoutTrailingTrivia())
            : sequence).WithTriviaFrom(loop.Expression))
            .WithForEachKeyword(loop.ForEachKeyword.WithLeadingTrivia())
            .WithAwaitKeyword(Token(loop.GetLeadingTrivia(), SyntaxKind.AwaitKeyword, TriviaList(Space)));
}
