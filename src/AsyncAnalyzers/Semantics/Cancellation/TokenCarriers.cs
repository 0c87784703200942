namespace AsyncAnalyzers.Semantics;

/// <summary>What brings a token along: the token, its source, or an object that has one.</summary>
internal static class TokenCarriers
{
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

    /// <summary>CancellationToken or CancellationTokenSource.</summary>
    public static bool IsTokenOrSource(ITypeSymbol? type, KnownTypes types)
        => (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
                ? nullable.TypeArguments[0]
                : type) is { } bare
            && (bare.Is(types.CancellationToken) || bare.IsOrDerivesFrom(types.CancellationTokenSource));
}
