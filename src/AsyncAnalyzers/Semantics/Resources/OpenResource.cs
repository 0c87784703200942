namespace AsyncAnalyzers.Semantics;

/// <summary>Objects that stay open until they are disposed: a connection, a file, a lock.</summary>
internal static class OpenResource
{
    /// <summary>The type is disposable, and not one whose disposal does nothing that anybody would miss.</summary>
    public static bool Is(ITypeSymbol type, KnownTypes types)
        => !type.IsOrDerivesFrom(types.Task) && !type.IsOrDerivesFrom(types.MemoryStream) && !type.IsOrDerivesFrom(types.TextReader)
            && type.AllInterfaces.Append(type).Any(one => one.Is(types.Disposable) || one.Is(types.AsyncDisposable));
}
