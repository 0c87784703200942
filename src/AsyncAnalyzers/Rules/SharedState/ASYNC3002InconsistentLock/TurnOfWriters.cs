namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// The turn of a loop that runs everything that changes the state: <c>public void Tick() { Spawn(); MoveAll(); Remove(); }</c>. The lock is
/// there for those who read meanwhile; what the turn itself reads, nobody changes.
/// </summary>
internal static class TurnOfWriters
{
    /// <summary>How many calls up callers are looked at.</summary>
    private const int MaximumDepth = 4;

    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "Tick", "Pulse", "Heartbeat",
    };

    /// <summary>The access reads in the turn, and all that change the state are called by it, on its thread.</summary>
    public static bool Contains(StateAccess access, StateAccess[] guarded, CodeModel model)
        => !access.IsWriting && TurnOf(access.Function, 0, model) is { } turn
            && Array.TrueForAll(guarded, other => !other.IsWriting || TurnOf(other.Function, 0, model) == turn)
            && !Array.TrueForAll(guarded, other => other.IsWriting || TurnOf(other.Function, 0, model) == turn);

    /// <summary>The one function so named that all calls of the function come from; null where others call it, or a lambda does.</summary>
    private static SyntaxNode? TurnOf(SyntaxNode function, int depth, CodeModel model)
    {
        if (function is not MethodDeclarationSyntax method || depth > MaximumDepth)
        {
            return null;
        }

        if (NameWords.Of(method.Identifier.ValueText) is { Count: 1 or 2 } words && Words.Contains(words[words.Count - 1]))
        {
            return method;
        }

        CodeModel own = model.In(method.SyntaxTree);
        if (FunctionSyntax.SymbolOf(method, own) is not { } symbol || CallersOf.FindAll(symbol, method, own) is not { } callers)
        {
            return null;
        }

        SyntaxNode? turn = null;
        foreach (SyntaxNode caller in callers)
        {
            if (FunctionSyntax.Enclosing(caller) is not { } above || TurnOf(above, depth + 1, model) is not { } found
                || (turn is not null && found != turn))
            {
                return null;
            }

            turn = found;
        }

        return turn;
    }
}
