using Microsoft.CodeAnalysis.FindSymbols;

namespace AsyncAnalyzers.Editing;

/// <summary>
/// All declarations that must keep one signature: a method with what it overrides and implements, all overrides and
/// implementations, both parts of a partial method, and the same file as other projects compile it.
/// </summary>
internal sealed class MethodContract
{
    private readonly Solution _solution;
    private readonly List<(Document Document, SyntaxNode Declaration, IMethodSymbol Method)> _members = new();
    private readonly HashSet<(DocumentId Document, int Start)> _places = new();
    private readonly Queue<IMethodSymbol> _open = new();

    private MethodContract(Solution solution) => _solution = solution;

    /// <summary>The declarations, the one asked for first.</summary>
    public IReadOnlyList<(Document Document, SyntaxNode Declaration, IMethodSymbol Method)> Members => _members;

    /// <summary>Null where a part of it is not in the source of the solution, or returns a more derived type than the rest.</summary>
    public static async Task<MethodContract?> FindAsync(IMethodSymbol method, Solution solution, CancellationToken cancellationToken)
    {
        var contract = new MethodContract(solution);
        contract._open.Enqueue(method);
        while (contract._open.Count > 0)
        {
            if (!await contract.AddAsync(contract._open.Dequeue().OriginalDefinition, cancellationToken).ConfigureAwait(false))
            {
                return null;
            }
        }

        return contract;
    }

    /// <summary>All places that name one of the members; null where the search meets a method that is not a member.</summary>
    public async Task<IReadOnlyList<ReferenceLocation>?> FindReferencesAsync(CancellationToken cancellationToken)
    {
        var found = new List<ReferenceLocation>();
        var searched = new HashSet<(DocumentId Document, int Start)>();
        foreach ((Document document, SyntaxNode declaration, IMethodSymbol method) in _members)
        {
            if (searched.Contains((document.Id, declaration.SpanStart)))
            {
                continue;
            }

            foreach (ReferencedSymbol referenced in await SymbolFinder.FindReferencesAsync(method, _solution, cancellationToken)
                .ConfigureAwait(false))
            {
                foreach (SyntaxReference place in referenced.Definition.DeclaringSyntaxReferences)
                {
                    if (_solution.GetDocument(place.SyntaxTree) is not { } at || !_places.Contains((at.Id, place.Span.Start)))
                    {
                        return null;
                    }

                    searched.Add((at.Id, place.Span.Start));
                }

                if (referenced.Definition.DeclaringSyntaxReferences.IsEmpty)
                {
                    return null;
                }

                found.AddRange(referenced.Locations);
            }
        }

        return found;
    }

    private async Task<bool> AddAsync(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (method.DeclaringSyntaxReferences.IsEmpty)
        {
            return false;
        }

        foreach (SyntaxReference place in method.DeclaringSyntaxReferences)
        {
            if (_solution.GetDocument(place.SyntaxTree) is not { } document)
            {
                return false;
            }

            SyntaxNode declaration = await place.GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
            if (!await AddAsync(document, declaration, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            foreach (DocumentId linked in document.GetLinkedDocumentIds())
            {
                Document twin = _solution.GetDocument(linked)!;
                SyntaxNode root = (await twin.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
                // Behind a condition that another project does not fulfil there is nothing.
                if (root.FullSpan.Contains(place.Span)
                    && root.FindNode(place.Span) is var same
                    && same.Span == place.Span
                    && same.IsKind(declaration.Kind())
                    && !await AddAsync(twin, same, cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private async Task<bool> AddAsync(Document document, SyntaxNode declaration, CancellationToken cancellationToken)
    {
        if (!_places.Add((document.Id, declaration.SpanStart)))
        {
            return true;
        }

        // Seen from its own project: a project that refers to it may see a retargeted copy.
        CodeModel model = await document.GetCodeModelAsync(cancellationToken).ConfigureAwait(false);
        if (document is SourceGeneratedDocument || model.GetDeclaredSymbol(declaration) is not IMethodSymbol method
            || (method.OverriddenMethod is { } overridden
                && !SymbolEqualityComparer.Default.Equals(overridden.ReturnType, method.ReturnType)))
        {
            return false;
        }

        _members.Add((document, declaration, method));
        if (method.MethodKind != MethodKind.LocalFunction)
        {
            await OpenRelativesAsync(method, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private async Task OpenRelativesAsync(IMethodSymbol method, CancellationToken cancellationToken)
    {
        Open(method.PartialDefinitionPart);
        Open(method.PartialImplementationPart);
        Open(method.OverriddenMethod);
        if (method.ContainingType.TypeKind == TypeKind.Interface)
        {
            foreach (ISymbol implementation in await SymbolFinder.FindImplementationsAsync(
                method, _solution, cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                Open(implementation as IMethodSymbol);
            }
        }
        else if (method.DeclaredAccessibility == Accessibility.Public && !method.IsStatic)
        {
            // Types that derive from this one may implement an interface by it.
            foreach (ISymbol implemented in await SymbolFinder.FindImplementedInterfaceMembersAsync(
                method, _solution, cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                Open(implemented as IMethodSymbol);
            }
        }

        foreach (IMethodSymbol implemented in ImplementedByItsType(method))
        {
            Open(implemented);
        }

        if (method.IsVirtual || method.IsAbstract || method.IsOverride)
        {
            foreach (ISymbol @override in await SymbolFinder.FindOverridesAsync(method, _solution, cancellationToken: cancellationToken)
                .ConfigureAwait(false))
            {
                Open(@override as IMethodSymbol);
            }
        }
    }

    private static IEnumerable<IMethodSymbol> ImplementedByItsType(IMethodSymbol method)
        => method.ExplicitInterfaceImplementations.Concat(method.ContainingType.AllInterfaces
            .SelectMany(implemented => implemented.GetMembers(method.Name).OfType<IMethodSymbol>())
            .Where(member
                => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method)));

    private void Open(IMethodSymbol? method)
    {
        if (method is not null)
        {
            _open.Enqueue(method);
        }
    }
}
