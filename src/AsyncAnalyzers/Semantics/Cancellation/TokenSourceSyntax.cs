namespace AsyncAnalyzers.Semantics;

/// <summary>Where a CancellationTokenSource is created, by syntax alone.</summary>
internal static class TokenSourceSyntax
{
    private const string Source = "CancellationTokenSource";

    /// <summary>
    /// The node may create a source: <c>new CancellationTokenSource(…)</c>, or <c>new(…)</c> where that type is written.
    /// </summary>
    public static bool MayCreate(SyntaxNode node) => node switch
    {
        ObjectCreationExpressionSyntax creation => TypeNames.Of(creation.Type) == Source,
        ImplicitObjectCreationExpressionSyntax { Initializer: null, ArgumentList.Arguments.Count: <= 2, Parent: { } parent }
            => parent switch
            {
                EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax declaration }
                    => TypeNames.Of(declaration.Type) == Source,
                AssignmentExpressionSyntax { Left: var left } => NamesSource(left),
                _ => false,
            },
        _ => false,
    };

    /// <summary>The call of CreateLinkedTokenSource whose name a trigger found, or the creation itself.</summary>
    public static ExpressionSyntax? CreationAt(SyntaxNode node) => node switch
    {
        SimpleNameSyntax name => CallSyntax.InvocationOf(name),
        BaseObjectCreationExpressionSyntax creation => creation,
        _ => null,
    };

    /// <summary>A field is called what sources are called: <c>_cts = new(…)</c>.</summary>
    private static bool NamesSource(ExpressionSyntax left)
        => OwnMember.NameOf(left) is { } name
            && (name.EndsWith("cts", StringComparison.OrdinalIgnoreCase) || name.EndsWith("source", StringComparison.OrdinalIgnoreCase)
                || name.IndexOf("cancel", StringComparison.OrdinalIgnoreCase) >= 0);
}
