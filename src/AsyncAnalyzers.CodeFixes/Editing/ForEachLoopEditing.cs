using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>Turns <c>items.ForEach(async item => …)</c> into a <c>foreach</c> that awaits one item after the other.</summary>
internal static class ForEachLoopEditing
{
    /// <summary>The loop in the place of the statement; null where the lambda has no parameter, or returns from inside a loop of its own.</summary>
    public static Func<SyntaxNode, SyntaxNode>? TryFind(ExpressionStatementSyntax statement, AnonymousFunctionExpressionSyntax lambda, SourceText text)
    {
        if (CallSyntax.WalkDownParentheses(statement.Expression) is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ForEach" } } call
            || SequenceOf(call) is null
            || call.ArgumentList.Arguments.Last().Expression != lambda
            || ParameterOf(lambda) is null
            || !AsyncEdit.IsWithoutDirectives(call)
            || Returns(lambda).Any(@return => @return.Expression is not null || @return.Ancestors().TakeWhile(ancestor => ancestor != lambda).Any(IsLoop)))
        {
            return null;
        }

        var indentation = Indentation.Of(statement, text);
        return rewritten => Loop((ExpressionStatementSyntax)rewritten, indentation);
    }

    private static ForEachStatementSyntax Loop(ExpressionStatementSyntax statement, Indentation indentation)
    {
        var call = (InvocationExpressionSyntax)CallSyntax.WalkDownParentheses(statement.Expression);
        var lambda = (AnonymousFunctionExpressionSyntax)call.ArgumentList.Arguments.Last().Expression;
        ParameterSyntax parameter = ParameterOf(lambda)!;
        TypeSyntax type = (parameter.Type ?? IdentifierName("var")).WithoutTrivia().WithTrailingTrivia(Space);
        SyntaxTriviaList beforeBody;
        BlockSyntax body;
        if (lambda.Block is { } block)
        {
            beforeBody = block.OpenBraceToken.GetPreviousToken().TrailingTrivia;
            IEnumerable<ReturnStatementSyntax> returns = FunctionSyntax.OwnNodes(block).OfType<ReturnStatementSyntax>();
            body = block.ReplaceNodes(returns, (_, @return) => ContinueStatement(Token(SyntaxKind.ContinueKeyword), @return.SemicolonToken).WithLeadingTrivia(@return.GetLeadingTrivia()));
        }
        else
        {
            SyntaxTrivia newLine = EndOfLine(indentation.NewLine);
            beforeBody = TriviaList(newLine);
            body = Block(
                Token(TriviaList(Whitespace(indentation.Line)), SyntaxKind.OpenBraceToken, TriviaList(newLine)),
                SingletonList<StatementSyntax>(ExpressionStatement(lambda.ExpressionBody!.WithoutTrivia()).WithLeadingTrivia(Whitespace(indentation.Line + indentation.Unit)).WithTrailingTrivia(newLine)),
                Token(TriviaList(Whitespace(indentation.Line)), SyntaxKind.CloseBraceToken, default));
        }

        return ForEachStatement(
                Token(SyntaxKind.ForEachKeyword).WithTrailingTrivia(Space),
                Token(SyntaxKind.OpenParenToken),
                type,
                parameter.Identifier.WithLeadingTrivia().WithTrailingTrivia(Space),
                Token(SyntaxKind.InKeyword).WithTrailingTrivia(Space),
                SequenceOf(call)!.WithoutTrivia(),
                Token(SyntaxKind.CloseParenToken).WithTrailingTrivia(beforeBody),
                body.WithCloseBraceToken(body.CloseBraceToken.WithTrailingTrivia(statement.GetTrailingTrivia())))
            .WithLeadingTrivia(statement.GetLeadingTrivia());
    }

    /// <summary><c>items</c> of <c>items.ForEach(lambda)</c> and of <c>Array.ForEach(items, lambda)</c>.</summary>
    private static ExpressionSyntax? SequenceOf(InvocationExpressionSyntax call) => call.ArgumentList.Arguments.Count switch
    {
        1 => ((MemberAccessExpressionSyntax)call.Expression).Expression,
        2 when ((MemberAccessExpressionSyntax)call.Expression).Expression is SimpleNameSyntax { Identifier.ValueText: "Array" } => call.ArgumentList.Arguments[0].Expression,
        _ => null,
    };

    private static ParameterSyntax? ParameterOf(AnonymousFunctionExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => simple.Parameter,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 1 } parameters } => parameters[0],
        AnonymousMethodExpressionSyntax { ParameterList.Parameters: { Count: 1 } parameters } => parameters[0],
        _ => null,
    };

    private static IEnumerable<ReturnStatementSyntax> Returns(AnonymousFunctionExpressionSyntax lambda)
        => FunctionSyntax.OwnNodes(lambda.Body).OfType<ReturnStatementSyntax>();

    private static bool IsLoop(SyntaxNode node)
        => node is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax;
}
