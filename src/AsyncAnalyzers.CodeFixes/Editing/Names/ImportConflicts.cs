namespace AsyncAnalyzers.Editing;

/// <summary>
/// Finds the names of a file that a using directive for one more namespace would make ambiguous (CS0104) or give another meaning.
/// The directive itself is added by the host after the edit, too late for a look at the errors.
/// </summary>
internal static class ImportConflicts
{
    public static bool Arise(Document document, SemanticModel model, INamespaceSymbol @namespace)
    {
        if (model.Compilation.GetCompilationNamespace(@namespace) is not { IsGlobalNamespace: false } imported)
        {
            return false;
        }

        SyntaxNode root = model.SyntaxTree.GetRoot();
        bool isOutermost = !IsPutIntoNamespace(document, root);
        return root.DescendantNodes(descendIntoTrivia: true).OfType<SimpleNameSyntax>()
            .Any(name => IsConflict(name, imported, isOutermost, model));
    }

    private static bool IsConflict(SimpleNameSyntax name, INamespaceSymbol imported, bool isOutermost, SemanticModel model)
    {
        if (!Offers(imported, name, model) || IsQualified(name))
        {
            return false;
        }

        ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
        if ((symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } ? symbol.ContainingType : symbol) is not INamedTypeSymbol type
            || SymbolEqualityComparer.Default.Equals(model.Compilation.GetCompilationNamespace(type.ContainingNamespace), imported))
        {
            return false;
        }

        // What the file declares or names itself comes before what its outermost directives bring in.
        return !(isOutermost && (model.GetAliasInfo(name) is not null || IsDeclaredAround(name, type, model)))
            && !IsMember(name, type, model);
    }

    /// <summary>The namespace has an accessible type of that name and number of type arguments.</summary>
    private static bool Offers(INamespaceSymbol imported, SimpleNameSyntax name, SemanticModel model)
    {
        return Has(name.Identifier.ValueText) || (name.Parent is AttributeSyntax && Has(name.Identifier.ValueText + "Attribute"));

        bool Has(string text)
            => imported.GetTypeMembers(text, name.Arity)
                .Any(type => model.Compilation.IsSymbolAccessibleWithin(type, model.Compilation.Assembly));
    }

    private static bool IsQualified(SimpleNameSyntax name) => name.Parent switch
    {
        QualifiedNameSyntax qualified => qualified.Right == name,
        MemberAccessExpressionSyntax access => access.Name == name,
        NameMemberCrefSyntax cref => cref.Parent is QualifiedCrefSyntax,
        MemberBindingExpressionSyntax or AliasQualifiedNameSyntax or NameColonSyntax or NameEqualsSyntax => true,
        _ => false,
    };

    /// <summary>The type is of a namespace whose declaration encloses the name.</summary>
    private static bool IsDeclaredAround(SimpleNameSyntax name, INamedTypeSymbol type, SemanticModel model)
    {
        string declared = type.ContainingNamespace.ToDisplayString();
        ISymbol? enclosing = model.GetEnclosingSymbol(name.SpanStart);
        INamespaceSymbol? around = enclosing as INamespaceSymbol ?? enclosing?.ContainingNamespace;
        for (; around is not null; around = around.ContainingNamespace)
        {
            if (around.ToDisplayString() == declared)
            {
                return type.ContainingType is null;
            }
        }

        return false;
    }

    /// <summary>The type is nested in one that encloses the name, or in a base of that one: members come first.</summary>
    private static bool IsMember(SimpleNameSyntax name, INamedTypeSymbol type, SemanticModel model)
    {
        if (type.ContainingType is null)
        {
            return false;
        }

        ISymbol? enclosing = model.GetEnclosingSymbol(name.SpanStart);
        INamedTypeSymbol? around = enclosing as INamedTypeSymbol ?? enclosing?.ContainingType;
        for (; around is not null; around = around.ContainingType)
        {
            for (INamedTypeSymbol? self = around; self is not null; self = self.BaseType)
            {
                if (SymbolEqualityComparer.Default.Equals(self.OriginalDefinition, type.ContainingType.OriginalDefinition))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The host puts the directive where the file has others, or where its style asks for it.</summary>
    private static bool IsPutIntoNamespace(Document document, SyntaxNode root)
        => root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
                .Any(node => node is BaseNamespaceDeclarationSyntax { Usings.Count: > 0 })
            || (document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(root.SyntaxTree)
                    .TryGetValue("csharp_using_directive_placement", out string? placement)
                && placement.StartsWith("inside", StringComparison.OrdinalIgnoreCase));
}
