using AsyncAnalyzers.Corpus.Loading;
using AsyncAnalyzers.Corpus.Output;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Corpus.Fixing;

/// <summary>Asks fixes for their actions, applies one and tells what came of it.</summary>
internal sealed class FixApplication(Solution solution, CorpusInput input)
{
    private readonly CompilerDelta _delta = new(solution, input);

    /// <summary>The actions that a fix offers for a report, those of groups one by one.</summary>
    public static async Task<ImmutableArray<CodeAction>> OfferedAsync(
        CodeFixProvider fix, Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var offered = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => offered.Add(action), cancellationToken));
        return [.. offered.SelectMany(Flatten)];

        static IEnumerable<CodeAction> Flatten(CodeAction action)
            => action.NestedActions.IsEmpty ? [action] : action.NestedActions.SelectMany(Flatten);
    }

    /// <summary>Applies an action to the solution as it was loaded.</summary>
    /// <param name="action">Makes the action; null if there is nothing to do.</param>
    /// <param name="outcome">The outcome so far.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<FixOutcome> ApplyAsync(Func<Task<CodeAction?>> action, FixOutcome outcome, CancellationToken cancellationToken)
    {
        try
        {
            if (await action() is not { } made)
            {
                return outcome;
            }

            ImmutableArray<CodeActionOperation> operations =
                await made.GetOperationsAsync(solution, new Progress<CodeAnalysisProgress>(), cancellationToken);
            if (operations.OfType<ApplyChangesOperation>().FirstOrDefault()?.ChangedSolution is not { } changed)
            {
                return outcome;
            }

            changed = await WithLinkedFilesAsync(changed, cancellationToken);
            string diff = await DiffAsync(changed, cancellationToken);
            if (diff.Length == 0)
            {
                return outcome;
            }

            (ImmutableArray<string> errors, ImmutableArray<string> warnings) = await _delta.CompareAsync(changed, cancellationToken);
            return outcome with { IsChanged = true, NewErrors = errors, NewWarnings = warnings, Diff = diff };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return outcome with { Exception = exception.ToString() };
        }
    }

    // A file that several projects share is one file: what changes in one of them changes in all.
    private async Task<Solution> WithLinkedFilesAsync(Solution changed, CancellationToken cancellationToken)
    {
        Solution result = changed;
        var seen = new HashSet<DocumentId>(ChangedDocuments(changed));
        foreach (DocumentId id in seen)
        {
            SourceText? text = null;
            foreach (DocumentId linked in solution.GetDocumentIdsWithFilePath(changed.GetDocument(id)?.FilePath))
            {
                if (seen.Contains(linked))
                {
                    continue;
                }

                text ??= await changed.GetDocument(id)!.GetTextAsync(cancellationToken);
                result = result.WithDocumentText(linked, text);
            }
        }

        return result;
    }

    private async Task<string> DiffAsync(Solution changed, CancellationToken cancellationToken)
    {
        var byPath = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (DocumentId id in ChangedDocuments(changed))
        {
            Document? old = solution.GetDocument(id);
            Document? now = changed.GetDocument(id);
            string path = input.Relative((now ?? old)!.FilePath ?? (now ?? old)!.Name);
            if (!byPath.ContainsKey(path))
            {
                byPath[path] = UnifiedDiff.Of(path, await TextOfAsync(old), await TextOfAsync(now));
            }
        }

        return string.Concat(byPath.Values);

        async Task<string> TextOfAsync(Document? document)
            => document is null ? "" : (await document.GetTextAsync(cancellationToken)).ToString();
    }

    private IEnumerable<DocumentId> ChangedDocuments(Solution changed)
        => changed.GetChanges(solution).GetProjectChanges().SelectMany(project => (DocumentId[])
        [
            .. project.GetChangedDocuments(onlyGetDocumentsWithTextChanges: true),
            .. project.GetAddedDocuments(),
            .. project.GetRemovedDocuments(),
        ]);
}
