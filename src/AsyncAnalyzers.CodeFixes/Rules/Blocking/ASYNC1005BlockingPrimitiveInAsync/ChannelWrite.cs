using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>
/// Writes into a channel that somebody completes: <c>TryWrite</c> answers false there, where <c>Add</c> of a collection threw. A statement
/// <c>if (!channel.Writer.TryWrite(item)) { throw new ChannelClosedException(); }</c> goes on throwing what derives from the same
/// exception.
/// </summary>
internal static class ChannelWrite
{
    /// <summary>
    /// The node to be edited for a call whose answer is dropped, and how, given the call that writes; null where no statement may stand.
    /// </summary>
    public static (SyntaxNode Node, Func<SyntaxNode, SyntaxNode> Rewrite)? TryFind(
        InvocationExpressionSyntax call, TypeSyntax exception, SourceText text,
        Func<InvocationExpressionSyntax, InvocationExpressionSyntax> write)
    {
        bool isOnOneLine = IsOnOneLine(call, text);
        switch (call.Parent)
        {
            // An if under an if would take its else.
            case ExpressionStatementSyntax { Parent: BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax } statement:
                return (statement, rewritten => Checked(((ExpressionStatementSyntax)rewritten).Expression).WithTriviaFrom(rewritten));
            case ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax or LocalFunctionStatementSyntax } arrow:
                return (arrow.Parent!, rewritten
                    => BlockBody.Of(rewritten, Checked((ExpressionSyntax)FunctionSyntax.Body(rewritten)!), isOnOneLine));
            default:
                return null;
        }

        IfStatementSyntax Checked(ExpressionSyntax expression)
        {
            ExpressionSyntax failed = PrefixUnaryExpression(
                SyntaxKind.LogicalNotExpression, write((InvocationExpressionSyntax)expression.WithoutTrivia()));
            StatementSyntax @throw = ThrowStatement(ObjectCreationExpression(exception.WithLeadingTrivia(Space)
                .WithoutTrailingTrivia()).WithNewKeyword(Token(default, SyntaxKind.NewKeyword, default)).WithArgumentList(ArgumentList()))
                .WithThrowKeyword(Token(default, SyntaxKind.ThrowKeyword, TriviaList(Space)));
            return isOnOneLine
                ? IfStatement(Token(default, SyntaxKind.IfKeyword, TriviaList(Space)), Token(SyntaxKind.OpenParenToken), failed,
                    Token(default, SyntaxKind.CloseParenToken, TriviaList(Space)), @throw, @else: null)
                : IfStatement(failed, Block(@throw)).WithAdditionalAnnotations(Formatter.Annotation);
        }
    }

    /// <summary>The code around it is written without a line of its own for each statement.</summary>
    private static bool IsOnOneLine(InvocationExpressionSyntax call, SourceText text)
    {
        SyntaxNode first = call.Parent is ArrowExpressionClauseSyntax { Parent: { } function } ? function : call.Parent!;
        string line = text.ToString(TextSpan.FromBounds(text.Lines.GetLineFromPosition(first.SpanStart).Start, first.SpanStart));
        return line.Trim().Length > 0;
    }
}
