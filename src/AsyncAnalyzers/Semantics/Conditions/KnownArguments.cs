namespace AsyncAnalyzers.Semantics;

/// <summary>
/// What is known of a function's parameters in one chain of calls: constants that the caller passes, or passes on. Kept are bools,
/// enums, types, null, that something is not null or of what type it is, and zero (of numbers and of TimeSpan): what code asks for
/// before it waits. Of the own object the flags that the caller has set or asked for.
/// </summary>
internal sealed class KnownArguments
{
    public static readonly KnownArguments None = new(ImmutableDictionary.Create<ISymbol, object?>(SymbolEqualityComparer.Default));

    private readonly ImmutableDictionary<ISymbol, object?> _values;

    private KnownArguments(ImmutableDictionary<ISymbol, object?> values)
    {
        _values = values;
        Key = values.IsEmpty
            ? string.Empty
            : string.Join(
                ";",
                values.Select(static pair => $"{pair.Key.ContainingSymbol?.Name}.{pair.Key.Name}={pair.Value ?? "null"}")
                    .OrderBy(static text => text, StringComparer.Ordinal));
    }

    public bool IsEmpty => _values.IsEmpty;

    /// <summary>The parameters that something is known of.</summary>
    public IEnumerable<string> Names => _values.Keys.Select(static parameter => parameter.Name);

    /// <summary>The fields and properties among them.</summary>
    public IEnumerable<KeyValuePair<ISymbol, object?>> Flags => _values.Where(static pair => pair.Key is not IParameterSymbol);

    /// <summary>Equal for equal knowledge about one function.</summary>
    public string Key { get; }

    /// <summary>The value of the parameter: a bool, a number (for enums too), or null.</summary>
    public bool TryGetValue(ISymbol parameter, out object? value) => _values.TryGetValue(parameter, out value);

    /// <summary>With the values of the parameters of a function that is called next.</summary>
    public KnownArguments With(IEnumerable<KeyValuePair<ISymbol, object?>> values)
    {
        ImmutableDictionary<ISymbol, object?> all = _values.SetItems(values);
        return all == _values ? this : new KnownArguments(all);
    }

    /// <summary>The constants that a call passes, by the ordinals of the parameters of what it calls.</summary>
    /// <param name="called">The method as it is bound.</param>
    /// <param name="arguments">The arguments of the call.</param>
    /// <param name="caller">Tells what an argument is.</param>
    public static IReadOnlyList<KeyValuePair<int, object?>> Of(
        IMethodSymbol called, ArgumentListSyntax? arguments, ConstantEvaluation caller)
    {
        List<KeyValuePair<int, object?>>? found = null;
        int offset = called.ReducedFrom is null ? 0 : 1;
        foreach (IParameterSymbol parameter in called.Parameters)
        {
            if (!MayBeKept(parameter))
            {
                continue;
            }

            ExpressionSyntax? argument = GivenArgument.For(parameter.Name, parameter.Ordinal, arguments?.Arguments ?? default);
            Optional<object?> value = argument is not null
                ? IsTimeSpan(parameter.Type) && caller.IsZero(argument) ? 0L : caller.ValueToPass(argument)
                : parameter.HasExplicitDefaultValue
                    ? IsTimeSpan(parameter.Type) ? 0L : ConstantEvaluation.Normalized(parameter.ExplicitDefaultValue)
                    : default;
            bool isKept = value.HasValue
                && (value.Value is null or bool or 0L or string || NonNullValues.IsSome(value.Value)
                    || parameter.Type.TypeKind == TypeKind.Enum);
            if (!isKept && argument is not null && parameter.Type is { IsReferenceType: true, IsSealed: false }
                && caller.TypeOf(argument, parameter.Type) is { } some)
            {
                (value, isKept) = (new Optional<object?>(some), true);
            }

            if (!isKept && argument is not null && MayBeNull(parameter) && (value.HasValue || caller.IsNotNull(argument)))
            {
                (value, isKept) = (new Optional<object?>(NonNullValues.Some), true);
            }

            if (isKept)
            {
                (found ??= new()).Add(new KeyValuePair<int, object?>(parameter.Ordinal + offset, value.Value));
            }
        }

        return found ?? (IReadOnlyList<KeyValuePair<int, object?>>)Array.Empty<KeyValuePair<int, object?>>();
    }

    /// <summary>The arguments that <see cref="Of"/> looks at, with the ordinals of their parameters.</summary>
    public static IEnumerable<(int Ordinal, ExpressionSyntax Argument)> Given(IMethodSymbol called, ArgumentListSyntax? arguments)
    {
        foreach (IParameterSymbol parameter in called.Parameters)
        {
            if (MayBeKept(parameter)
                && GivenArgument.For(parameter.Name, parameter.Ordinal, arguments?.Arguments ?? default) is { } argument)
            {
                yield return (parameter.Ordinal + (called.ReducedFrom is null ? 0 : 1), argument);
            }
        }
    }

    /// <summary>Whoever declares that the parameter is never null asks only in order to throw.</summary>
    private static bool MayBeNull(IParameterSymbol parameter)
        => parameter.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
            || (parameter.Type.IsReferenceType && parameter.NullableAnnotation != NullableAnnotation.NotAnnotated);

    private static bool MayBeKept(IParameterSymbol parameter)
        => parameter.RefKind == RefKind.None && !parameter.IsParams && MayBeKept(parameter.Type);

    private static bool MayBeKept(ITypeSymbol type)
        => type.SpecialType is SpecialType.System_Boolean or SpecialType.System_Int32 or SpecialType.System_Int64
            || type.TypeKind == TypeKind.Enum || IsTimeSpan(type)
            || !type.IsValueType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private static bool IsTimeSpan(ITypeSymbol type) => type is { Name: "TimeSpan", IsValueType: true, ContainingNamespace.Name: "System" };
}
