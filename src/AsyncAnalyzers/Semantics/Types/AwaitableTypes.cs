namespace AsyncAnalyzers.Semantics;

/// <summary>What can be awaited: by name for the framework's own types, by pattern for all others (C# specification 12.9.8.2).</summary>
internal static class AwaitableTypes
{
    /// <summary>Task, Task&lt;T&gt; or a type derived from them.</summary>
    public static bool IsTask(this ITypeSymbol? type, KnownTypes types)
        => type is { TypeKind: TypeKind.Class } && type.IsOrDerivesFrom(types.Task);

    public static bool IsValueTask(this ITypeSymbol? type, KnownTypes types)
        => type is { TypeKind: TypeKind.Struct } && (type.Is(types.ValueTask) || type.Is(types.ValueTaskOfT));

    public static bool IsTaskOrValueTask(this ITypeSymbol? type, KnownTypes types) => type.IsTask(types) || type.IsValueTask(types);

    /// <summary>
    /// An <c>await</c> of a value of the type compiles at the position. Extension methods named GetAwaiter that are in
    /// scope there count; <c>dynamic</c> and error types do not.
    /// </summary>
    public static bool IsAwaitable(this ITypeSymbol? type, CodeModel model, int position)
    {
        if (type is null or IErrorTypeSymbol or IDynamicTypeSymbol || type.SpecialType != SpecialType.None)
        {
            return false;
        }

        if (type.IsTaskOrValueTask(model.Types))
        {
            return true;
        }

        foreach (ISymbol symbol in model.LookupSymbols(position, type, "GetAwaiter", includeReducedExtensionMethods: true))
        {
            if (symbol is IMethodSymbol { Parameters.IsEmpty: true } method && IsAwaiter(method.ReturnType, model.Types))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A type that an <c>async</c> method may return: Task, ValueTask, or one with an AsyncMethodBuilder.</summary>
    public static bool IsTaskLike(this ITypeSymbol? type, KnownTypes types)
        => type is not null
            && (type.Is(types.Task) || type.Is(types.TaskOfT) || type.IsValueTask(types)
                || (types.AsyncMethodBuilderAttribute is not null && type.OriginalDefinition.GetAttributes().Any(
                    attribute => attribute.AttributeClass.Is(types.AsyncMethodBuilderAttribute))));

    /// <summary>The same, or a type that is derived from Task.</summary>
    public static bool IsTaskOrTaskLike(this ITypeSymbol? type, KnownTypes types) => type.IsTask(types) || type.IsTaskLike(types);

    /// <summary>IAsyncEnumerable&lt;T&gt; or IAsyncEnumerator&lt;T&gt;.</summary>
    public static bool IsAsyncStream(this ITypeSymbol? type, KnownTypes types)
        => type is { TypeKind: TypeKind.Interface } && (type.Is(types.AsyncEnumerableOfT) || type.Is(types.AsyncEnumeratorOfT));

    /// <summary>What <c>GetAwaiter</c> of a task or value task returns, with and without <c>ConfigureAwait</c>.</summary>
    public static bool IsTaskAwaiter(this ITypeSymbol? type)
        => type is
        {
            Name: "TaskAwaiter" or "ValueTaskAwaiter" or "ConfiguredTaskAwaiter"
            or "ConfiguredValueTaskAwaiter", TypeKind: TypeKind.Struct
        }
            && type.ContainingNamespace is
            {
                Name: "CompilerServices",
                ContainingNamespace:
                {
                    Name: "Runtime",
                    ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
                },
            };

    private static bool IsAwaiter(ITypeSymbol type, KnownTypes types)
    {
        bool isCompleted = false;
        bool getResult = false;
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (ISymbol member in current.GetMembers())
            {
                isCompleted |= member is IPropertySymbol { Name: "IsCompleted", Type.SpecialType: SpecialType.System_Boolean };
                getResult |= member is IMethodSymbol { Name: "GetResult", Parameters.IsEmpty: true };
            }
        }

        return isCompleted && getResult
            && (types.NotifyCompletion is null || type.AllInterfaces.Any(implemented => implemented.Is(types.NotifyCompletion)));
    }
}
