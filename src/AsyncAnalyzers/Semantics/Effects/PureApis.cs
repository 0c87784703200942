namespace AsyncAnalyzers.Semantics;

/// <summary>
/// What of other assemblies is known to compute and nothing else: no I/O, no waiting, no code that is not seen.
/// Whatever is not listed may do anything.
/// </summary>
internal static class PureApis
{
    private static readonly HashSet<string> Namespaces = new(StringComparer.Ordinal)
    {
        "System.Buffers", "System.Buffers.Binary", "System.Buffers.Text",
        "System.Collections", "System.Collections.Concurrent", "System.Collections.Frozen", "System.Collections.Generic",
        "System.Collections.Immutable", "System.Collections.ObjectModel", "System.Collections.Specialized",
        "System.Globalization", "System.IO.Hashing", "System.Linq", "System.Numerics", "System.Numerics.Tensors",
        "System.Runtime.CompilerServices", "System.Runtime.InteropServices", "System.Runtime.Intrinsics", "System.Runtime.Intrinsics.X86",
        "System.Runtime.Intrinsics.Arm", "System.Security.Cryptography", "System.Text", "System.Text.RegularExpressions",
    };

    private static readonly HashSet<string> SystemTypes = new(StringComparer.Ordinal)
    {
        "Array", "ArraySegment", "BitConverter", "Boolean", "Buffer", "Byte", "Char", "Convert", "DateOnly", "DateTime",
        "DateTimeOffset", "Decimal", "Double", "Enum", "Guid", "Half", "HashCode", "IComparable", "IEquatable", "IFormattable",
        "Index", "Int128", "Int16", "Int32", "Int64", "IntPtr", "Math", "MathF", "Memory", "MemoryExtensions", "Nullable",
        "Object", "Random", "Range", "ReadOnlyMemory", "ReadOnlySpan", "SByte", "Single", "Span", "String", "StringComparer",
        "StringExtensions", "TimeOnly", "TimeSpan", "Tuple", "TupleExtensions", "Type", "UInt128", "UInt16", "UInt32", "UInt64",
        "UIntPtr", "ValueTuple", "ValueType", "Version",
    };

    /// <summary>Types of the listed namespaces that wait, do I/O, or tell others of a change.</summary>
    private static readonly HashSet<string> Exceptions = new(StringComparer.Ordinal)
    {
        "BlockingCollection", "CryptoStream", "ObservableCollection", "ReadOnlyObservableCollection", "INotifyCollectionChanged",
        "Queryable", "IQueryable", "IOrderedQueryable", "ParallelEnumerable",
        "ParallelQuery", "CallSite", "TaskAwaiter", "ValueTaskAwaiter", "Marshal",
    };

    /// <summary>A method, constructor or property of another assembly.</summary>
    public static bool Contains(ISymbol symbol)
    {
        if (symbol.ContainingType is not { } type || symbol is IMethodSymbol { MethodKind: MethodKind.DelegateInvoke })
        {
            return false;
        }

        return symbol switch
        {
            IMethodSymbol method => ContainsType(type) && !method.Parameters.Any(parameter => IsStream(parameter.Type)) && !IsAsync(method),
            IPropertySymbol property
                => ContainsType(type) || property is { IsVirtual: false, IsAbstract: false, IsOverride: false } && !IsOfPlatform(type),
            _ => true,
        };
    }

    /// <summary>
    /// Enumerating the type runs no code that is not seen: arrays, spans, strings, the collections, and interfaces of collections.
    /// A plain IEnumerable&lt;T&gt; is trusted; a query that a provider runs is not.
    /// </summary>
    public static bool CanEnumerate(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol => true,
        INamedTypeSymbol named => ContainsType(named),
        _ => false,
    };

    /// <summary>A type whose members only compute.</summary>
    public static bool ContainsType(INamedTypeSymbol type)
    {
        string @namespace = NamespaceOf(type);
        INamedTypeSymbol outermost = type;
        while (outermost.ContainingType is { } outer)
        {
            outermost = outer;
        }

        return @namespace == "System" ? SystemTypes.Contains(outermost.Name) || IsException(type)
            : Namespaces.Contains(@namespace) ? !Exceptions.Contains(outermost.Name)
            : @namespace == "System.Threading" ? outermost.Name == "CancellationToken"
            : @namespace == "System.Diagnostics" && outermost.Name == "Debug";
    }

    private static bool IsException(INamedTypeSymbol type) => type.Name.EndsWith("Exception", StringComparison.Ordinal);

    private static bool IsOfPlatform(INamedTypeSymbol type)
        => NamespaceOf(type) is var name && (name == "System"
            || name.StartsWith("System.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.", StringComparison.Ordinal));

    private static bool IsStream(ITypeSymbol type)
        => type.Name is "Stream" or "TextReader" or "TextWriter" or "IBufferWriter" or "PipeReader";

    private static bool IsAsync(IMethodSymbol method) => method.ReturnType.Name is "Task" or "ValueTask" or "IAsyncEnumerable";

    private static string NamespaceOf(INamedTypeSymbol type) => type.ContainingNamespace?.ToDisplayString() ?? "";
}
