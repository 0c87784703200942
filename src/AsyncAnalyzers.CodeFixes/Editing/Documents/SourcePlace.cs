using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Editing;

/// <summary>Where a node stands. A linked file is one place, whichever project it is seen from.</summary>
internal readonly record struct SourcePlace(string? Path, DocumentId? Document, TextSpan Span)
{
    public static SourcePlace Of(Document document, SyntaxNode node)
        => document.FilePath is { } path ? new SourcePlace(path, null, node.Span) : new SourcePlace(null, document.Id, node.Span);
}
