using System.Globalization;

namespace AsyncAnalyzers.Semantics;

/// <summary>A place of the code as a message names it, for editors that do not show additional locations.</summary>
internal static class SourceLine
{
    /// <summary><c>Store.cs:42</c>.</summary>
    public static string Of(Location location)
    {
        FileLinePositionSpan span = location.GetMappedLineSpan();
        return Path.GetFileName(span.Path) + ":" + (span.StartLinePosition.Line + 1).ToString(CultureInfo.InvariantCulture);
    }

    /// <inheritdoc cref="Of(Location)"/>
    public static string Of(SyntaxNode node) => Of(node.GetLocation());
}
