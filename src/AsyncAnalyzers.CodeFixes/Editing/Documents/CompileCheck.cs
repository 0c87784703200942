using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Editing;

/// <summary>
/// The last gate before a fix is offered: the edited members compile as well as they did before, in every project that
/// holds the file (linked files, several target frameworks).
/// </summary>
internal static class CompileCheck
{
    /// <summary>
    /// True where at least one document changed and none of the changed members has an error that it did not have before.
    /// </summary>
    public static async Task<bool> AddsNoErrorAsync(Solution before, Solution after, CancellationToken cancellationToken)
    {
        bool changed = false;
        var edits = new HashSet<DocumentId>(after.GetChanges(before).GetProjectChanges().SelectMany(project
            => project.GetChangedDocuments(onlyGetDocumentsWithTextChanges: false)));
        foreach (DocumentId id in edits)
        {
            Document original = before.GetDocument(id)!;
            SyntaxTree editedTree = (await after.GetDocument(id)!.GetSyntaxTreeAsync(cancellationToken).ConfigureAwait(false))!;
            SyntaxTree originalTree = (await original.GetSyntaxTreeAsync(cancellationToken).ConfigureAwait(false))!;
            IList<TextChange> changes = editedTree.GetChanges(originalTree);
            if (changes.Count == 0)
            {
                continue;
            }

            changed = true;
            // What counts is what the compiler will read: the text, not the tree that was built.
            SourceText text = (await editedTree.GetRootAsync(cancellationToken).ConfigureAwait(false)).GetText(originalTree.Encoding);
            // Linked documents that are edited themselves have their own turn.
            foreach (DocumentId sameFile in original.GetLinkedDocumentIds().RemoveAll(edits.Contains).Add(id))
            {
                Document edited = after.WithDocumentText(sameFile, text).GetDocument(sameFile)!;
                if (await HasNewErrorAsync(before.GetDocument(sameFile)!, edited, changes, cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }
            }
        }

        return changed;
    }

    /// <summary>
    /// True where no declaration of the document is worse than before: two members alike, a contract not kept. Those errors may stand far
    /// from the edit.
    /// </summary>
    public static async Task<bool> AddsNoDeclarationErrorAsync(Document before, Document after, CancellationToken cancellationToken)
    {
        return await CountAsync(after).ConfigureAwait(false) <= await CountAsync(before).ConfigureAwait(false);

        async Task<int> CountAsync(Document document)
            => (await document.GetSemanticModelAsync(cancellationToken)
                .ConfigureAwait(false))!.GetDeclarationDiagnostics(cancellationToken: cancellationToken)
                .Count(diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error);
    }

    private static async Task<bool> HasNewErrorAsync(
        Document original, Document edited, IList<TextChange> changes, CancellationToken cancellationToken)
    {
        SyntaxNode oldRoot = (await original.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        SyntaxNode newRoot = (await edited.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        TextSpan oldSpan = WithWholeMembers(oldRoot, TextSpan.FromBounds(changes.Min(change
            => change.Span.Start), changes.Max(change => change.Span.End)));
        // The text behind the last change is the same in both: it fixes where the changed part ends.
        TextSpan newSpan = TextSpan.FromBounds(oldSpan.Start, newRoot.FullSpan.End - (oldRoot.FullSpan.End - oldSpan.End));

        Dictionary<string, int> counts = new();
        foreach (string id in await ErrorsAsync(original, oldSpan, cancellationToken).ConfigureAwait(false))
        {
            counts[id] = counts.TryGetValue(id, out int count) ? count + 1 : 1;
        }

        foreach (string id in await ErrorsAsync(edited, newSpan, cancellationToken).ConfigureAwait(false))
        {
            if (!counts.TryGetValue(id, out int count) || count == 0)
            {
                return true;
            }

            counts[id] = count - 1;
        }

        return false;
    }

    private static async Task<IEnumerable<string>> ErrorsAsync(Document document, TextSpan span, CancellationToken cancellationToken)
    {
        CodeModel model = await document.GetCodeModelAsync(cancellationToken).ConfigureAwait(false);
        return model.Semantic.GetDiagnostics(span, cancellationToken)
            .Where(diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.Id);
    }

    private static TextSpan WithWholeMembers(SyntaxNode root, TextSpan span)
    {
        SyntaxNode node = root.FindNode(TextSpan.FromBounds(Math.Min(span.Start, root.Span.End), Math.Min(span.End, root.Span.End)));
        SyntaxNode member = node.AncestorsAndSelf().FirstOrDefault(ancestor
            => ancestor is MemberDeclarationSyntax and not GlobalStatementSyntax) ?? root;
        return member.FullSpan;
    }
}
