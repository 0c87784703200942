using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>Writes the field that is locked, and the lock statements that stand for synchronized members.</summary>
internal static class GateEditing
{
    /// <summary>Marks a statement that goes when all else is rewritten.</summary>
    public static readonly SyntaxAnnotation Removed = new("AsyncAnalyzers.Removed");

    public static FieldDeclarationSyntax Declaration(SyntaxNode root, TypeSyntax type, string name, bool isStatic)
    {
        ExpressionSyntax value = LanguageVersionOf(root) >= (int)LanguageVersion.CSharp9
            ? ImplicitObjectCreationExpression(ArgumentList(), null)
            : ObjectCreationExpression(Token(default, SyntaxKind.NewKeyword, TriviaList(Space)), type, ArgumentList(), null);
        return FieldInsertion.Declaration(type, name, isStatic, isReadOnly: true, value);
    }

    /// <summary>The body can become a lock statement, and the attribute can go.</summary>
    public static bool CanUnsynchronize(SyntaxNode member, AttributeSyntax attribute)
        => FunctionSyntax.Body(member) switch
        {
            BlockSyntax body => body.Statements.Count > 0 && !body.ContainsDirectives
                && !FunctionSyntax.OwnNodes(body).Any(static node => node is YieldStatementSyntax),
            ExpressionSyntax value => member is MethodDeclarationSyntax { ReturnType: not RefTypeSyntax }
                && value is not ThrowExpressionSyntax,
            _ => false,
        }
            && !FunctionSyntax.IsAsync(member)
            && attribute.ArgumentList is { Arguments: { Count: 1 } arguments }
            && (IsSynchronized(arguments[0].Expression)
                || (arguments[0].Expression is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseOrExpression } both
                    && (IsSynchronized(both.Left) || IsSynchronized(both.Right))));

    /// <summary>The member without the attribute, its body under a lock of the field.</summary>
    public static SyntaxNode Unsynchronized(SyntaxNode original, SyntaxNode rewritten, string gate, bool returnsVoid)
    {
        SourceText text = original.SyntaxTree.GetText();
        SyntaxTriviaList leading = rewritten.GetLeadingTrivia();
        SyntaxNode member = rewritten switch
        {
            MethodDeclarationSyntax { Body: { } body } method
                => method.WithBody(Locked(((MethodDeclarationSyntax)original).Body!, body, gate, text)),
            MethodDeclarationSyntax { ExpressionBody: { } arrow } method => BlockBody.Of(method, LockOf(gate, returnsVoid
                ? ExpressionStatement(arrow.Expression.WithoutTrivia())
                : ReturnStatement(
                    Token(default, SyntaxKind.ReturnKeyword, TriviaList(Space)), arrow.Expression.WithoutTrivia(),
                    Token(SyntaxKind.SemicolonToken)))),
            AccessorDeclarationSyntax { Body: { } body } accessor
                => accessor.WithBody(Locked(((AccessorDeclarationSyntax)original).Body!, body, gate, text)),
            _ => rewritten,
        };
        return WithoutAttribute(member).WithLeadingTrivia(leading);
    }

    private static StatementSyntax LockOf(string gate, StatementSyntax statement)
        => LockStatement(IdentifierName(gate), Block(statement));

    private static BlockSyntax Locked(BlockSyntax original, BlockSyntax body, string gate, SourceText text)
    {
        Indentation layout = Indentation.Of(original.Statements[0], text);
        string newLine = layout.NewLine, line = layout.Line;
        bool onOneLine = !original.OpenBraceToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        bool braceEndsLine = !original.OpenBraceToken.GetPreviousToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        string open = onOneLine ? " { " : (braceEndsLine ? " {" : newLine + line + "{") + newLine;
        string close = onOneLine ? "} " : line + "}" + newLine;
        var guard = (LockStatementSyntax)ParseStatement(
            $"{(onOneLine ? string.Empty : line)}lock ({gate}){open}{close}", options: original.SyntaxTree.Options);
        var inner = (BlockSyntax)guard.Statement;
        IEnumerable<StatementSyntax> statements = onOneLine ? body.Statements : body.Statements.Select(layout.Deepen);
        return body.WithStatements(SingletonList<StatementSyntax>(
            guard.WithStatement(inner.WithStatements(List(statements)))));
    }

    private static SyntaxNode WithoutAttribute(SyntaxNode member)
    {
        AttributeSyntax attribute = SynchronizedMember.AttributeOf(member)!;
        ExpressionSyntax options = attribute.ArgumentList!.Arguments[0].Expression;
        if (options is BinaryExpressionSyntax both)
        {
            return member.ReplaceNode(options, (IsSynchronized(both.Left) ? both.Right : both.Left).WithoutTrivia());
        }

        var list = (AttributeListSyntax)attribute.Parent!;
        return list.Attributes.Count > 1
            ? member.RemoveNode(attribute, SyntaxRemoveOptions.KeepNoTrivia)!
            : member.RemoveNode(list, SyntaxRemoveOptions.KeepNoTrivia)!;
    }

    private static bool IsSynchronized(ExpressionSyntax options)
        => options is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Synchronized" }
            or IdentifierNameSyntax { Identifier.ValueText: "Synchronized" };

    private static int LanguageVersionOf(SyntaxNode root) => (int)((CSharpParseOptions)root.SyntaxTree.Options).LanguageVersion;
}
