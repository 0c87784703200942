using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Editing;

/// <summary>
/// Gives the methods that a plan made asynchronous the suffix <c>Async</c>, with all that names them, where the project's other
/// asynchronous
/// methods have it. What others find by its name keeps it: public API, the entry point, tests, actions, what a string says.
/// </summary>
internal sealed class AsyncRename
{
    /// <summary>What the key of the action has behind that of the plain one.</summary>
    public const string KeySuffix = ".Async";

    private readonly Solution _solution;
    private readonly ProjectId _project;
    private readonly List<(string Old, string New)> _names = new();
    private readonly Dictionary<DocumentId, HashSet<TextSpan>> _places = new();

    private AsyncRename(Solution solution, ProjectId project)
    {
        _solution = solution;
        _project = project;
    }

    /// <summary>The renamed solution, and what the title of the action has to say more; null where nothing is to be renamed.</summary>
    /// <param name="before">The project as it was.</param>
    /// <param name="edited">The solution that a plan was carried out in.</param>
    /// <param name="cancellationToken">Ends the search for references.</param>
    public static async Task<(Solution Solution, Phrase Title)?> TryApplyAsync(
        Project before, Solution edited, CancellationToken cancellationToken)
    {
        if (MakeAsyncPlan.Of(edited) is not { } plan || plan.ChangedMethods.Count == 0
            || !await AsyncNaming.IsHabitAsync(before, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var rename = new AsyncRename(edited, before.Id);
        foreach (IReadOnlyList<(DocumentId Document, SyntaxNode Declaration)> contract in await plan.ChangedContractsAsync(edited,
            cancellationToken).ConfigureAwait(false))
        {
            await rename.AddAsync(contract, cancellationToken).ConfigureAwait(false);
        }

        return rename._names.Count == 0 ? null : (await rename.ApplyAsync(cancellationToken).ConfigureAwait(false), rename.Title());
    }

    private Phrase Title() => _names.Count switch
    {
        1 => Phrase.Of($"rename '{_names[0].Old}' to '{_names[0].New}'"),
        2 => $"rename '{_names[0].Old}' to '{_names[0].New}' and '{_names[1].Old}' to '{_names[1].New}'",
        int count => $"rename '{_names[0].Old}' to '{_names[0].New}' and {count - 1} more likewise",
    };

    /// <summary>All declarations of one contract, and all places that name it, if none of them stands in the way.</summary>
    private async Task AddAsync(
        IReadOnlyList<(DocumentId Document, SyntaxNode Declaration)> declarations, CancellationToken cancellationToken)
    {
        var places = new List<(Document Document, TextSpan Span)>();
        string? old = null;
        foreach ((DocumentId id, SyntaxNode declaration) in declarations)
        {
            Document document = _solution.GetDocument(id)!;
            CodeModel model = await document.GetCodeModelAsync(cancellationToken).ConfigureAwait(false);
            if (model.GetDeclaredSymbol(declaration) is not IMethodSymbol method || !IsOwnName(method)
                || !await IsFreeAsync(method, declaration, model).ConfigureAwait(false))
            {
                return;
            }

            if (old is null)
            {
                if (await MethodContract.FindAsync(method, _solution, cancellationToken).ConfigureAwait(false) is not { } contract
                    || await contract.FindReferencesAsync(cancellationToken).ConfigureAwait(false) is not { } references)
                {
                    return;
                }

                places.AddRange(references.Select(reference => (reference.Document, reference.Location.SourceSpan)));
            }

            old = method.Name;
            SyntaxToken name = declaration is MethodDeclarationSyntax written
                ? written.Identifier
                : ((LocalFunctionStatementSyntax)declaration).Identifier;
            places.Add((document, name.Span));
        }

        if (old is null || await NamesInStrings.AreMentionedAsync(_solution, old, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var found = new List<(DocumentId Document, TextSpan Span)>();
        foreach ((Document document, TextSpan span) in places)
        {
            if (await PlaceAsync(document, span, old, cancellationToken).ConfigureAwait(false) is not { } place)
            {
                return;
            }

            found.Add(place);
        }

        foreach ((DocumentId document, TextSpan span) in found)
        {
            if (!_places.TryGetValue(document, out HashSet<TextSpan> spans))
            {
                _places.Add(document, spans = new HashSet<TextSpan>());
            }

            spans.Add(span);
        }

        if (!_names.Contains((old, old + AsyncNaming.Suffix)))
        {
            _names.Add((old, old + AsyncNaming.Suffix));
        }
    }

    /// <summary>The name is the project's own choice, and says nothing of tasks yet.</summary>
    private static bool IsOwnName(IMethodSymbol method)
    {
        if (method.Name.EndsWith(AsyncNaming.Suffix, StringComparison.Ordinal) || method.Name == WellKnownMemberNames.EntryPointMethodName
            || AsyncSignature.IsVisibleOutside(method)
            || method.GetAttributes().Any(attribute
                => attribute.AttributeClass is not { ContainingNamespace: var space } || RootOf(space) != "System"))
        {
            return false;
        }

        // Types that derive from those of others are called by what those know, and reflect on: controllers, hubs, pages, behaviours.
        INamedTypeSymbol? foreign = method.ContainingType;
        while (foreign is { DeclaringSyntaxReferences.IsEmpty: false })
        {
            foreign = foreign.BaseType;
        }

        return method.MethodKind == MethodKind.LocalFunction || foreign is null or { SpecialType: SpecialType.System_Object }
            || (method.DeclaredAccessibility == Accessibility.Private
                && RootOf(foreign.ContainingNamespace) is not ("UnityEngine" or "Godot"));

        static string RootOf(INamespaceSymbol space)
        {
            while (space.ContainingNamespace is { IsGlobalNamespace: false } outer)
            {
                space = outer;
            }

            return space.Name;
        }
    }

    /// <summary>Nothing of the new name is known where the method is declared, nor in the types that derive from its type.</summary>
    private async Task<bool> IsFreeAsync(IMethodSymbol method, SyntaxNode declaration, CodeModel model)
    {
        string name = method.Name + AsyncNaming.Suffix;
        SyntaxNode inside = FunctionSyntax.Body(declaration) ?? declaration;
        if (!model.LookupSymbols(inside.SpanStart, name: name).IsEmpty
            || method.ContainingType.AllInterfaces.Any(implemented => !implemented.GetMembers(name).IsEmpty)
            || method.Parameters.Any(parameter => parameter.Name == name))
        {
            return false;
        }

        IEnumerable<INamedTypeSymbol> derived = method.MethodKind == MethodKind.LocalFunction ? Array.Empty<INamedTypeSymbol>()
            : method.ContainingType.TypeKind == TypeKind.Interface
                ? (await SymbolFinder.FindImplementationsAsync(method.ContainingType, _solution, cancellationToken: model.CancellationToken)
                    .ConfigureAwait(false)).OfType<INamedTypeSymbol>()
                : await SymbolFinder.FindDerivedClassesAsync(method.ContainingType, _solution, cancellationToken: model.CancellationToken)
                    .ConfigureAwait(false);
        return derived.All(type => type.GetMembers(name).IsEmpty);
    }

    /// <summary>
    /// The name in the one document that is edited for all that link its file; null where it is not written there, or another of the new
    /// name is known.
    /// </summary>
    private async Task<(DocumentId Document, TextSpan Span)?> PlaceAsync(
        Document document, TextSpan span, string old, CancellationToken cancellationToken)
    {
        Document home = LinkedFiles.Home(document, _project);
        SyntaxNode root = (await home.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        if (document is SourceGeneratedDocument || !root.FullSpan.Contains(span)
            || root.FindToken(span.Start, findInsideTrivia: true) is var token
                && (!token.IsKind(SyntaxKind.IdentifierToken) || token.ValueText != old)
            || GeneratedCode.Is(root.SyntaxTree, home.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(root.SyntaxTree)))
        {
            return null;
        }

        if (token.Parent is SimpleNameSyntax name && !name.IsPartOfStructuredTrivia())
        {
            CodeModel model = await home.GetCodeModelAsync(cancellationToken).ConfigureAwait(false);
            ITypeSymbol? container = CallSyntax.Receiver(name) is { } receiver
                ? model.TypeOf(receiver)
                    ?? model.SymbolOf(receiver) as ITypeSymbol
                : null;
            if (!model.LookupSymbols(
                name.SpanStart, container, old + AsyncNaming.Suffix, includeReducedExtensionMethods: container is not null).IsEmpty)
            {
                return null;
            }
        }

        return (home.Id, token.Span);
    }

    private async Task<Solution> ApplyAsync(CancellationToken cancellationToken)
    {
        Solution result = _solution;
        foreach (KeyValuePair<DocumentId, HashSet<TextSpan>> document in _places)
        {
            SyntaxNode root = (await _solution.GetDocument(document.Key)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            result = result.WithDocumentSyntaxRoot(document.Key, root.ReplaceTokens(
                document.Value.Select(span => root.FindToken(span.Start, findInsideTrivia: true)),
                (_, token) => SyntaxFactory.Identifier(token.LeadingTrivia, token.ValueText + AsyncNaming.Suffix, token.TrailingTrivia)));
        }

        return result;
    }
}
