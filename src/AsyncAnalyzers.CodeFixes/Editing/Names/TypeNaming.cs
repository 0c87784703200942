using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace AsyncAnalyzers.Editing;

/// <summary>
/// Writes the name of a type at a place: bare where it means the type there, with a using directive where one can be added, else qualified.
/// </summary>
internal static class TypeNaming
{
    /// <summary>The name where a type is expected; in front of a dot see <see cref="InExpression"/>.</summary>
    public static TypeSyntax NameOf(Document document, SemanticModel model, int position, ITypeSymbol type)
    {
        var full = (TypeSyntax)SyntaxGenerator.GetGenerator(document).TypeExpression(type);
        if (type is not INamedTypeSymbol { Arity: 0, SpecialType: SpecialType.None, ContainingType: null })
        {
            // Asked for imports where none is missing, some hosts leave an empty line at the top of the file.
            List<INamedTypeSymbol> missing = NotInScope(type, model, position).ToList();
            return missing.Count > 0 && !missing.Any(one => ImportConflicts.Arise(document, model, one.ContainingNamespace))
                ? full.WithAdditionalAnnotations(Simplifier.AddImportsAnnotation)
                : full;
        }

        // Without type arguments the name does not mean what has some: Task<T> does not stand in the way of Task.
        ISymbol[] found = model.LookupNamespacesAndTypes(position, name: type.Name)
            .Where(symbol => symbol is not INamedTypeSymbol { Arity: > 0 }).ToArray();
        if (found.Length == 0 && !ImportConflicts.Arise(document, model, type.ContainingNamespace))
        {
            return full.WithAdditionalAnnotations(Simplifier.AddImportsAnnotation);
        }

        return found.Length == 1 && SymbolEqualityComparer.Default.Equals(found[0], type)
            ? SyntaxFactory.IdentifierName(type.Name)
            : Qualified(type);
    }

    /// <summary>The name in front of a dot: qualified also where a variable or a member of that name comes first.</summary>
    public static ExpressionSyntax ExpressionOf(RepairRequest request, ITypeSymbol type)
    {
        int position = request.Node.SpanStart;
        return InExpression(
            IsHidden(type, request.Model, position) ? Qualified(type) : NameOf(request.Document, request.Model, position, type));
    }

    /// <summary>
    /// The same name as an expression. The parser reads dots as a qualified name where a type stands, and as a member access elsewhere.
    /// </summary>
    public static ExpressionSyntax InExpression(ExpressionSyntax type)
        => type is QualifiedNameSyntax qualified
            ? qualified.CopyAnnotationsTo(Member(qualified.Left, qualified.Right))!.WithTriviaFrom(qualified)
            : type;

    /// <summary><c>Type.Member</c></summary>
    public static MemberAccessExpressionSyntax Member(ExpressionSyntax type, SimpleNameSyntax member)
        => SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, InExpression(type), member);

    /// <inheritdoc cref="Member(ExpressionSyntax, SimpleNameSyntax)"/>
    public static MemberAccessExpressionSyntax Member(ExpressionSyntax type, string member)
        => Member(type, SyntaxFactory.IdentifierName(member));

    private static TypeSyntax Qualified(ITypeSymbol type)
        => SyntaxFactory.ParseTypeName(type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat))
            .WithAdditionalAnnotations(Simplifier.Annotation);

    /// <summary>
    /// A variable or member of the same name is found first, and its type is another: only with the same one may the name mean both.
    /// </summary>
    private static bool IsHidden(ITypeSymbol type, SemanticModel model, int position)
        => model.LookupSymbols(position, name: type.Name).Any(symbol => symbol switch
        {
            INamespaceOrTypeSymbol or IAliasSymbol => false,
            ILocalSymbol local => !SymbolEqualityComparer.Default.Equals(local.Type, type),
            IParameterSymbol parameter => !SymbolEqualityComparer.Default.Equals(parameter.Type, type),
            IFieldSymbol field => !SymbolEqualityComparer.Default.Equals(field.Type, type),
            IPropertySymbol property => !SymbolEqualityComparer.Default.Equals(property.Type, type),
            _ => true,
        });

    /// <summary>The type and its type arguments, as far as their names do not mean them at the position.</summary>
    private static IEnumerable<INamedTypeSymbol> NotInScope(ITypeSymbol type, SemanticModel model, int position) => type switch
    {
        IArrayTypeSymbol array => NotInScope(array.ElementType, model, position),
        INamedTypeSymbol { SpecialType: SpecialType.None } named
            => new[] { named }
                .Where(one => !model.LookupNamespacesAndTypes(position, name: one.Name)
                    .Contains(one.OriginalDefinition, SymbolEqualityComparer.Default))
                .Concat(named.TypeArguments.SelectMany(argument => NotInScope(argument, model, position))),
        _ => Array.Empty<INamedTypeSymbol>(),
    };
}
