namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The writes of a function by the name that they write, collected once for all questions about its locals. By syntax alone.
/// </summary>
internal static class LocalAssignments
{
    private static readonly ModelCache<ILookup<string, SyntaxNode>> Functions = new();

    /// <summary>
    /// Where the local is written again: <see cref="AssignmentExpressionSyntax"/>, the <see cref="ArgumentSyntax"/> that hands it over by
    /// <c>ref</c> or <c>out</c> or deconstructs into it, the increment, or what makes a <c>ref</c> to it. Inner functions count.
    /// </summary>
    public static IEnumerable<SyntaxNode> Of(VariableDeclaratorSyntax local, CodeModel model)
        => FunctionSyntax.Enclosing(local) is { } function
            ? Functions.GetOrAdd(model, function, Collect)[local.Identifier.ValueText]
            : Enumerable.Empty<SyntaxNode>();

    /// <summary>The code writes a variable of that name.</summary>
    /// <param name="name">A parameter or local of the function; of a type what all of its members see.</param>
    /// <param name="scope">A function or a type.</param>
    /// <param name="model">The model of the tree.</param>
    public static bool IsWritten(string name, SyntaxNode scope, CodeModel model)
        => WritesOf(name, scope, model).Any();

    /// <summary>Where the code writes a variable of that name, as <see cref="Of"/> answers it.</summary>
    public static IEnumerable<SyntaxNode> WritesOf(string name, SyntaxNode scope, CodeModel model)
        => Functions.GetOrAdd(model, scope, Collect)[name];

    /// <summary>The one value that the local ever has; null where it has none, or is written again.</summary>
    public static ExpressionSyntax? OnlyValueOf(ILocalSymbol local, CodeModel model)
        => local is { IsRef: false }
            && model.SyntaxOf(local) is VariableDeclaratorSyntax { Initializer.Value: { } value } declarator
            && !Of(declarator, model).Any()
                ? value
                : null;

    private static ILookup<string, SyntaxNode> Collect(SyntaxNode scope)
        => scope.Descendants().OfType<IdentifierNameSyntax>()
            .Where(static name => name.Parent is not (MemberAccessExpressionSyntax or TypeSyntax or InvocationExpressionSyntax)
                && Writes.IsWritten(name) && !Writes.IsOfInitializedObject(name))
            .ToLookup(static name => name.Identifier.ValueText, static name => WriterOf(name), StringComparer.Ordinal);

    private static SyntaxNode WriterOf(IdentifierNameSyntax name)
    {
        SyntaxNode writer = name.Parent!;
        while (writer is ParenthesizedExpressionSyntax or CheckedExpressionSyntax
            or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            writer = writer.Parent!;
        }

        return writer;
    }
}
