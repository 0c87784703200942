namespace AsyncAnalyzers.Semantics;

/// <summary>Stands for a value of which only the type is known, and that it is not null.</summary>
/// <param name="type">The type of the value, or a base of it.</param>
/// <param name="isExact">The value is of this type, and of none that derives from it.</param>
internal sealed class SomeOf(INamedTypeSymbol type, bool isExact)
{
    /// <summary>What a type test of the value comes to; null where it depends.</summary>
    public bool? Is(ITypeSymbol? tested)
    {
        if (tested is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Interface } wanted)
        {
            return null;
        }

        if (type.SelfAndBases().Concat(type.AllInterfaces).Any(one => SymbolEqualityComparer.Default.Equals(one, wanted)))
        {
            return true;
        }

        // What derives from the one class derives from no other that does not.
        return isExact || type.IsSealed
            || (wanted.TypeKind == TypeKind.Class && !wanted.SelfAndBases().Any(one => SymbolEqualityComparer.Default.Equals(one, type)))
                ? false
                : null;
    }

    /// <summary>Equal for equal knowledge.</summary>
    public override string ToString() => (isExact ? "exactly " : "some ") + type.ToDisplayString();
}
