namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Where a name that may be a variable's is mentioned, by syntax: collected once per member or type for all questions about it.
/// </summary>
internal static class VariableMentions
{
    private static readonly ModelCache<ILookup<string, IdentifierNameSyntax>> Scopes = new();

    /// <summary>
    /// All mentions of a local in its scope, those in nested functions too; what an inner function calls by the same name counts as well.
    /// </summary>
    /// <param name="local">The declarator of the local.</param>
    /// <param name="model">The mentions are kept with it.</param>
    public static IEnumerable<IdentifierNameSyntax> Of(VariableDeclaratorSyntax local, SemanticModel model)
    {
        SyntaxNode? scope = ScopeOf(local);
        return FunctionSyntax.Enclosing(local) is { } function && scope is not null
            ? In(FunctionSyntax.OutermostEnclosing(function), local.Identifier.ValueText, model).Where(mention
                => scope.Span.Contains(mention.Span))
            : Enumerable.Empty<IdentifierNameSyntax>();
    }

    /// <summary>
    /// All mentions of a local, or of a private field in all parts of its type, by name; null for other symbols, which code elsewhere may
    /// name.
    /// </summary>
    public static IEnumerable<SimpleNameSyntax>? OfOwn(ISymbol variable, CodeModel model) => variable switch
    {
        IFieldSymbol { DeclaredAccessibility: Accessibility.Private } field
            => NameMentions.InType(field.ContainingType, field.Name, model),
        ILocalSymbol when model.SyntaxOf(variable) is { } declaration && FunctionSyntax.Enclosing(declaration) is { } function
            => In(FunctionSyntax.OutermostEnclosing(function), variable.Name, model.In(declaration.SyntaxTree)),
        _ => null,
    };

    /// <summary>All mentions of the name in a member or type, but those that are a member of something else by syntax.</summary>
    public static IEnumerable<IdentifierNameSyntax> In(SyntaxNode scope, string name, SemanticModel model)
        => Scopes.GetOrAdd(model, scope, Collect)[name];

    /// <summary>
    /// The block, switch section or file that a declared local is in scope in; null for locals of <c>for</c>, <c>using</c> and
    /// <c>fixed</c>.
    /// </summary>
    public static SyntaxNode? ScopeOf(VariableDeclaratorSyntax local)
    {
        if (local.Parent?.Parent is not LocalDeclarationStatementSyntax { Parent: { } block })
        {
            return null;
        }

        while (block is GlobalStatementSyntax or LabeledStatementSyntax && block.Parent is { } around)
        {
            block = around;
        }

        return block;
    }

    private static ILookup<string, IdentifierNameSyntax> Collect(SyntaxNode scope)
        => scope.Descendants().OfType<IdentifierNameSyntax>().Where(IsVariable).ToLookup(name
            => name.Identifier.ValueText, StringComparer.Ordinal);

    private static bool IsVariable(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } => true,
        MemberAccessExpressionSyntax access => access.Expression == name || access.Expression is IdentifierNameSyntax,
        MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax or QualifiedNameSyntax or TypeArgumentListSyntax
            or VariableDeclarationSyntax
            => false,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Left != name,
        _ => true,
    };
}
