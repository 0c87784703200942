namespace AsyncAnalyzers.Editing;

/// <summary>All uses of a private field: what a fix must know that gives the field another type.</summary>
internal sealed class PrivateFieldUses
{
    private PrivateFieldUses(IFieldSymbol field, FieldDeclarationSyntax declaration, IReadOnlyList<ExpressionSyntax> uses)
    {
        Field = field;
        Declaration = declaration;
        Uses = uses;
    }

    public IFieldSymbol Field { get; }

    public FieldDeclarationSyntax Declaration { get; }

    public VariableDeclaratorSyntax Declarator => Declaration.Declaration.Variables[0];

    /// <summary>Each mention, with the receiver that is written before it: <c>_f</c>, <c>this._f</c>.</summary>
    public IReadOnlyList<ExpressionSyntax> Uses { get; }

    /// <summary>
    /// The uses; null where some may be out of sight (another part of the type, reflection by attribute) or are not plain expressions.
    /// </summary>
    public static PrivateFieldUses? Find(IFieldSymbol field, CodeModel model)
    {
        if (field is not { DeclaredAccessibility: Accessibility.Private, ContainingType: { TypeKind: TypeKind.Class, IsRecord: false } }
            || field.DeclaringSyntaxReferences is not { Length: 1 } references || references[0].SyntaxTree != model.SyntaxTree
            || references[0].GetSyntax(model.CancellationToken)
                is not VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax { AttributeLists.Count: 0 } declaration }
            || declaration.Declaration.Variables.Count != 1
            || declaration.Parent is not TypeDeclarationSyntax type
            || type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().First().Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            return null;
        }

        var uses = new List<ExpressionSyntax>();
        foreach (SimpleNameSyntax name in type.DescendantNodes(descendIntoTrivia: true).OfType<SimpleNameSyntax>())
        {
            if (name.Identifier.ValueText != field.Name
                || !SymbolEqualityComparer.Default.Equals(model.SymbolOf(name)?.OriginalDefinition, field.OriginalDefinition))
            {
                continue;
            }

            if (name.IsPartOfStructuredTrivia()
                || CallSyntax.IsInNameOf(name)
                || name.Parent is MemberBindingExpressionSyntax or NameEqualsSyntax or NameColonSyntax
                || name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment && assignment.Left == name)
            {
                return null;
            }

            uses.Add(name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name);
        }

        return new PrivateFieldUses(field, declaration, uses);
    }
}
