namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Whether code outside of a type takes the lock that its own code is to give up.</summary>
internal static class LocksElsewhere
{
    /// <summary>
    /// Some other type of the solution locks the object, or may; the nested types too. What refers to the solution is not seen.
    /// </summary>
    public static async Task<bool> MayBeThereAsync(RepairRequest request, FaultyLock faulty, CancellationToken cancellationToken)
    {
        foreach (Project project in ProjectsFor(request, faulty))
        {
            foreach (Document document in project.Documents)
            {
                SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
                if (root is null || !root.Descendants().Any(static node
                    => LockUse.Of(node) is not null || SynchronizedMember.AttributeOf(node) is not null))
                {
                    continue;
                }

                SemanticModel? model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
                if (model is null || root.Descendants().Any(node => IsTaken(node, faulty, CodeModel.Of(model, cancellationToken))))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static IEnumerable<Project> ProjectsFor(RepairRequest request, FaultyLock faulty)
    {
        Project own = request.Document.Project;
        if (faulty.Fault.Kind == LockObjectFaultKind.Text)
        {
            return own.Solution.Projects.Where(static one => one.Language == LanguageNames.CSharp);
        }

        return faulty.Symbol is { DeclaredAccessibility: Accessibility.Private } ? new[] { own }
            : own.Solution.GetProjectDependencyGraph().GetProjectsThatTransitivelyDependOnThisProject(own.Id)
                .Select(id => own.Solution.GetProject(id)!).Where(static one => one.Language == LanguageNames.CSharp).Prepend(own);
    }

    private static bool IsTaken(SyntaxNode node, FaultyLock faulty, CodeModel model)
    {
        if (LockUse.Of(node) is { } use)
        {
            return !IsInType(node, faulty, model) && faulty.IsTakenBy(use, model);
        }

        return faulty.IsOfThis && SynchronizedMember.AttributeOf(node) is not null
            && model.GetDeclaredSymbol(node) is IMethodSymbol { IsStatic: false, ContainingType: var type }
            && !SameType(type, faulty.Type)
            && (type.SelfAndBases().Any(one => SameType(one, faulty.Type)) || faulty.Type.SelfAndBases().Any(one => SameType(one, type)));
    }

    private static bool IsInType(SyntaxNode node, FaultyLock faulty, CodeModel model)
        => node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } around
            && model.GetDeclaredSymbol(around) is { } type && SameType(type, faulty.Type);

    /// <summary>By name: another target framework has another symbol for the type.</summary>
    private static bool SameType(ITypeSymbol one, ITypeSymbol other)
        => SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, other.OriginalDefinition)
            || (one.Name == other.Name && one.ToDisplayString() == other.ToDisplayString());
}
