using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>What brings a token along: the token, its source, or an object that has one.</summary>
internal static class TokenCarriers
{
    private static readonly ConditionalWeakTable<ITypeSymbol, StrongBox<string?>> OnlyProperties = new();

    /// <summary>
    /// The name of the only public property of the type, its bases or interfaces that is a token: <c>RequestAborted</c> of an
    /// <c>HttpContext</c>. Null where there is none, or more than one.
    /// </summary>
    public static string? OnlyPropertyOf(ITypeSymbol type, KnownTypes types)
        => type.SpecialType != SpecialType.None || type.TypeKind is not (TypeKind.Class or TypeKind.Interface or TypeKind.Struct) ? null
            : OnlyProperties.TryGetValue(type.OriginalDefinition, out StrongBox<string?> found) ? found.Value
            : OnlyProperties.GetValue(type.OriginalDefinition, one => new StrongBox<string?>(FindOnlyPropertyOf(one, types))).Value;

    /// <summary>
    /// A token, its source, or an object with a property or field for one, such as the context of a request or the options of a call.
    /// </summary>
    public static bool Carries(ITypeSymbol? type, KnownTypes types)
        => type is { SpecialType: SpecialType.None }
            && (IsTokenOrSource(type, types)
                || type.SelfAndBases().Concat(type.AllInterfaces).Any(part => part.GetMembers().Any(member => member switch
                {
                    IPropertySymbol property => property.Type.Is(types.CancellationToken),
                    IFieldSymbol { IsStatic: false } field => field.Type.Is(types.CancellationToken),
                    _ => false,
                })));

    /// <summary>A name, or the last of a path, that says that it is a token.</summary>
    public static bool IsNamedAsToken(ExpressionSyntax expression)
        => (expression as SimpleNameSyntax ?? (expression as MemberAccessExpressionSyntax)?.Name)?.Identifier.ValueText is { } name
            && (name.EndsWith("oken", StringComparison.Ordinal)
                || name is "ApplicationStopping" or "RequestAborted" or "ConnectionAborted" or "Aborted");

    /// <summary><c>CancellationToken?</c></summary>
    public static bool IsNullableToken(ITypeSymbol? type, KnownTypes types)
        => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            && nullable.TypeArguments[0].Is(types.CancellationToken);

    /// <summary>CancellationToken, also one that may be null, or CancellationTokenSource.</summary>
    public static bool IsTokenOrSource(ITypeSymbol? type, KnownTypes types)
        => (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
                ? nullable.TypeArguments[0]
                : type) is { } bare
            && (bare.Is(types.CancellationToken) || bare.IsOrDerivesFrom(types.CancellationTokenSource));

    private static string? FindOnlyPropertyOf(ITypeSymbol type, KnownTypes types)
    {
        string? found = null;
        IEnumerable<ITypeSymbol> parts = type.TypeKind == TypeKind.Interface
            ? type.AllInterfaces.Prepend<ITypeSymbol>(type) : type.SelfAndBases();
        foreach (IPropertySymbol property in parts.SelectMany(static part => part.GetMembers()).OfType<IPropertySymbol>())
        {
            if (property is { IsStatic: false, DeclaredAccessibility: Accessibility.Public, IsIndexer: false, GetMethod: not null }
                && property.Type.Is(types.CancellationToken))
            {
                if (found is not null && found != property.Name)
                {
                    return null;
                }

                found = property.Name;
            }
        }

        return found;
    }
}
