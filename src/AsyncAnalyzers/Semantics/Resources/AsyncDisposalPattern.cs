namespace AsyncAnalyzers.Semantics;

/// <summary>The DisposeAsync that <c>await using</c> calls on a type without IAsyncDisposable.</summary>
internal static class AsyncDisposalPattern
{
    /// <summary>
    /// An accessible method of the type that can be called without arguments, and whose result can be awaited (C# specification 13.14);
    /// null where there is none. An extension method is none.
    /// </summary>
    public static IMethodSymbol? MethodOf(ITypeSymbol type, int position, CodeModel model)
        => model.LookupSymbols(position, type, "DisposeAsync").OfType<IMethodSymbol>().FirstOrDefault(static method
            => method is { IsStatic: false, Arity: 0 }
                && method.Parameters.All(static parameter => parameter.IsOptional || parameter.IsParams)
                && method.ReturnType is { Name: "Task" or "ValueTask" } result
                && result.ContainingNamespace?.ToDisplayString() == "System.Threading.Tasks");
}
