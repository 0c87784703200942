namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Checks and acts in one call of the collection, or by Interlocked.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3007CheckThenActCodeFix))]
public sealed class ASYNC3007CheckThenActCodeFix : AsyncCodeFix
{
    public ASYNC3007CheckThenActCodeFix()
        : base(ASYNC3007CheckThenActAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        SyntaxNode? root;
        Phrase title;
        SyntaxNode flagged = request.Node is InvocationExpressionSyntax call && CallSyntax.CalledNameSyntax(call) is { } name
            ? name
            : request.Node;
        if (CheckThenAct.At(flagged) is { } site)
        {
            root = site.Kind switch
            {
                CheckThenActKind.Update => OneStepUpdate.AddOrUpdate(request.Root, site),
                CheckThenActKind.Create => OneStepCreation.GetOrAdd(request.Root, site),
                CheckThenActKind.Read => OneStepEditing.TryGetValue(request.Root, site),
                CheckThenActKind.Remove => null,
                _ => OneStepEditing.TakeInCondition(request.Root, site),
            };
            title = site.Kind switch
            {
                CheckThenActKind.Update => Phrase.Of($"Update '{site.Collection.ToString()}' with 'AddOrUpdate'"),
                CheckThenActKind.Create => $"Add to '{site.Collection.ToString()}' with 'GetOrAdd'",
                CheckThenActKind.Read => $"Read '{site.Collection.ToString()}' with 'TryGetValue'",
                _ => $"Take from '{site.Collection.ToString()}' in the condition",
            };
        }
        else if (TestedFlag.At(flagged) is { } flag)
        {
            root = OneStepEditing.Exchange(request.Root, flag, request);
            title = $"Test and set '{flag.Node.Left.ToString()}' with 'Interlocked.Exchange'";
        }
        else
        {
            return Task.FromResult<IReadOnlyList<Repair>>(Array.Empty<Repair>());
        }

        if (root is null)
        {
            return Task.FromResult<IReadOnlyList<Repair>>(Array.Empty<Repair>());
        }

        Solution changed = request.Document.WithSyntaxRoot(root).Project.Solution;
        return Task.FromResult<IReadOnlyList<Repair>>(new[]
        {
            new Repair(title, "ASYNC3007.OneStep", _ => Task.FromResult<Solution?>(changed)),
        });
    }
}
