namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>
/// A private flag that one place sets, to true and for good, becomes a <c>CancellationTokenSource</c>: its property is read anew each time,
/// and its token can be waited for and be passed on.
/// </summary>
internal static class SourceForFlag
{
    /// <summary>Null where the flag is set back, set in two places, passed by reference, or used out of sight.</summary>
    public static SyntaxNode? RootWith(RepairRequest request, IFieldSymbol field, CancellationToken cancellationToken)
    {
        CodeModel model = request.ModelFor(cancellationToken);
        if (field is not { Type.SpecialType: SpecialType.System_Boolean, IsVolatile: false }
            || request.Types.CancellationTokenSource is not { } source
            || PrivateFieldUses.Find(field, model) is not
            { Declarator.Initializer: null or { Value.RawKind: (int)SyntaxKind.FalseLiteralExpression } } uses
            || uses.Declaration.Modifiers.Any(SyntaxKind.NewKeyword))
        {
            return null;
        }

        var edits = new Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>();
        int writes = 0;
        foreach (ExpressionSyntax use in uses.Uses)
        {
            if (!Writes.IsWritten(use))
            {
                edits.Add(use, static read => Member(read, "IsCancellationRequested"));
            }
            else if (writes++ > 0 || use.Parent is not AssignmentExpressionSyntax
            {
                RawKind: (int)SyntaxKind.SimpleAssignmentExpression,
                Right.RawKind: (int)SyntaxKind.TrueLiteralExpression,
            } assignment || assignment.Left != use || !IsUnused(assignment, model)
                || FunctionSyntax.Enclosing(assignment) is ConstructorDeclarationSyntax)
            {
                return null;
            }
            else
            {
                edits.Add(assignment, static write => InvocationExpression(
                    Member(((AssignmentExpressionSyntax)write).Left, "Cancel")).WithTriviaFrom(write));
            }
        }

        TypeSyntax type = AsyncEdit.TypeName(request.Document, request.Model, uses.Declaration.SpanStart, source);
        edits.Add(uses.Declaration, declaration => Declared((FieldDeclarationSyntax)declaration, type));
        return writes == 0 ? null : request.Root.ReplaceNodes(edits.Keys, (original, rewritten) => edits[original](rewritten));
    }

    private static ExpressionSyntax Member(SyntaxNode flag, string member)
        => MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression, ((ExpressionSyntax)flag).WithoutTrivia(), IdentifierName(member)).WithTriviaFrom(flag);

    private static bool IsUnused(AssignmentExpressionSyntax assignment, CodeModel model)
        => assignment.Parent is ExpressionStatementSyntax
            || (assignment.Parent is ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax
                && FunctionSyntax.Enclosing(assignment) is { } function
                && FunctionSyntax.SymbolOf(function, model) is { ReturnsVoid: true });

    private static FieldDeclarationSyntax Declared(FieldDeclarationSyntax declaration, TypeSyntax type)
    {
        VariableDeclaratorSyntax variable = declaration.Declaration.Variables[0];
        SyntaxTriviaList leading = declaration.GetLeadingTrivia();
        SyntaxToken readOnly = Token(TriviaList(), SyntaxKind.ReadOnlyKeyword, TriviaList(Space));
        FieldDeclarationSyntax bare = declaration.WithoutLeadingTrivia();
        return bare
            .WithModifiers(bare.Modifiers.Add(readOnly))
            .WithDeclaration(bare.Declaration
                .WithType(type.WithLeadingTrivia().WithTrailingTrivia(Space))
                .WithVariables(SingletonSeparatedList(variable
                    .WithIdentifier(variable.Identifier.WithTrailingTrivia(Space))
                    .WithInitializer(EqualsValueClause(
                        Token(TriviaList(), SyntaxKind.EqualsToken, TriviaList(Space)),
                        ObjectCreationExpression(
                            Token(TriviaList(), SyntaxKind.NewKeyword, TriviaList(Space)), type.WithoutTrivia(), ArgumentList(), null))))))
            .WithLeadingTrivia(leading);
    }
}
