using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>
/// Moves what a <c>lock</c> statement does behind it: in there what it needs is only noted, in locals that are declared before the
/// statement.
/// </summary>
internal static class BehindLock
{
    /// <param name="root">The tree.</param>
    /// <param name="text">Its text.</param>
    /// <param name="lock">The statement, in a block.</param>
    /// <param name="statement">What is moved.</param>
    /// <param name="noted">What stands in its place, in a block if these are not one statement.</param>
    /// <param name="dropped">What goes with it.</param>
    /// <param name="declared">The locals.</param>
    /// <param name="behind">What comes behind the lock.</param>
    public static SyntaxNode Move(
        SyntaxNode root, SourceText text, LockStatementSyntax @lock, StatementSyntax statement, IReadOnlyList<StatementSyntax> noted,
        StatementSyntax? dropped, IReadOnlyList<StatementSyntax> declared, IReadOnlyList<StatementSyntax> behind)
    {
        Indentation inner = Indentation.Of(statement, text);
        LockStatementSyntax rest = @lock.TrackNodes(dropped is null ? new[] { statement } : new[] { statement, dropped });
        if (dropped is not null)
        {
            rest = rest.RemoveNode(rest.GetCurrentNode(dropped)!, SyntaxRemoveOptions.KeepNoTrivia)!;
        }

        StatementSyntax place = rest.GetCurrentNode(statement)!;
        rest = noted.Count switch
        {
            0 => rest.RemoveNode(place, SyntaxRemoveOptions.KeepNoTrivia)!,
            1 => rest.ReplaceNode(place, noted[0].WithTriviaFrom(statement)),
            _ => rest.ReplaceNode(place, noted.Select((one, index) => one
                .WithLeadingTrivia(index == 0 ? statement.GetLeadingTrivia() : TriviaList(Whitespace(inner.Line)))
                .WithTrailingTrivia(index == noted.Count - 1 ? statement.GetTrailingTrivia() : TriviaList(EndOfLine(inner.NewLine))))),
        };

        var mark = new SyntaxAnnotation();
        root = root.ReplaceNode(@lock, rest.WithAdditionalAnnotations(mark));
        Indentation layout = Indentation.Of(@lock, text);
        foreach (StatementSyntax added in behind.Reverse())
        {
            StatementSyntax marked = Marked(root, mark);
            var outer = (BlockSyntax)marked.Parent!;
            int index = outer.Statements.IndexOf(marked);
            BlockSyntax extended = StatementInsertion.After(outer, index, added, layout);
            root = root.ReplaceNode(outer, added == behind[0] ? extended : WithoutEmptyLine(extended, index + 1, layout));
        }

        // Each goes before the one that follows it: there the text still tells the layout.
        foreach (StatementSyntax declaration in declared.Reverse())
        {
            StatementSyntax next = Marked(root, mark);
            mark = new SyntaxAnnotation();
            root = StatementInsertion.Before(root, next, declaration.WithAdditionalAnnotations(mark), text)!;
        }

        return root;
    }

    /// <summary><c>name = value;</c></summary>
    public static StatementSyntax Note(string name, ExpressionSyntax value)
        => ExpressionStatement(AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            IdentifierName(name).WithTrailingTrivia(Space),
            Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space),
            value.WithoutTrivia()));

    /// <summary>The local for what is noted: with a first value where the statement may not be reached.</summary>
    public static StatementSyntax Declare(TypeSyntax type, string name, SyntaxKind? initial)
        => LocalDeclarationStatement(VariableDeclaration(
            type.WithTrailingTrivia(Space),
            SingletonSeparatedList(VariableDeclarator(
                Identifier(name),
                null,
                initial is { } literal
                    ? EqualsValueClause(
                        Token(SyntaxKind.EqualsToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space), LiteralExpression(literal))
                    : null))));

    /// <summary>Behind the lock the expression has the value that it has inside.</summary>
    public static bool IsStable(ExpressionSyntax value, LockStatementSyntax @lock, CodeModel model)
    {
        switch (value)
        {
            case LiteralExpressionSyntax or DefaultExpressionSyntax or ThisExpressionSyntax:
                return true;
            case IdentifierNameSyntax or MemberAccessExpressionSyntax:
                return model.SymbolOf(value) switch
                {
                    (ILocalSymbol or IParameterSymbol) and var variable
                        => variable.DeclaringSyntaxReferences.All(declared => !@lock.Span.Contains(declared.Span))
                            && !@lock.Statement.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name
                                => name.Identifier.ValueText == variable.Name && Writes.IsWritten(name)),
                    IFieldSymbol { IsConst: true } or IFieldSymbol { IsStatic: true, IsReadOnly: true } => true,
                    IPropertySymbol { IsStatic: true, SetMethod: null, Name: "None" } => true,
                    _ => false,
                };
            case ObjectCreationExpressionSyntax { Initializer: null, ArgumentList: { } list }:
                return list.Arguments.All(argument => IsStable(argument.Expression, @lock, model));
            default:
                return false;
        }
    }

    private static StatementSyntax Marked(SyntaxNode root, SyntaxAnnotation mark)
        => (StatementSyntax)root.GetAnnotatedNodes(mark).Single();

    private static BlockSyntax WithoutEmptyLine(BlockSyntax block, int index, Indentation layout)
        => block.ReplaceNode(block.Statements[index], block.Statements[index].WithLeadingTrivia(Whitespace(layout.Line)));
}
