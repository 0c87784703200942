namespace AsyncAnalyzers.Semantics;

/// <summary>The calls of a function that nothing out of sight can call: a private member, or a local function.</summary>
internal static class CallersOf
{
    /// <summary>
    /// The names by which the function is called, or its property used, but for constructors: an object that is being made is known to one
    /// thread alone. Null where others may call it, or where it becomes a delegate.
    /// </summary>
    public static IReadOnlyList<SyntaxNode>? Find(IMethodSymbol function, SyntaxNode declaration, CodeModel model)
        => FindAll(function, declaration, model)
            ?.Where(static name => FunctionSyntax.Enclosing(name) is not (null or ConstructorDeclarationSyntax)).ToArray();

    /// <summary>The same with those in constructors and initializers.</summary>
    public static IReadOnlyList<SyntaxNode>? FindAll(IMethodSymbol function, SyntaxNode declaration, CodeModel model)
    {
        ISymbol named = function.AssociatedSymbol ?? function;
        if (function.MethodKind != MethodKind.LocalFunction
            && (named.DeclaredAccessibility != Accessibility.Private || named.IsVirtual || named.IsOverride
                || named is IMethodSymbol { ExplicitInterfaceImplementations.IsEmpty: false }
                    or IPropertySymbol { ExplicitInterfaceImplementations.IsEmpty: false } or IPropertySymbol { IsIndexer: true }
                    or IEventSymbol))
        {
            return null;
        }

        return FindAmong(NameMentions.Of(named, declaration, model), named, model);
    }

    /// <summary>
    /// Those of the names that call the function, or use the property; null where it becomes a delegate, or a name may mean it.
    /// </summary>
    public static IReadOnlyList<SyntaxNode>? FindAmong(IEnumerable<SimpleNameSyntax> mentions, ISymbol named, CodeModel model)
    {
        var callers = new List<SyntaxNode>();
        foreach (SimpleNameSyntax name in mentions)
        {
            if (CallSyntax.IsInNameOf(name))
            {
                continue;
            }

            SymbolInfo bound = model.In(name.SyntaxTree).GetSymbolInfo(name);
            if (bound.Symbol is null && IsUnboundCall(name, bound, named))
            {
                callers.Add(name);
                continue;
            }

            if (bound.Symbol is null && !bound.CandidateSymbols.IsEmpty)
            {
                return null;
            }

            ISymbol? symbol = bound.Symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension : bound.Symbol;
            if (symbol is null || !SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, named.OriginalDefinition))
            {
                continue;
            }

            if (named is IMethodSymbol && CallSyntax.InvocationOf(name) is null)
            {
                return null;
            }

            callers.Add(name);
        }

        return callers;
    }

    /// <summary>
    /// A call whose arguments do not bind, such as one of a type that is generated later; over-approximates: it may be of another overload.
    /// </summary>
    private static bool IsUnboundCall(SimpleNameSyntax name, SymbolInfo bound, ISymbol named)
        => named is IMethodSymbol && CallSyntax.InvocationOf(name) is not null
            && (bound.CandidateSymbols.IsEmpty
                ? CallSyntax.Receiver(name) is null or ThisExpressionSyntax
                : bound.CandidateSymbols.Any(candidate
                    => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, named.OriginalDefinition)));
}
