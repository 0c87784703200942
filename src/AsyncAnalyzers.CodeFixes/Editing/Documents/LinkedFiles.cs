namespace AsyncAnalyzers.Editing;

/// <summary>
/// One file may be a document of several projects (several target frameworks, linked files): it is edited once, and its documents stay
/// alike.
/// </summary>
internal static class LinkedFiles
{
    /// <summary>
    /// The document of the same file in a project; where that project does not hold the file, in the first project that does.
    /// </summary>
    public static Document Home(Document document, ProjectId preferred)
    {
        ImmutableArray<DocumentId> linked = document.GetLinkedDocumentIds();
        if (linked.IsEmpty || document.Project.Id == preferred)
        {
            return document;
        }

        Solution solution = document.Project.Solution;
        DocumentId home = linked.FirstOrDefault(id => id.ProjectId == preferred)
            ?? solution.ProjectIds.Select(project
                => linked.Add(document.Id).FirstOrDefault(id => id.ProjectId == project)).First(id => id is not null)!;
        return solution.GetDocument(home)!;
    }

    /// <summary>
    /// Gives every changed document's tree, annotations included, to the other documents of its file. Where conditional
    /// compilation makes their trees differ, the host merges the change into them when it is applied.
    /// </summary>
    public static async Task<Solution> SynchronizeAsync(Solution before, Solution after, CancellationToken cancellationToken)
    {
        var changed = new HashSet<DocumentId>(after.GetChanges(before).GetProjectChanges()
            .SelectMany(project => project.GetChangedDocuments(onlyGetDocumentsWithTextChanges: false)));
        foreach (DocumentId id in changed)
        {
            Document document = after.GetDocument(id)!;
            ImmutableArray<DocumentId> others = document.GetLinkedDocumentIds().RemoveAll(changed.Contains);
            if (others.IsEmpty)
            {
                continue;
            }

            SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            if (!root.ContainsDirectives || root.GetFirstDirective(directive => directive.IsKind(SyntaxKind.IfDirectiveTrivia)) is null)
            {
                after = others.Aggregate(after, (solution, sameFile) => solution.WithDocumentSyntaxRoot(sameFile, root));
            }
        }

        return after;
    }
}
