namespace AsyncAnalyzers.Semantics;

/// <summary>What a field, auto-property or captured parameter holds, as far as it matters to threads that share it.</summary>
internal enum StateKind
{
    /// <summary>Nothing that threads could mix up, or nothing that is known.</summary>
    None,

    /// <summary>A reference or a small value: it is read in one step, and written in one step.</summary>
    Value,

    /// <summary>A struct of more than eight bytes: who reads it while it is written may get half of each value.</summary>
    WideValue,

    /// <summary>A collection for any number of readers or for one writer.</summary>
    Collection,

    /// <summary>A collection for one writer beside any number of readers: Hashtable.</summary>
    SingleWriterCollection,
}

/// <summary>Tells the kinds of state apart by their types.</summary>
internal static class StateKinds
{
    private const int MaximumDepth = 4;

    private static readonly HashSet<string> Collections = new(StringComparer.Ordinal)
    {
        "System.Collections.Generic.List", "System.Collections.Generic.Dictionary", "System.Collections.Generic.HashSet",
        "System.Collections.Generic.Queue", "System.Collections.Generic.Stack", "System.Collections.Generic.LinkedList",
        "System.Collections.Generic.SortedDictionary", "System.Collections.Generic.SortedList", "System.Collections.Generic.SortedSet",
        "System.Collections.Generic.PriorityQueue", "System.Collections.Generic.OrderedDictionary", "System.Collections.ArrayList",
        "System.Collections.Queue", "System.Collections.Stack", "System.Collections.SortedList", "System.Text.StringBuilder",
    };

    private static readonly HashSet<string> Interfaces = new(StringComparer.Ordinal)
    {
        "IList", "ICollection", "IDictionary", "ISet",
    };

    /// <summary>Structs of the framework whose reference assemblies do not tell their fields.</summary>
    private static readonly Dictionary<string, int> Sizes = new(StringComparer.Ordinal)
    {
        ["DateTime"] = 8,
        ["TimeSpan"] = 8,
        ["DateOnly"] = 4,
        ["TimeOnly"] = 8,
        ["Index"] = 4,
        ["Range"] = 8,
        ["Half"] = 2,
        ["Rune"] = 4,
        ["CancellationToken"] = 8,
        ["GCHandle"] = 8,
        ["Guid"] = 16,
        ["DateTimeOffset"] = 16,
        ["Int128"] = 16,
        ["UInt128"] = 16,
        ["BigInteger"] = 16,
        ["Complex"] = 16,
        ["Memory"] = 16,
        ["ReadOnlyMemory"] = 16,
        ["ArraySegment"] = 16,
        ["ReadOnlySequence"] = 24,
        ["ImmutableArray"] = 8,
        ["ValueTask"] = 16,
        ["JsonElement"] = 16,
    };

    /// <summary>
    /// The kind of a member; <see cref="StateKind.None"/> for constants, volatile and thread-static fields, and what only constructors can
    /// set and nothing can change in place.
    /// </summary>
    public static StateKind Of(ISymbol member, CodeModel model)
    {
        (ITypeSymbol Type, bool IsFixed)? state = member switch
        {
            IFieldSymbol { IsConst: true } or IFieldSymbol { IsVolatile: true } or IFieldSymbol { IsImplicitlyDeclared: true } => null,
            IFieldSymbol field => IsThreadStatic(field, model.Types) ? null : (field.Type, field.IsReadOnly),
            IPropertySymbol { IsIndexer: false, IsAbstract: false } property => IsAuto(property)
                ? (property.Type, property.SetMethod is null or { IsInitOnly: true })
                : null,
            IParameterSymbol parameter => (parameter.Type, CapturedParameters.IsNeverWritten(parameter)),
            _ => null,
        };
        if (state is not var (type, isFixed))
        {
            return StateKind.None;
        }

        StateKind kind = OfValues(member, type, model);
        return isFixed && kind is StateKind.Value or StateKind.WideValue ? StateKind.None : kind;
    }

