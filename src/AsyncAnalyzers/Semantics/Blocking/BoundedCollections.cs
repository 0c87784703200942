using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>Which blocking collections have a capacity: only adding to those waits.</summary>
internal static class BoundedCollections
{
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<bool>> Mentions = new();

    /// <summary>The file names the type. One that does not creates none, so that none is known to be bounded.</summary>
    public static bool MayBeIn(SyntaxTree tree)
        => Mentions.GetValue(tree, static tree => new StrongBox<bool>(tree.GetText().ToString().Contains("BlockingCollection"))).Value;

    /// <summary>
    /// Every creation of what the field or local holds, in the type that declares it, is given a capacity; there is at least one.
    /// </summary>
    public static bool IsBounded(ExpressionSyntax collection, CodeModel model)
    {
        if (model.SymbolOf(collection) is not
            {
                Kind: SymbolKind.Field or SymbolKind.Local
            or SymbolKind.Property
            } variable
            || variable.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference || reference.SyntaxTree != model.SyntaxTree)
        {
            return false;
        }

        SyntaxNode declaration = reference.GetSyntax(model.CancellationToken);
        SyntaxNode? scope = variable is ILocalSymbol
            ? FunctionSyntax.Enclosing(declaration)
            : declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        bool found = false;
        foreach (SyntaxNode node in (scope ?? declaration).Descendants())
        {
            ExpressionSyntax? value = node switch
            {
                EqualsValueClauseSyntax initializer when initializer.Parent == declaration => initializer.Value,
                AssignmentExpressionSyntax assignment when NameOf(assignment.Left) == variable.Name => assignment.Right,
                _ => null,
            };
            if (value is not null)
            {
                found = true;
                if (value is not BaseObjectCreationExpressionSyntax
                    || model.SymbolOf(value) is not IMethodSymbol constructor
                    || constructor.Parameters.All(parameter => parameter.Name != "boundedCapacity"))
                {
                    return false;
                }
            }
        }

        return found;
    }

    private static string? NameOf(ExpressionSyntax target) => target switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };
}
