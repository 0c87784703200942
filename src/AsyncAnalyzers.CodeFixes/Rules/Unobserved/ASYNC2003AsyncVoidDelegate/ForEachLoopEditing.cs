using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>Turns <c>items.ForEach(async item => …)</c> into a <c>foreach</c> that awaits one item after the other.</summary>
internal static class ForEachLoopEditing
{
    /// <summary>
    /// The loop in the place of the statement; null where the lambda has no parameter, or returns from inside a loop of its own.
    /// </summary>
    public static Func<SyntaxNode, SyntaxNode>? TryFind(
        ExpressionStatementSyntax statement, AnonymousFunctionExpressionSyntax lambda, SourceText text)
    {
        if (CallSyntax.WalkDownParentheses(statement.Expression) is not InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ForEach" }
            } call
            || SequenceOf(call) is null
            || call.ArgumentList.Arguments.Last().Expression != lambda
            || ParameterOf(lambda) is null
            || !AsyncEdit.IsWithoutDirectives(call)
            || Returns(lambda).Any(@return
                => @return.Expression is not null || @return.Ancestors().TakeWhile(ancestor => ancestor != lambda).Any(IsLoop)))
        {
            return null;
        }

        var indentation = Indentation.Of(statement, text);
        bool isOnOneLine = OneLine.Holds(statement);
        return rewritten => Loop((ExpressionStatementSyntax)rewritten, indentation) is var loop
            && isOnOneLine ? OneLine.Flatten(loop).WithTriviaFrom(rewritten) : loop;
    }

    /// <summary>The same for <c>items.ForEach(Save)</c>: the method returns a task by then.</summary>
    public static Func<SyntaxNode, SyntaxNode>? TryFind(ExpressionStatementSyntax statement, SourceText text)
    {
        if (CallSyntax.WalkDownParentheses(statement.Expression) is not InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ForEach" }
            } call
            || SequenceOf(call) is null
            || !AsyncEdit.IsWithoutDirectives(call))
        {
            return null;
        }

        var indentation = Indentation.Of(statement, text);
        string item = FunctionSyntax.Enclosing(statement)!.DescendantTokens().Any(token
            => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == "item") ? "each" : "item";
        bool configureAwaitFalse = ConfigureAwaitHabit.IsFalse(statement.SyntaxTree.GetRoot());
        bool isOnOneLine = OneLine.Holds(statement);
        return rewritten =>
        {
            var original = (ExpressionStatementSyntax)rewritten;
            ExpressionSyntax method = (
                (InvocationExpressionSyntax)CallSyntax.WalkDownParentheses(original.Expression)).ArgumentList.Arguments.Last().Expression
                .WithoutTrivia();
            ExpressionSyntax called = InvocationExpression(method, ArgumentList(SingletonSeparatedList(Argument(IdentifierName(item)))));
            ForEachStatementSyntax loop = Loop(original, Parameter(Identifier(item)), null,
                AwaitSyntax.InPlaceOf(called, parent: null, called, configureAwaitFalse), indentation);
            return isOnOneLine ? OneLine.Flatten(loop).WithTriviaFrom(original) : loop;
        };
    }

    private static ForEachStatementSyntax Loop(ExpressionStatementSyntax statement, Indentation indentation)
    {
        var lambda = (AnonymousFunctionExpressionSyntax)(
            (InvocationExpressionSyntax)CallSyntax.WalkDownParentheses(statement.Expression)).ArgumentList.Arguments.Last().Expression;
        return Loop(statement, ParameterOf(lambda)!, lambda.Block, lambda.ExpressionBody, indentation);
    }

    private static ForEachStatementSyntax Loop(
        ExpressionStatementSyntax statement, ParameterSyntax parameter, BlockSyntax? block, ExpressionSyntax? expression,
        Indentation indentation)
    {
        var call = (InvocationExpressionSyntax)CallSyntax.WalkDownParentheses(statement.Expression);
        TypeSyntax type = (parameter.Type ?? IdentifierName("var")).WithoutTrivia().WithTrailingTrivia(Space);
        SyntaxTriviaList beforeBody;
        BlockSyntax body;
        if (block is not null)
        {
            beforeBody = block.OpenBraceToken.GetPreviousToken().TrailingTrivia;
            IEnumerable<ReturnStatementSyntax> returns = FunctionSyntax.OwnNodes(block).OfType<ReturnStatementSyntax>();
            body = block.ReplaceNodes(returns, (_, @return)
                => ContinueStatement(
                    Token(SyntaxKind.ContinueKeyword), @return.SemicolonToken).WithLeadingTrivia(@return.GetLeadingTrivia()));
        }
        else
        {
            SyntaxTrivia newLine = EndOfLine(indentation.NewLine);
            beforeBody = TriviaList(newLine);
            body = Block(
                Token(TriviaList(Whitespace(indentation.Line)), SyntaxKind.OpenBraceToken, TriviaList(newLine)),
                SingletonList<StatementSyntax>(ExpressionStatement(expression!.WithoutTrivia()).WithLeadingTrivia(
                    Whitespace(indentation.Line + indentation.Unit)).WithTrailingTrivia(newLine)),
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
        2 when ((MemberAccessExpressionSyntax)call.Expression).Expression is SimpleNameSyntax { Identifier.ValueText: "Array" }
            => call.ArgumentList.Arguments[0].Expression,
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
