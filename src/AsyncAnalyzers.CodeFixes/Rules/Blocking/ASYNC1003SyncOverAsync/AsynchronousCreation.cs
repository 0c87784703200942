using Microsoft.CodeAnalysis.FindSymbols;

namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>
/// A constructor that waits becomes private, and a static <c>CreateAsync</c> that awaits takes its place, which all callers in the
/// solution await.
/// </summary>
internal static class AsynchronousCreation
{
    /// <summary>Attributes of a type that nobody creates an instance by.</summary>
    private static readonly HashSet<string> HarmlessAttributes = new(StringComparer.Ordinal)
    {
        "DebuggerDisplayAttribute", "DebuggerTypeProxyAttribute", "SuppressMessageAttribute",
        "ExcludeFromCodeCoverageAttribute", "ObsoleteAttribute", "NullableAttribute", "NullableContextAttribute",
    };

    /// <summary>Null where others create instances (derived types, reflection, a container), or one of the callers cannot await.</summary>
    public static async Task<Repair?> FindAsync(
        ConstructorDeclarationSyntax constructor, RepairRequest request, CancellationToken cancellationToken)
    {
        if (constructor.Parent is not ClassDeclarationSyntax type
            || type.Modifiers.Any(SyntaxKind.PartialKeyword)
            || request.Model.GetDeclaredSymbol(constructor, cancellationToken) is not { } symbol
            || !IsPlain(symbol)
            || await AsynchronousConstructor.SplitAsync(constructor, type, request, cancellationToken)
                .ConfigureAwait(false) is not { } split
            || (await SymbolFinder.FindDerivedClassesAsync(
                symbol.ContainingType, request.Document.Project.Solution, cancellationToken: cancellationToken).ConfigureAwait(false)).Any()
            || await IsHandedToOthersAsync(
                symbol.ContainingType, request.Document.Project.Solution, cancellationToken).ConfigureAwait(false)
            || await AwaitedUses.FindAsync(symbol, request.Document, node
                => CreationAt(node, symbol.ContainingType), cancellationToken).ConfigureAwait(false) is not { Count: > 0 } uses)
        {
            return null;
        }

        int index = type.Members.IndexOf(constructor);
        string newLine = MemberInsertion.NewLineOf(constructor);
        NodeEdit[] edits =
        {
            new(request.Document.Id, constructor, _ => split.Constructor),
            new(request.Document.Id, type, rewritten
                => MemberInsertion.After(
                    (TypeDeclarationSyntax)rewritten, index, split.Factory, "/// <summary>Creates an instance.</summary>", newLine)),
        };
        bool changesPublicApi = uses.ChangesPublicApi || IsPublicApi(symbol);
        Phrase title = $"Create '{symbol.ContainingType.Name}' with 'await CreateAsync'";
        return new Repair(
            RepairTitle.WithPublicApi(title, changesPublicApi),
            changesPublicApi ? ASYNC1003SyncOverAsyncCodeFix.PublicApiKey : ASYNC1003SyncOverAsyncCodeFix.Key,
            ct => uses.ApplyAsync(edits, use => CallOf((BaseObjectCreationExpressionSyntax)use, symbol.ContainingType), ct));
    }

    private static bool IsPlain(IMethodSymbol constructor)
    {
        INamedTypeSymbol type = constructor.ContainingType;
        return type is
        {
            IsAbstract: false, IsRecord: false, BaseType.SpecialType: SpecialType.System_Object,
            InstanceConstructors.Length: 1
        }
            && constructor.GetAttributes().IsEmpty
            && type.GetAttributes().All(attribute => HarmlessAttributes.Contains(attribute.AttributeClass?.Name ?? string.Empty))
            && type.GetMembers("CreateAsync").IsEmpty
            && !type.GetMembers().Any(member => member is IFieldSymbol { IsRequired: true } or IPropertySymbol { IsRequired: true })
            && constructor.Parameters.All(parameter
                => parameter is
                {
                    RefKind: RefKind.None,
                    Type: { IsRefLikeType: false, TypeKind: not (TypeKind.Pointer or TypeKind.FunctionPointer) }
                });
    }

    private static bool IsPublicApi(IMethodSymbol constructor)
    {
        for (ISymbol? symbol = constructor; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The type is named in <c>typeof</c>, or is a type argument of a method, of a base type or of anything else than a declared type and
    /// the
    /// framework's collections: a container or a serializer may create it.
    /// </summary>
    private static async Task<bool> IsHandedToOthersAsync(INamedTypeSymbol type, Solution solution, CancellationToken cancellationToken)
    {
        foreach (
            ReferencedSymbol referenced in await SymbolFinder.FindReferencesAsync(type, solution, cancellationToken).ConfigureAwait(false))
        {
            foreach (ReferenceLocation reference in referenced.Locations)
            {
                SyntaxNode root = (await reference.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
                SyntaxNode node = root.FindNode(reference.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true);
                if (node.AncestorsAndSelf().TakeWhile(ancestor
                    => ancestor is not (StatementSyntax or MemberDeclarationSyntax)).Any(IsHandedOver))
                {
                    return true;
                }
            }
        }

        return false;

        static bool IsHandedOver(SyntaxNode node) => node switch
        {
            TypeOfExpressionSyntax or BaseListSyntax or AttributeSyntax => true,
            TypeArgumentListSyntax { Parent: GenericNameSyntax generic } => !IsDeclaredType(generic),
            _ => false,
        };

        static bool IsDeclaredType(GenericNameSyntax generic)
            => generic.Identifier.ValueText is "List" or "Dictionary" or "Queue" or "Stack" or "HashSet" or "ConcurrentDictionary"
                or "ConcurrentQueue" or "ConcurrentBag" or "Task" or "ValueTask"
                || !generic.Ancestors().TakeWhile(ancestor
                    => ancestor is not (StatementSyntax or MemberDeclarationSyntax)).Any(ancestor
                        => ancestor is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or TypeOfExpressionSyntax);
    }

    /// <summary>The creation that a reference to the constructor belongs to.</summary>
    private static (ExpressionSyntax? Use, bool IsKnown) CreationAt(SyntaxNode node, INamedTypeSymbol type)
    {
        SyntaxNode? current = node;
        while (current is NameSyntax)
        {
            current = current.Parent;
        }

        return current switch
        {
            ObjectCreationExpressionSyntax
            {
                Initializer: null,
                ArgumentList: not null
            } creation when creation.Type.Span.Contains(node.Span)
                => (creation, true),
            ImplicitObjectCreationExpressionSyntax { Initializer: null } creation when type.Arity == 0
                && type.ContainingType is not { Arity: > 0 } => (creation, true),
            _ => (null, false),
        };
    }

    private static ExpressionSyntax CallOf(BaseObjectCreationExpressionSyntax creation, INamedTypeSymbol type)
    {
        ExpressionSyntax name = creation is ObjectCreationExpressionSyntax { Type: var written }
            ? written.WithoutTrivia()
            : ParseTypeName(type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)).WithAdditionalAnnotations(
                Microsoft.CodeAnalysis.Simplification.Simplifier.Annotation);
        return InvocationExpression(TypeNaming.Member(name, "CreateAsync"), creation.ArgumentList!.WithoutTrivia())
            .WithTriviaFrom(creation);
    }
}
