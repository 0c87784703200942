namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>Builds <c>await</c> expressions that keep the trivia, and put parentheses where precedence needs them.</summary>
internal static class AwaitSyntax
{
    /// <summary>
    /// <c>await operand</c> in the place of <paramref name="replaced"/>: its outer trivia are kept, the operand and the
    /// whole are parenthesized where needed, <c>ConfigureAwait(false)</c> is added on demand.
    /// </summary>
    public static ExpressionSyntax InPlaceOf(ExpressionSyntax replaced, ExpressionSyntax operand, bool configureAwaitFalse)
        => InPlaceOf(replaced, replaced.Parent, operand, configureAwaitFalse);

    /// <param name="replaced">The expression whose trivia are kept.</param>
    /// <param name="parent">What the replaced expression stands in: <paramref name="replaced"/> itself may be detached.</param>
    /// <param name="operand">What is awaited.</param>
    /// <param name="configureAwaitFalse">Adds <c>.ConfigureAwait(false)</c>.</param>
    public static ExpressionSyntax InPlaceOf(
        ExpressionSyntax replaced, SyntaxNode? parent, ExpressionSyntax operand, bool configureAwaitFalse)
    {
        SyntaxTriviaList leading = replaced.GetLeadingTrivia();
        SyntaxTriviaList trailing = replaced.GetTrailingTrivia();
        // The operand begins where the replaced expression began: its leading trivia move in front of the await.
        ExpressionSyntax bare = operand.GetLeadingTrivia().ToFullString() == leading.ToFullString()
            ? operand.WithoutTrivia()
            : operand.WithoutTrailingTrivia();
        if (!configureAwaitFalse && bare is ParenthesizedExpressionSyntax { Expression: AwaitExpressionSyntax inner })
        {
            bare = inner.WithoutTrivia();
        }

        bare = NeedsParenthesesUnderAwait(bare, configureAwaitFalse) ? ParenthesizedExpression(bare) : bare;
        if (configureAwaitFalse)
        {
            bare = ConfigureAwaitFalse(bare);
        }

        ExpressionSyntax awaited = AwaitExpression(Token(default, SyntaxKind.AwaitKeyword, TriviaList(Space)), bare);
        if (NeedsParenthesesInPlace(replaced, parent))
        {
            awaited = ParenthesizedExpression(awaited);
        }

        return awaited.WithLeadingTrivia(leading).WithTrailingTrivia(LostComments(replaced, operand).AddRange(trailing));
    }

    /// <summary>
    /// <c>await operand;</c> in the place of a statement, or <c>target = await operand;</c>; the comments inside of the statement move
    /// behind it.
    /// </summary>
    public static StatementSyntax StatementInPlaceOf(
        StatementSyntax replaced, ExpressionSyntax operand, bool configureAwaitFalse, ExpressionSyntax? target = null)
    {
        ExpressionSyntax awaited = InPlaceOf(operand.WithoutTrivia(), parent: null, operand.WithoutTrivia(), configureAwaitFalse);
        if (target is not null)
        {
            awaited = AssignmentExpression(
                SyntaxKind.SimpleAssignmentExpression,
                target.WithoutTrivia(),
                Token(TriviaList(Space), SyntaxKind.EqualsToken, TriviaList(Space)),
                awaited);
        }

        StatementSyntax statement = ExpressionStatement(awaited);
        return statement.WithLeadingTrivia(replaced.GetLeadingTrivia())
            .WithTrailingTrivia(LostComments(replaced, statement).AddRange(replaced.GetTrailingTrivia()));
    }

    /// <summary>The comments inside of the replaced node that its replacement does not hold: they move behind it.</summary>
    public static SyntaxTriviaList LostComments(SyntaxNode replaced, SyntaxNode? replacement)
    {
        List<string> kept = replacement is null ? new List<string>() : CommentsIn(replacement.WithoutTrivia()).ToList();
        SyntaxTriviaList lost = default;
        foreach (string comment in CommentsIn(replaced.WithoutTrivia()))
        {
            if (!kept.Remove(comment))
            {
                // A line comment would swallow what follows.
                lost = lost.Add(Space).Add(Comment(comment.StartsWith("//", StringComparison.Ordinal)
                    ? "/*" + comment.Substring(2) + " */"
                    : comment));
            }
        }

        return lost;

        static IEnumerable<string> CommentsIn(SyntaxNode node)
            => node.DescendantTrivia()
                .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
                .Select(trivia => trivia.ToString());
    }

    /// <summary><c>operand.ConfigureAwait(false)</c>.</summary>
    public static ExpressionSyntax ConfigureAwaitFalse(ExpressionSyntax operand)
        => InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, operand, IdentifierName("ConfigureAwait")),
            ArgumentList(SingletonSeparatedList(Argument(LiteralExpression(SyntaxKind.FalseLiteralExpression)))));

    private static bool NeedsParenthesesUnderAwait(ExpressionSyntax operand, bool memberAccessFollows) => operand switch
    {
        AwaitExpressionSyntax or CastExpressionSyntax or PrefixUnaryExpressionSyntax => memberAccessFollows,
        ConditionalAccessExpressionSyntax => memberAccessFollows,
        BinaryExpressionSyntax or ConditionalExpressionSyntax or AssignmentExpressionSyntax or AnonymousFunctionExpressionSyntax
            or SwitchExpressionSyntax or IsPatternExpressionSyntax or QueryExpressionSyntax or WithExpressionSyntax or RangeExpressionSyntax
            or ThrowExpressionSyntax => true,
        _ => false,
    };

    private static bool NeedsParenthesesInPlace(ExpressionSyntax replaced, SyntaxNode? parent) => parent switch
    {
        MemberAccessExpressionSyntax access => IsPart(access.Expression, replaced),
        InvocationExpressionSyntax invocation => IsPart(invocation.Expression, replaced),
        ElementAccessExpressionSyntax element => IsPart(element.Expression, replaced),
        ConditionalAccessExpressionSyntax conditional => IsPart(conditional.Expression, replaced),
        PostfixUnaryExpressionSyntax => true,
        SwitchExpressionSyntax @switch => IsPart(@switch.GoverningExpression, replaced),
        WithExpressionSyntax with => IsPart(with.Expression, replaced),
        RangeExpressionSyntax => true,
        _ => false,
    };

    private static bool IsPart(ExpressionSyntax part, ExpressionSyntax replaced) => part == replaced || part.Span == replaced.Span;
}
