namespace AsyncAnalyzers.Editing;

/// <summary>
/// The base of all fixes. A fix says which repairs it has for a node; the base makes each edit before it offers it,
/// drops what does not compile, and serves fix-all.
/// </summary>
public abstract class AsyncCodeFix : CodeFixProvider
{
    private protected AsyncCodeFix(params string[] ids) => FixableDiagnosticIds = ImmutableArray.Create(ids);

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => SequentialFixAll.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (await RequestAsync(context.Document, diagnostic, root
                => root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true),
                    context.CancellationToken).ConfigureAwait(false) is not { } request)
            {
                continue;
            }

            // Behind all others, which keep their places where nothing is to be renamed.
            var renaming = new List<CodeAction>();
            foreach (Repair repair in await FindRepairsAsync(request, context.CancellationToken).ConfigureAwait(false))
            {
                Solution solution = context.Document.Project.Solution;
                if (await repair.ApplyAsync(context.CancellationToken).ConfigureAwait(false) is not { } edited
                    || await TryFinishAsync(edited, solution, context.CancellationToken).ConfigureAwait(false) is not { } repaired)
                {
                    continue;
                }

                context.RegisterCodeFix(CodeAction.Create(
                    repair.Title.ToString(null, null), _ => Task.FromResult(repaired), repair.EquivalenceKey), diagnostic);
                if (await AsyncRename.TryApplyAsync(context.Document.Project, edited, context.CancellationToken)
                    .ConfigureAwait(false) is var (renamed, more)
                    && await TryFinishAsync(renamed, solution, context.CancellationToken).ConfigureAwait(false) is { } finished)
                {
                    Phrase title = $"{repair.Title}; {more}";
                    renaming.Add(CodeAction.Create(
                        title.ToString(null, null), _ => Task.FromResult(finished), repair.EquivalenceKey + AsyncRename.KeySuffix));
                }
            }

            foreach (CodeAction action in renaming)
            {
                context.RegisterCodeFix(action, diagnostic);
            }
        }
    }

    /// <summary>The repairs for a node, best first. Whatever can be decided without making the edit is decided here.</summary>
    private protected abstract Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken);

    /// <summary>The solution with the first repair that has the key; null where there is none for the node.</summary>
    internal async Task<Solution?> TryRepairAsync(
        Document document, Diagnostic diagnostic, Func<SyntaxNode, SyntaxNode?> find, string? equivalenceKey,
        CancellationToken cancellationToken)
    {
        if (await RequestAsync(document, diagnostic, find, cancellationToken).ConfigureAwait(false) is not { } request)
        {
            return null;
        }

        foreach (Repair repair in await FindRepairsAsync(request, cancellationToken).ConfigureAwait(false))
        {
            bool renames = equivalenceKey == repair.EquivalenceKey + AsyncRename.KeySuffix;
            if (!renames && equivalenceKey != repair.EquivalenceKey)
            {
                continue;
            }

            Solution solution = document.Project.Solution;
            if (await repair.ApplyAsync(cancellationToken).ConfigureAwait(false) is not { } edited)
            {
                return null;
            }

            // What keeps its name is repaired all the same.
            return renames
                && await AsyncRename.TryApplyAsync(document.Project, edited, cancellationToken).ConfigureAwait(false) is var (renamed, _)
                && await TryFinishAsync(renamed, solution, cancellationToken).ConfigureAwait(false) is { } finished
                ? finished
                : await TryFinishAsync(edited, solution, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private static async Task<RepairRequest?> RequestAsync(
        Document document, Diagnostic diagnostic, Func<SyntaxNode, SyntaxNode?> find, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || find(root) is not { } node
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        return new RepairRequest(document, root, model, KnownTypes.Of(model.Compilation), node, diagnostic.Id, diagnostic.Properties);
    }

    private static async Task<Solution?> TryFinishAsync(Solution edited, Solution solution, CancellationToken cancellationToken)
    {
        edited = await FileLayout.FinishAsync(edited, solution, cancellationToken).ConfigureAwait(false);
        Solution repaired = await LinkedFiles.SynchronizeAsync(solution, edited, cancellationToken).ConfigureAwait(false);
        return await CompileCheck.AddsNoErrorAsync(solution, repaired, cancellationToken).ConfigureAwait(false) ? repaired : null;
    }
}
