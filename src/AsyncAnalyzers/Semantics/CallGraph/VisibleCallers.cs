namespace AsyncAnalyzers.Semantics;

/// <summary>The methods by which code elsewhere gets into a function: the function itself, or what leads to a private one.</summary>
internal static class VisibleCallers
{
    /// <summary>How many calls up callers are looked at.</summary>
    private const int MaximumDepth = 4;

    /// <param name="function">The function. A lambda counts as a part of the member that it stands in.</param>
    /// <param name="model">The model of its file.</param>
    public static IEnumerable<IMethodSymbol> Of(SyntaxNode function, CodeModel model)
        => Of(function, 0, new HashSet<SyntaxNode>(), model);

    private static IEnumerable<IMethodSymbol> Of(SyntaxNode function, int depth, HashSet<SyntaxNode> seen, CodeModel model)
    {
        SyntaxNode member = FunctionSyntax.OutermostEnclosing(function);
        if (depth > MaximumDepth || !seen.Add(member)
            || FunctionSyntax.SymbolOf(member, model.In(member.SyntaxTree)) is not { } symbol)
        {
            yield break;
        }

        if (CallersOf.FindAll(symbol, member, model) is not { } callers)
        {
            yield return symbol;
            yield break;
        }

        foreach (SyntaxNode caller in callers)
        {
            if (FunctionSyntax.Enclosing(caller) is { } above)
            {
                foreach (IMethodSymbol found in Of(above, depth + 1, seen, model))
                {
                    yield return found;
                }
            }
        }
    }
}
