namespace AsyncAnalyzers.Tests.Verification;

/// <summary>
/// Holds a tree that was built against the parse of its own text, node by node. A tree may print as right code and yet be another
/// one: a qualified name where a member access belongs. Editors format and simplify the tree, not the text.
/// </summary>
internal static class TreeDifference
{
    /// <summary>
    /// The first place where the tree of the document is not what the parser makes of its text; null where there is none.
    /// </summary>
    public static async Task<string?> DescribeAsync(Document document, CancellationToken cancellationToken)
    {
        SyntaxNode built = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        var options = (CSharpParseOptions)document.Project.ParseOptions!;
        SyntaxTree parsed = CSharpSyntaxTree.ParseText(built.ToFullString(), options, cancellationToken: cancellationToken);
        return Describe(await parsed.GetRootAsync(cancellationToken).ConfigureAwait(false), built);
    }

    /// <inheritdoc cref="DescribeAsync"/>
    public static string? Describe(SyntaxNode parsed, SyntaxNode built)
    {
        if (parsed.RawKind != built.RawKind)
        {
            return $"'{built}' is a {built.Kind()} in the tree, but its text is a {parsed.Kind()} ({Place(built)})";
        }

        ChildSyntaxList expected = parsed.ChildNodesAndTokens();
        ChildSyntaxList actual = built.ChildNodesAndTokens();
        for (int i = 0; i < Math.Min(expected.Count, actual.Count); i++)
        {
            string? difference = (expected[i].AsNode(), actual[i].AsNode()) switch
            {
                ({ } node, { } other) => Describe(node, other),
                (null, null) => Describe(expected[i].AsToken(), actual[i].AsToken()),
                _ => $"'{actual[i]}' is a {actual[i].Kind()} in the tree, but its text is a {expected[i].Kind()} ({Place(built)})",
            };
            if (difference is not null)
            {
                return difference;
            }
        }

        return expected.Count == actual.Count
            ? null
            : $"'{built}' has {actual.Count} children in the tree, but {expected.Count} in its text ({Place(built)})";
    }

    private static string? Describe(SyntaxToken expected, SyntaxToken actual)
        => expected.RawKind == actual.RawKind
            && expected.Text == actual.Text
            && expected.ValueText == actual.ValueText
            && Equals(expected.Value, actual.Value)
                ? null
                : $"'{actual}' is the token {actual.Kind()} in the tree, but in its text '{expected}', {expected.Kind()} ({Place(actual.Parent!)})";

    private static string Place(SyntaxNode node)
        => $"line {node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}, "
            + $"in {string.Join(" in ", node.Ancestors().Take(3).Select(ancestor => ancestor.Kind()))}";
}
