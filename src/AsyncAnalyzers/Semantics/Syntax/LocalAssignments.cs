namespace AsyncAnalyzers.Semantics;

/// <summary>The assignments of a function by the name that they write, collected once for all questions about its locals.</summary>
internal static class LocalAssignments
{
    private static readonly ModelCache<ILookup<string, SyntaxNode>> Functions = new();

    /// <summary>
    /// Where the local is written again: <see cref="AssignmentExpressionSyntax"/>, or the <see cref="ArgumentSyntax"/> that hands it over by
    /// <c>ref</c> or <c>out</c> or deconstructs into it, or the increment. Inner functions count.
    /// </summary>
    public static IEnumerable<SyntaxNode> Of(VariableDeclaratorSyntax local, SemanticModel model)
        => FunctionSyntax.Enclosing(local) is { } function ? Functions.GetOrAdd(model, function, Collect)[local.Identifier.ValueText] : Enumerable.Empty<SyntaxNode>();

    /// <summary>The function writes a parameter or local of that name.</summary>
    public static bool IsWritten(string name, SyntaxNode function, SemanticModel model) => Functions.GetOrAdd(model, function, Collect)[name].Any();

    /// <summary>The one value that the local ever has; null where it has none, or is written again.</summary>
    public static ExpressionSyntax? OnlyValueOf(ILocalSymbol local, SemanticModel model, CancellationToken cancellationToken)
        => local is { IsRef: false } && local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } value } declarator
            && !Of(declarator, model).Any()
                ? value
                : null;

    private static ILookup<string, SyntaxNode> Collect(SyntaxNode function)
        => function.DescendantNodes()
            .Select(node => (Node: node, Name: node switch
            {
                AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } => left,
                ArgumentSyntax { Expression: IdentifierNameSyntax argument } handed when !handed.RefKindKeyword.IsKind(SyntaxKind.None) || IsTarget(handed) => argument,
                PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression, Operand: IdentifierNameSyntax operand } => operand,
                PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression, Operand: IdentifierNameSyntax operand } => operand,
                _ => null,
            }))
            .Where(write => write.Name is not null)
            .ToLookup(write => write.Name!.Identifier.ValueText, write => write.Node, StringComparer.Ordinal);

    /// <summary>A part of what a deconstruction writes.</summary>
    private static bool IsTarget(ArgumentSyntax argument)
    {
        SyntaxNode part = argument;
        while (part is ArgumentSyntax { Parent: TupleExpressionSyntax tuple })
        {
            part = tuple.Parent is ArgumentSyntax outer ? outer : tuple;
        }

        return part is TupleExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } && assignment.Left == part;
    }
}
