using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace AsyncAnalyzers.Editing;

/// <summary>Edits that put an await somewhere: the function around it is made async where it is not.</summary>
internal static class AsyncEdit
{
    /// <summary>The solution with the node rewritten; null where the function around it cannot be async, or where directives stand inside of an expression.</summary>
    public static Task<Solution?> ApplyAsync(Document document, SyntaxNode node, Func<SyntaxNode, SyntaxNode> rewrite, CancellationToken cancellationToken)
        => ApplyAsync(document, node, rewrite, includePublicApi: false, cancellationToken);

    /// <inheritdoc cref="ApplyAsync(Document, SyntaxNode, Func{SyntaxNode, SyntaxNode}, CancellationToken)"/>
    public static async Task<Solution?> ApplyAsync(Document document, SyntaxNode node, Func<SyntaxNode, SyntaxNode> rewrite, bool includePublicApi, CancellationToken cancellationToken)
        => IsWithoutDirectives(node)
            && FunctionSyntax.Enclosing(node) is { } function && await MakeAsync.PlanAsync(document, function, includePublicApi, cancellationToken).ConfigureAwait(false) is { } plan
            ? await plan.ApplyAsync(new NodeEdit(document.Id, node, rewrite), cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>False for an expression with directives inside of it: it cannot be written anew.</summary>
    public static bool IsWithoutDirectives(SyntaxNode node)
        => !(node is ExpressionSyntax && node.DescendantTrivia().Any(trivia => trivia.IsDirective && node.Span.Contains(trivia.Span)));

    /// <summary>The name of a type at the place of a repair; see <see cref="TypeName(Document, SemanticModel, int, ITypeSymbol)"/>.</summary>
    public static TypeSyntax TypeName(RepairRequest request, ITypeSymbol type) => TypeName(request.Document, request.Model, request.Node.SpanStart, type);

    /// <summary>The bare name where it means the type; the qualified one where it means another; else a using directive is added.</summary>
    public static TypeSyntax TypeName(Document document, SemanticModel model, int position, ITypeSymbol type)
    {
        var full = (TypeSyntax)SyntaxGenerator.GetGenerator(document).TypeExpression(type);
        if (type is not INamedTypeSymbol { Arity: 0, SpecialType: SpecialType.None, ContainingType: null })
        {
            // Asked for imports where none is missing, some hosts leave an empty line at the top of the file.
            return IsInScope(type, model, position) ? full : full.WithAdditionalAnnotations(Simplifier.AddImportsAnnotation);
        }

        // Without type arguments the name does not mean what has some: Task<T> does not stand in the way of Task.
        ISymbol[] found = model.LookupNamespacesAndTypes(position, name: type.Name).Where(symbol => symbol is not INamedTypeSymbol { Arity: > 0 }).ToArray();
        if (found.Length == 0)
        {
            return full.WithAdditionalAnnotations(Simplifier.AddImportsAnnotation);
        }

        return found.Length == 1 && SymbolEqualityComparer.Default.Equals(found[0], type)
            ? SyntaxFactory.IdentifierName(type.Name)
            : SyntaxFactory.ParseTypeName(type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)).WithAdditionalAnnotations(Simplifier.Annotation);
    }

    /// <summary><c>Task&lt;result&gt;</c>, with the trivia of <paramref name="result"/>.</summary>
    public static TypeSyntax TaskOf(RepairRequest request, TypeSyntax result)
    {
        GenericNameSyntax generic = SyntaxFactory.GenericName(
            SyntaxFactory.Identifier("Task"), SyntaxFactory.TypeArgumentList(SyntaxFactory.SingletonSeparatedList(result.WithoutTrivia())));
        TypeSyntax task = TypeName(request, request.Types.Task!);
        return (task is QualifiedNameSyntax qualified ? qualified.WithRight(generic) : (TypeSyntax)generic).WithTriviaFrom(result);
    }

    /// <summary>The names of the type and of all its type arguments mean them at the position.</summary>
    private static bool IsInScope(ITypeSymbol type, SemanticModel model, int position) => type switch
    {
        IArrayTypeSymbol array => IsInScope(array.ElementType, model, position),
        INamedTypeSymbol { SpecialType: SpecialType.None } named
            => model.LookupNamespacesAndTypes(position, name: named.Name).Contains(named.OriginalDefinition, SymbolEqualityComparer.Default)
                && named.TypeArguments.All(argument => IsInScope(argument, model, position)),
        _ => true,
    };

    /// <summary><c>Type.Method(arguments)</c> with <see cref="TypeName(RepairRequest, ITypeSymbol)"/>.</summary>
    public static InvocationExpressionSyntax StaticCall(RepairRequest request, ITypeSymbol type, string method, params ArgumentSyntax[] arguments)
        => SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, TypeName(request, type), SyntaxFactory.IdentifierName(method)),
            SyntaxFactory.ArgumentList(Separated(arguments)));

    /// <summary>A list with a comma and a space between its items.</summary>
    public static SeparatedSyntaxList<ArgumentSyntax> Separated(IReadOnlyList<ArgumentSyntax> arguments)
        => SyntaxFactory.SeparatedList(arguments, Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), Math.Max(0, arguments.Count - 1)));
}
