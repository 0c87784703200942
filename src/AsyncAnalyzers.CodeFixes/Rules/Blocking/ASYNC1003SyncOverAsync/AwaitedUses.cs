using Microsoft.CodeAnalysis.FindSymbols;

namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>Expressions all over a solution that come to be tasks: each is awaited, and the function around it becomes async.</summary>
internal sealed class AwaitedUses
{
    private readonly Solution _solution;
    private readonly ProjectId _project;
    private readonly List<(Document Document, ExpressionSyntax Expression)> _uses = new();

    private AwaitedUses(Project project)
    {
        _solution = project.Solution;
        _project = project.Id;
    }

    /// <summary>A member that others than this solution may use gets another type.</summary>
    public bool ChangesPublicApi { get; private set; }

    public int Count => _uses.Count;

    /// <summary>Null where a use is not of the form that <paramref name="useOf"/> knows, or cannot be awaited.</summary>
    /// <param name="symbol">What is used.</param>
    /// <param name="document">The document of its declaration.</param>
    /// <param name="useOf">
    /// For the node of a reference: the expression to be awaited; null with true where the reference may stay as it is, null with false
    /// where it stands in the way.
    /// </param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async Task<AwaitedUses?> FindAsync(
        ISymbol symbol, Document document, Func<SyntaxNode, (ExpressionSyntax? Use, bool IsKnown)> useOf,
        CancellationToken cancellationToken)
    {
        var found = new AwaitedUses(document.Project);
        var seen = new HashSet<(string? Path, int Position)>();
        foreach (ReferencedSymbol referenced in await SymbolFinder.FindReferencesAsync(symbol, found._solution, cancellationToken)
            .ConfigureAwait(false))
        {
            foreach (ReferenceLocation reference in referenced.Locations)
            {
                if (seen.Add((reference.Document.FilePath ?? reference.Document.Name, reference.Location.SourceSpan.Start))
                    && !await found.AddAsync(reference, useOf, cancellationToken).ConfigureAwait(false))
                {
                    return null;
                }
            }
        }

        return found;
    }

    /// <summary>The solution with the given edits made, and every use awaited; null where that turns out not to be possible.</summary>
    /// <param name="edits">What makes tasks of the uses.</param>
    /// <param name="rewrite">What becomes of a use before it is awaited.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Solution?> ApplyAsync(
        IReadOnlyList<NodeEdit> edits, Func<ExpressionSyntax, ExpressionSyntax> rewrite, CancellationToken cancellationToken)
    {
        Solution result = _solution;
        var marks = new List<(DocumentId Document, SyntaxAnnotation Mark)>();
        foreach (DocumentId id in _uses.Select(use => use.Document.Id).Concat(edits.Select(edit => edit.Document)).Distinct())
        {
            Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>> changes = edits.Where(edit
                => edit.Document == id).ToDictionary(edit => edit.Node, edit => edit.Rewrite);
            foreach (ExpressionSyntax use in _uses.Where(use => use.Document.Id == id).Select(use => use.Expression))
            {
                var mark = new SyntaxAnnotation();
                marks.Add((id, mark));
                changes.Add(use, rewritten => rewritten.WithAdditionalAnnotations(mark));
            }

            SyntaxNode root = (await result.GetDocument(id)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            result = result.WithDocumentSyntaxRoot(id, root.ReplaceNodes(changes.Keys, (original, rewritten)
                => changes[original](rewritten)));
        }

        result = await LinkedFiles.SynchronizeAsync(_solution, result, cancellationToken).ConfigureAwait(false);
        foreach ((DocumentId id, SyntaxAnnotation mark) in marks)
        {
            Document document = result.GetDocument(id)!;
            SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            bool configureAwaitFalse = ConfigureAwaitHabit.IsFalse(root);
            if (root.GetAnnotatedNodes(mark).FirstOrDefault() is not ExpressionSyntax use
                || await AsyncEdit.ApplyAsync(
                    document, use, rewritten
                        => AwaitSyntax.InPlaceOf(use, rewrite((ExpressionSyntax)rewritten), configureAwaitFalse), includePublicApi: true,
                            cancellationToken).ConfigureAwait(false) is not { } next)
            {
                return null;
            }

            result = await LinkedFiles.SynchronizeAsync(result, next, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    private async Task<bool> AddAsync(
        ReferenceLocation reference, Func<SyntaxNode, (ExpressionSyntax? Use, bool IsKnown)> useOf, CancellationToken cancellationToken)
    {
        Document document = LinkedFiles.Home(reference.Document, _project);
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        if (document is SourceGeneratedDocument || !root.FullSpan.Contains(reference.Location.SourceSpan))
        {
            return false;
        }

        SyntaxNode node = root.FindNode(reference.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true);
        if (node.IsPartOfStructuredTrivia() || CallSyntax.IsInNameOf(node))
        {
            return true;
        }

        (ExpressionSyntax? use, bool isKnown) = useOf(node);
        if (use is null)
        {
            return isKnown;
        }

        CodeModel model = await document.GetCodeModelAsync(cancellationToken).ConfigureAwait(false);
        if (!AsyncEdit.IsWithoutDirectives(use)
            || WaitReplacement.HandlesAggregateException(use)
            || AwaitPlacement.ObstacleAt(use, model) != AwaitObstacle.None
            || await MakeAsync.PlanAsync(document, FunctionSyntax.Enclosing(use)!, includePublicApi: true, cancellationToken)
                .ConfigureAwait(false) is not { } plan)
        {
            return false;
        }

        ChangesPublicApi |= plan.ChangedPublicApi.Count > 0;
        _uses.Add((document, use));
        return true;
    }
}
