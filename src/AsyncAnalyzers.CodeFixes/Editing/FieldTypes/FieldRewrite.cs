namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>Gives a private field another type, and rewrites all its uses in one step together with the functions that now await.</summary>
internal sealed class FieldRewrite
{
    private readonly RepairRequest _request;
    private readonly PrivateFieldUses _uses;
    private readonly SyntaxNode _function;
    private readonly List<NodeEdit> _edits = new();
    private readonly List<SyntaxNode> _waits = new();

    private FieldRewrite(RepairRequest request, PrivateFieldUses uses, SyntaxNode function)
    {
        _request = request;
        _uses = uses;
        _function = function;
    }

    public VariableDeclaratorSyntax Declarator => _uses.Declarator;

    /// <inheritdoc cref="PrivateFieldUses.Uses"/>
    public IReadOnlyList<ExpressionSyntax> Uses => _uses.Uses;

    /// <summary>Null where not all uses of the field are in sight.</summary>
    public static FieldRewrite? TryCreate(RepairRequest request, IFieldSymbol field, CancellationToken cancellationToken)
        => PrivateFieldUses.Find(field, request.ModelFor(cancellationToken)) is { } uses
            && FunctionSyntax.Enclosing(request.Node) is { } function
            ? new FieldRewrite(request, uses, function)
            : null;

    public TypeSyntax TypeName(ITypeSymbol type)
        => AsyncEdit.TypeName(_request.Document, _request.Model, _uses.Declaration.SpanStart, type);

    public void Edit(SyntaxNode node, Func<SyntaxNode, SyntaxNode> rewrite)
        => _edits.Add(new NodeEdit(_request.Document.Id, node, rewrite));

    /// <summary>An edit that puts an await in the place of the node.</summary>
    public void Wait(SyntaxNode node, Func<SyntaxNode, SyntaxNode> rewrite)
    {
        if (!_waits.Contains(node))
        {
            _waits.Add(node);
            Edit(node, rewrite);
        }
    }

    /// <summary>An await may be put there: the function is async, or the one of the request, which becomes so.</summary>
    public bool MayAwaitAt(SyntaxNode node, CancellationToken cancellationToken)
        => FunctionSyntax.Enclosing(node) is { } function && (function == _function || FunctionSyntax.IsAsync(function))
            && AwaitPlacement.ObstacleAt(node, _request.ModelFor(cancellationToken)) == AwaitObstacle.None;

    /// <summary>Takes out a call that is a statement of its own; the statement of a comment stays, empty.</summary>
    public bool TryRemove(InvocationExpressionSyntax call)
    {
        if (call.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax block } statement)
        {
            return false;
        }

        int index = block.Statements.IndexOf(statement);
        bool hasComment = statement.GetLeadingTrivia().Concat(statement.GetTrailingTrivia()).Any(trivia
            => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        if (hasComment)
        {
            return false;
        }

        Edit(block, rewritten => ((BlockSyntax)rewritten).WithStatements(((BlockSyntax)rewritten).Statements.RemoveAt(index)));
        return _edits.Count(edit => edit.Node == block) == 1;
    }

    /// <summary>The value of the assignment or call is dropped: what takes its place has another.</summary>
    public bool IsUnused(ExpressionSyntax expression, CancellationToken cancellationToken)
        => expression.Parent is ExpressionStatementSyntax
            || expression.Parent is ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax
                && FunctionSyntax.Enclosing(expression) is { } function
                && FunctionSyntax.SymbolOf(function, _request.ModelFor(cancellationToken)) is { ReturnsVoid: true };

    /// <summary>The solution with all edits and the new declaration; null where a function that now awaits cannot be async.</summary>
    public async Task<Solution?> ApplyAsync(
        Func<(TypeSyntax Type, ExpressionSyntax Value)> typeAndValue, CancellationToken cancellationToken)
    {
        if (!_waits.Any(wait => wait.Span.Contains(_request.Node.Span) || _request.Node.Span.Contains(wait.Span))
            || !_waits.All(wait => MayAwaitAt(wait, cancellationToken))
            || await MakeAsync.PlanAsync(_request.Document, _function, cancellationToken).ConfigureAwait(false) is not { } plan)
        {
            return null;
        }

        (TypeSyntax type, ExpressionSyntax value) = typeAndValue();
        Edit(_uses.Declaration, declaration => WithTypeAndValue((FieldDeclarationSyntax)declaration, type, value));
        return await plan.ApplyAsync(_edits, cancellationToken).ConfigureAwait(false);
    }

    private static FieldDeclarationSyntax WithTypeAndValue(FieldDeclarationSyntax declaration, TypeSyntax type, ExpressionSyntax value)
    {
        VariableDeclaratorSyntax variable = declaration.Declaration.Variables[0];
        SyntaxTokenList modifiers = TokenList(declaration.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.VolatileKeyword)));
        if (!modifiers.Any(SyntaxKind.ReadOnlyKeyword))
        {
            modifiers = modifiers.Add(Token(SyntaxKind.ReadOnlyKeyword).WithTrailingTrivia(Space));
        }

        return declaration
            .WithModifiers(modifiers)
            .WithDeclaration(declaration.Declaration
                .WithType(type.WithLeadingTrivia().WithTrailingTrivia(Space))
                .WithVariables(SingletonSeparatedList(variable
                    .WithIdentifier(variable.Identifier.WithTrailingTrivia(Space))
                    .WithInitializer(EqualsValueClause(Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space), value)))))
            .WithLeadingTrivia(declaration.GetLeadingTrivia());
    }
}
