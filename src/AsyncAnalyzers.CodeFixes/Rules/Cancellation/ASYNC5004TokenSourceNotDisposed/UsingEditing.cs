using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>Disposes what a statement makes at the end of its block.</summary>
internal static class UsingEditing
{
    /// <summary>The language of the file has <c>using var</c>.</summary>
    public static bool KnowsDeclarations(SyntaxNode node)
        => node.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 };

    /// <summary><c>using var name = value;</c></summary>
    public static LocalDeclarationStatementSyntax Declaration(string name, ExpressionSyntax value)
        => ElasticTrivia.RemovedFrom(LocalDeclarationStatement(VariableDeclaration(
                IdentifierName("var").WithTrailingTrivia(Space),
                SingletonSeparatedList(VariableDeclarator(Identifier(default, name, TriviaList(Space)), null, EqualsValueClause(
                    Token(default, SyntaxKind.EqualsToken, TriviaList(Space)), value.WithoutTrivia())))))
            .WithUsingKeyword(Token(default, SyntaxKind.UsingKeyword, TriviaList(Space))));

    /// <summary>The declaration with <c>using</c>; null where neither a declaration nor a statement can be written.</summary>
    public static SyntaxNode? OfLocal(SyntaxNode root, LocalDeclarationStatementSyntax declaration, SourceText text)
    {
        if (declaration.Declaration.Variables.Count != 1)
        {
            return null;
        }

        if (KnowsDeclarations(declaration) && declaration.Parent is BlockSyntax or GlobalStatementSyntax)
        {
            SyntaxToken @using = Token(declaration.GetLeadingTrivia(), SyntaxKind.UsingKeyword, TriviaList(Space));
            return root.ReplaceNode(declaration, declaration.WithoutLeadingTrivia().WithUsingKeyword(@using));
        }

        return declaration.Parent is BlockSyntax block
            ? Around(root, block, declaration, UsingStatement(declaration.Declaration.WithoutTrivia(), null, Block()), text)
            : null;
    }

    /// <summary>The statement is replaced by one that takes in the rest of its block; null where there is none, or not on lines.</summary>
    public static SyntaxNode? Around(
        SyntaxNode root, BlockSyntax block, StatementSyntax statement, UsingStatementSyntax @using, SourceText text)
    {
        int index = block.Statements.IndexOf(statement);
        StatementSyntax[] rest = block.Statements.Skip(index + 1).ToArray();
        if (rest.Length == 0 || block.DescendantTrivia().Any(static trivia => trivia.IsDirective)
            || block.Statements.Skip(index).Any(each => !each.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia)))
        {
            return null;
        }

        Indentation layout = Indentation.Of(statement, text);
        SyntaxTrivia line = Whitespace(layout.Line);
        SyntaxTrivia end = EndOfLine(layout.NewLine);
        BlockSyntax body = Block(
            Token(TriviaList(line), SyntaxKind.OpenBraceToken, TriviaList(end)),
            List(rest.Select((each, number) => layout.Deepen(number == 0 ? WithoutEmptyLine(each) : each))),
            Token(TriviaList(line), SyntaxKind.CloseBraceToken, TriviaList(end)));
        UsingStatementSyntax added = @using
            .WithUsingKeyword(Token(statement.GetLeadingTrivia(), SyntaxKind.UsingKeyword, TriviaList(Space)))
            .WithOpenParenToken(Token(SyntaxKind.OpenParenToken).WithoutTrivia())
            .WithCloseParenToken(Token(default, SyntaxKind.CloseParenToken, statement.GetTrailingTrivia()))
            .WithStatement(body);
        return root.ReplaceNode(block, block.WithStatements(List(block.Statements.Take(index).Append(added))));
    }

    /// <summary>The creation means the same before the statement: it is evaluated in any case, and from names and constants.</summary>
    public static bool CanMoveBefore(ExpressionSyntax creation, StatementSyntax statement)
        => creation.Ancestors().TakeWhile(ancestor => ancestor != statement).All(static ancestor => ancestor
                is ArgumentSyntax or ArgumentListSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax
                or AwaitExpressionSyntax or EqualsValueClauseSyntax or VariableDeclaratorSyntax or VariableDeclarationSyntax
                or ParenthesizedExpressionSyntax
                || (ancestor is AssignmentExpressionSyntax assignment && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)))
            && (creation is InvocationExpressionSyntax call
                ? call.ArgumentList
                : (creation as BaseObjectCreationExpressionSyntax)?.ArgumentList) is { } arguments
            && arguments.Arguments.All(static argument => IsConstant(argument.Expression));

    private static bool IsConstant(ExpressionSyntax value) => value switch
    {
        IdentifierNameSyntax or LiteralExpressionSyntax or ThisExpressionSyntax => true,
        MemberAccessExpressionSyntax access => IsConstant(access.Expression),
        BinaryExpressionSyntax binary => IsConstant(binary.Left) && IsConstant(binary.Right),
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "TimeSpan" } },
        } call
            => call.ArgumentList.Arguments.All(static argument => IsConstant(argument.Expression)),
        _ => false,
    };

    private static StatementSyntax WithoutEmptyLine(StatementSyntax statement)
        => statement.WithLeadingTrivia(statement.GetLeadingTrivia().SkipWhile(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
}