    /// <summary>
    /// The kind of what a variable or member is set to: an <c>IList</c> that is only ever a new list is one.
    /// </summary>
    /// <param name="variable">A local, parameter, field or property.</param>
    /// <param name="type">Its type.</param>
    /// <param name="model">A model of the compilation.</param>
    public static StateKind OfValues(ISymbol variable, ITypeSymbol type, CodeModel model)
    {
        StateKind kind = OfType(type);
        return kind == StateKind.Value && IsCollectionInterface(type)
            && LockPath.CreationsOf(variable, model.CancellationToken) is { Count: > 0 } creations
            && creations.Select(creation => OfType(model.In(creation.SyntaxTree)
                .GetTypeInfo(CallSyntax.WithoutCasts(creation)).Type)).Distinct().ToArray() is { Length: 1 } kinds
                    ? kinds[0]
                    : kind;
    }

    /// <summary>The kind of a variable of the type.</summary>
    public static StateKind OfType(ITypeSymbol? type)
    {
        // Of an unknown type with "?" the compiler makes a nullable value.
        if (type is null
            || (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
                && nullable.TypeArguments[0].TypeKind == TypeKind.Error))
        {
            return StateKind.None;
        }

        if (type.IsValueType)
        {
            return SizeOf(type, 0) > 8 ? StateKind.WideValue : StateKind.Value;
        }

        foreach (ITypeSymbol one in type.SelfAndBases())
        {
            if (one is INamedTypeSymbol { ContainingNamespace: { } space }
                && one.Name is { Length: > 0 } name && space.Name is "Generic" or "Collections" or "Text"
                && space.ToDisplayString() + "." + name is var full)
            {
                if (Collections.Contains(full))
                {
                    return StateKind.Collection;
                }

                if (full == "System.Collections.Hashtable")
                {
                    return StateKind.SingleWriterCollection;
                }
            }
        }

        return StateKind.Value;
    }

    private static bool IsCollectionInterface(ITypeSymbol type)
        => type is { TypeKind: TypeKind.Interface, ContainingNamespace: { Name: "Generic" or "Collections" } }
            && Interfaces.Contains(type.Name);

    private static bool IsThreadStatic(IFieldSymbol field, KnownTypes types)
        => field.IsStatic && field.GetAttributes().Any(attribute => attribute.AttributeClass.Is(types.ThreadStaticAttribute));

    private static bool IsAuto(IPropertySymbol property)
        => property.DeclaringSyntaxReferences is { Length: 1 } declarations
            && declarations[0].GetSyntax() is PropertyDeclarationSyntax { ExpressionBody: null, AccessorList: { } list }
            && list.Accessors.All(static accessor => accessor.Body is null && accessor.ExpressionBody is null);

    /// <summary>How many bytes a value has at least, as far as that is known; 0 for what is not.</summary>
    private static int SizeOf(ITypeSymbol type, int depth)
    {
        if (type.IsReferenceType || type.TypeKind == TypeKind.Pointer)
        {
            return 8;
        }

        switch (type.SpecialType)
        {
            case SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_SByte:
                return 1;
            case SpecialType.System_Char or SpecialType.System_Int16 or SpecialType.System_UInt16:
                return 2;
            case SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Single:
                return 4;
            case SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Double or SpecialType.System_DateTime
                or SpecialType.System_IntPtr or SpecialType.System_UIntPtr:
                return 8;
            case SpecialType.System_Decimal:
                return 16;
        }

        if (type is not INamedTypeSymbol named || depth > MaximumDepth)
        {
            return 0;
        }

        if (named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
        {
            return SizeOf(named.TypeArguments[0], depth + 1) is var size && size is 1 or 2 or 4 or 8 ? 2 * size : size + (size > 0 ? 8 : 0);
        }

        if (named.EnumUnderlyingType is { } underlying)
        {
            return SizeOf(underlying, depth + 1);
        }

        if (named.DeclaringSyntaxReferences.IsEmpty && Sizes.TryGetValue(named.Name, out int known))
        {
            return known;
        }

        return named.GetMembers().OfType<IFieldSymbol>()
            .Where(static field => !field.IsStatic && !field.Name.StartsWith("_dummy", StringComparison.Ordinal)
                && (!field.ContainingType.IsTupleType || field.CorrespondingTupleField is not { } same
                    || SymbolEqualityComparer.Default.Equals(same, field)))
            .Sum(field => SizeOf(field.Type, depth + 1));
    }
}
