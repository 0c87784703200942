namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// Asynchronous methods that a stream, a writer or a database command only inherits: the framework's base class does the same work
/// synchronously there, on this thread or another one. What it overrides may do so as well.
/// </summary>
internal static class InheritedForm
{
    private static readonly HashSet<string> Bases = new(StringComparer.Ordinal)
    {
        "Stream", "TextReader", "TextWriter", "DbCommand", "DbConnection", "DbDataReader", "DbTransaction",
    };

    /// <summary>
    /// The type of the receiver derives from the base, and neither it nor a type between them overrides the method, or (where the type
    /// is not abstract) the override in sight calls the synchronous method or answers complete tasks only.
    /// </summary>
    public static bool Is(IMethodSymbol asynchronous, string synchronousName, ITypeSymbol? receiver, CancellationToken cancellationToken)
    {
        if (receiver is not INamedTypeSymbol || asynchronous is not { ContainingType: { } declaring, IsOverride: false }
            || !Bases.Contains(declaring.Name) || SymbolEqualityComparer.Default.Equals(receiver, declaring))
        {
            return false;
        }

        foreach (ITypeSymbol type in receiver.SelfAndBases())
        {
            if (SymbolEqualityComparer.Default.Equals(type, declaring))
            {
                return true;
            }

            IMethodSymbol[] overriding = type.GetMembers(asynchronous.Name).OfType<IMethodSymbol>()
                .Where(static member => member.IsOverride).ToArray();
            if (overriding.Length > 0)
            {
                return !receiver.IsAbstract
                    && overriding.All(member => CounterpartBody.IsWrapperOf(member, synchronousName, cancellationToken));
            }
        }

        return false;
    }
}
