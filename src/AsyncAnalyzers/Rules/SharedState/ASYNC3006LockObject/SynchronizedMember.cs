using System.Reflection;

namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Members marked <c>[MethodImpl(MethodImplOptions.Synchronized)]</c>: their bodies lock <c>this</c>, or the type.</summary>
internal static class SynchronizedMember
{
    /// <summary>The attribute of a method or accessor, by name; null where there is none, and where there is no body.</summary>
    public static AttributeSyntax? AttributeOf(SyntaxNode member)
    {
        SyntaxList<AttributeListSyntax> lists = member switch
        {
            MethodDeclarationSyntax method => method.AttributeLists,
            AccessorDeclarationSyntax accessor => accessor.AttributeLists,
            _ => default,
        };
        foreach (AttributeListSyntax list in lists)
        {
            foreach (AttributeSyntax attribute in list.Attributes)
            {
                if (TypeNames.Of(attribute.Name) is "MethodImpl" or "MethodImplAttribute"
                    && attribute.ArgumentList is { } arguments
                    && arguments.Descendants().Any(static node
                        => node is IdentifierNameSyntax { Identifier.ValueText: "Synchronized" } or LiteralExpressionSyntax))
                {
                    return FunctionSyntax.Body(member) is null ? null : attribute;
                }
            }
        }

        return null;
    }

    public static bool Is(IMethodSymbol method) => (method.MethodImplementationFlags & MethodImplAttributes.Synchronized) != 0;
}
