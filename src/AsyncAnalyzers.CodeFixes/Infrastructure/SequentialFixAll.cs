namespace AsyncAnalyzers.Editing;

/// <summary>
/// Fix-all for document, project and solution. Fixes are made one after another, inner nodes first, each on the solution that
/// the one before left: nested hits and several hits in one member need no merging, and an edit that cannot be made is left out.
/// </summary>
internal sealed class SequentialFixAll : FixAllProvider
{
    public static readonly SequentialFixAll Instance = new();

    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes()
        => new[] { FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution };

    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        var byDocument = new List<(DocumentId Document, ImmutableArray<Diagnostic> Diagnostics)>();
        foreach (Document document in DocumentsIn(context))
        {
            ImmutableArray<Diagnostic> diagnostics = await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
            if (!diagnostics.IsEmpty)
            {
                byDocument.Add((document.Id, diagnostics));
            }
        }

        if (byDocument.Count == 0 || context.CodeFixProvider is not AsyncCodeFix fix)
        {
            return null;
        }

        string title = "Fix all " + string.Join(", ", context.DiagnosticIds.OrderBy(id => id, StringComparer.Ordinal));
        return CodeAction.Create(
            title,
            cancellationToken => FixAsync(fix, context.Solution, byDocument, context.CodeActionEquivalenceKey, cancellationToken),
            context.CodeActionEquivalenceKey);
    }

    private static IEnumerable<Document> DocumentsIn(FixAllContext context)
    {
        IEnumerable<Document> documents = context.Scope switch
        {
            FixAllScope.Document => context.Document is null ? Array.Empty<Document>() : new[] { context.Document },
            FixAllScope.Project => context.Project.Documents,
            _ => context.Solution.Projects.Where(project
                => project.Language == LanguageNames.CSharp).SelectMany(project => project.Documents),
        };

        // A file that is linked into several projects is edited once.
        var seen = new HashSet<DocumentId>();
        foreach (Document document in documents)
        {
            if (seen.Add(document.Id))
            {
                seen.UnionWith(document.GetLinkedDocumentIds());
                yield return document;
            }
        }
    }

    private static async Task<Solution> FixAsync(
        AsyncCodeFix fix,
        Solution solution,
        List<(DocumentId Document, ImmutableArray<Diagnostic> Diagnostics)> byDocument,
        string? equivalenceKey,
        CancellationToken cancellationToken)
    {
        Solution original = solution;
        var work = new List<(DocumentId Document, Diagnostic Diagnostic, SyntaxAnnotation Mark)>();
        foreach ((DocumentId id, ImmutableArray<Diagnostic> diagnostics) in byDocument)
        {
            SyntaxNode root = (await solution.GetDocument(id)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            var marks = new Dictionary<SyntaxNode, List<SyntaxAnnotation>>();
            foreach (Diagnostic diagnostic in diagnostics.OrderBy(d
                => d.Location.SourceSpan.End).ThenByDescending(d => d.Location.SourceSpan.Start))
            {
                var mark = new SyntaxAnnotation();
                SyntaxNode node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
                if (!marks.TryGetValue(node, out List<SyntaxAnnotation> onNode))
                {
                    marks.Add(node, onNode = new List<SyntaxAnnotation>());
                }

                onNode.Add(mark);
                work.Add((id, diagnostic, mark));
            }

            solution = solution.WithDocumentSyntaxRoot(id, root.ReplaceNodes(marks.Keys, (original, rewritten)
                => rewritten.WithAdditionalAnnotations(marks[original])));
        }

        foreach ((DocumentId id, Diagnostic diagnostic, SyntaxAnnotation mark) in work)
        {
            cancellationToken.ThrowIfCancellationRequested();
            solution = await fix.TryRepairAsync(
                solution.GetDocument(id)!, diagnostic, root
                    => root.GetAnnotatedNodes(mark).FirstOrDefault(), equivalenceKey, cancellationToken).ConfigureAwait(false) ?? solution;
        }

        // Documents that were only marked, or whose repair came to nothing, go back untouched: they would count as changed.
        Solution result = original;
        foreach (DocumentId id in solution.GetChanges(original).GetProjectChanges().SelectMany(project
            => project.GetChangedDocuments(onlyGetDocumentsWithTextChanges: false)))
        {
            SyntaxNode before = (await original.GetDocument(id)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            SyntaxNode after = (await solution.GetDocument(id)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            result = after.IsEquivalentTo(before) ? result : result.WithDocumentSyntaxRoot(id, after);
        }

        return result;
    }
}
