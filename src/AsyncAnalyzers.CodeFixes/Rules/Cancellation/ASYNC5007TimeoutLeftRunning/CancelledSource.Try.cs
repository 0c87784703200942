namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>The source is cancelled where a statement throws that the time is up.</summary>
internal sealed partial class CancelledSource
{
    /// <summary>
    /// It is cancelled in a <c>catch (TimeoutException)</c> around the statement, which throws again. Null where the statement does more
    /// than to await.
    /// </summary>
    public SyntaxNode? CancelWhereTimedOut(StatementSyntax statement, AwaitExpressionSyntax awaited, CancellationToken cancellationToken)
    {
        if (_request.Types.TimeoutException is null || !BeginsLine(statement) || !BeginsLine(_first)
            || !statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia)
            || statement.ContainsDirectives)
        {
            return null;
        }

        VariableDeclaratorSyntax? local = null;
        switch (statement)
        {
            case ExpressionStatementSyntax { Expression: var expression } when expression == awaited
                || expression is AssignmentExpressionSyntax { Right: var value } && value == awaited:
            case ReturnStatementSyntax { Expression: var returned } when returned == awaited:
                break;
            case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables: { Count: 1 } variables } declaration
                when variables[0].Initializer?.Value == awaited && declaration.Declaration.Type is not RefTypeSyntax:
                local = variables[0];
                break;
            default:
                return null;
        }

        Indentation layout = Indentation.Of(statement, _text);
        SyntaxNode root = _request.Root.TrackNodes(_first, _call, statement);
        root = WithToken(root);
        StatementSyntax current = root.GetCurrentNode(statement)!;
        var replacing = new List<StatementSyntax>();
        StatementSyntax tried = current;
        if (local is not null)
        {
            if (DeclarationOf(local, cancellationToken) is not { } declared)
            {
                return null;
            }

            replacing.Add(declared.WithLeadingTrivia(current.GetLeadingTrivia()).WithTrailingTrivia(EndOfLine(layout.NewLine)));
            ExpressionSyntax value = ((LocalDeclarationStatementSyntax)current).Declaration.Variables[0].Initializer!.Value;
            tried = ElasticTrivia.RemovedFrom(ExpressionStatement(AssignmentExpression(
                SyntaxKind.SimpleAssignmentExpression,
                IdentifierName(local.Identifier.WithoutTrivia()).WithTrailingTrivia(Space),
                Token(default, SyntaxKind.EqualsToken, TriviaList(Space)),
                value))).WithTrailingTrivia(current.GetTrailingTrivia());
        }

        TryStatementSyntax @try = InTry(tried, layout);
        replacing.Add(replacing.Count == 0
            ? @try.WithLeadingTrivia(current.GetLeadingTrivia())
            : @try.WithLeadingTrivia(Whitespace(layout.Line)));
        if (statement == _first)
        {
            SyntaxTriviaList above = replacing[0].GetLeadingTrivia();
            replacing[0] = replacing[0].WithLeadingTrivia(Whitespace(layout.Line));
            replacing.Insert(0, Source().WithLeadingTrivia(above).WithTrailingTrivia(EndOfLine(layout.NewLine)));
            return root.ReplaceNode(current, replacing);
        }

        root = root.ReplaceNode(current, replacing);
        return StatementInsertion.Before(root, root.GetCurrentNode(_first)!, Source(), _text);
    }

    /// <summary><c>string text;</c> for <c>var text = …</c>. Null where the type has no name.</summary>
    private StatementSyntax? DeclarationOf(VariableDeclaratorSyntax local, CancellationToken cancellationToken)
    {
        var declaration = (VariableDeclarationSyntax)local.Parent!;
        if (!declaration.Type.IsVar)
        {
            return ElasticTrivia.RemovedFrom(Local(declaration.Type.WithoutTrivia(), local.Identifier.Text, null));
        }

        // What is never written again is not null where its only value is not.
        ITypeSymbol? type = LocalAssignments.Of(local, _request.ModelFor(cancellationToken)).Any()
            ? (_request.Model.GetDeclaredSymbol(local, cancellationToken) as ILocalSymbol)?.Type
            : _request.Model.GetTypeInfo(local.Initializer!.Value, cancellationToken).Type;
        return type is not null && !IsNameless(type)
            ? ElasticTrivia.RemovedFrom(Local(AsyncEdit.TypeName(_request, type), local.Identifier.Text, null))
            : null;

        static bool IsNameless(ITypeSymbol type) => type switch
        {
            { IsAnonymousType: true } or { TypeKind: TypeKind.Dynamic or TypeKind.Error } => true,
            IArrayTypeSymbol array => IsNameless(array.ElementType),
            INamedTypeSymbol named => named.TypeArguments.Any(IsNameless),
            _ => false,
        };
    }

    private TryStatementSyntax InTry(StatementSyntax statement, Indentation layout)
        => CatchAround.Try(
            statement, AsyncEdit.TypeName(_request, _request.Types.TimeoutException!), $"{_name}.Cancel();", layout,
            CatchAround.BraceEndsLine(Block));
}
