namespace AsyncAnalyzers.Editing;

/// <summary>Names for new variables that nothing in sight uses.</summary>
internal static class FreeNames
{
    /// <summary>Every identifier that is written in the node, whatever it names.</summary>
    public static HashSet<string> UsedIn(SyntaxNode node)
        => new(
            node.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText),
            StringComparer.Ordinal);

    /// <summary>The name, or with the first number behind it, from 2 on, that is not taken.</summary>
    public static string Numbered(string wanted, Func<string, bool> isTaken)
    {
        string name = wanted;
        for (int number = 2; isTaken(name); number++)
        {
            name = wanted + number;
        }

        return name;
    }
}
