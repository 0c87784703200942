using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace AsyncAnalyzers.Editing;

/// <summary>Edits that put an await somewhere: the function around it is made async where it is not.</summary>
internal static class AsyncEdit
{
    /// <summary>The solution with the node rewritten; null where the function around it cannot be async, or where directives stand inside of the node.</summary>
    public static async Task<Solution?> ApplyAsync(Document document, SyntaxNode node, Func<SyntaxNode, SyntaxNode> rewrite, CancellationToken cancellationToken)
        => !node.DescendantTrivia().Any(trivia => trivia.IsDirective && node.Span.Contains(trivia.Span))
            && FunctionSyntax.Enclosing(node) is { } function && await MakeAsync.PlanAsync(document, function, cancellationToken).ConfigureAwait(false) is { } plan
            ? await plan.ApplyAsync(new NodeEdit(document.Id, node, rewrite), cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>The name of a type, as short as the place allows; a using directive is added where it is missing.</summary>
    public static TypeSyntax TypeName(Document document, ITypeSymbol type)
        => (TypeSyntax)SyntaxGenerator.GetGenerator(document).TypeExpression(type).WithAdditionalAnnotations(Simplifier.AddImportsAnnotation);

    /// <summary>The bare name where it means the type; else <see cref="TypeName"/>, which has the formatter visit the surroundings.</summary>
    public static TypeSyntax TypeNameAt(int position, Document document, SemanticModel model, INamedTypeSymbol type)
        => type.Arity == 0 && model.LookupNamespacesAndTypes(position, name: type.Name) is { Length: 1 } found && SymbolEqualityComparer.Default.Equals(found[0], type)
            ? SyntaxFactory.IdentifierName(type.Name)
            : TypeName(document, type);

    /// <summary><c>Type.Method(arguments)</c> with <see cref="TypeName"/>.</summary>
    public static InvocationExpressionSyntax StaticCall(Document document, ITypeSymbol type, string method, params ArgumentSyntax[] arguments)
        => SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, TypeName(document, type), SyntaxFactory.IdentifierName(method)),
            SyntaxFactory.ArgumentList(Separated(arguments)));

    /// <summary>A list with a comma and a space between its items.</summary>
    public static SeparatedSyntaxList<ArgumentSyntax> Separated(IReadOnlyList<ArgumentSyntax> arguments)
        => SyntaxFactory.SeparatedList(arguments, Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), Math.Max(0, arguments.Count - 1)));
}
