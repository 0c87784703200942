namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Awaits a ValueTask once and uses the result; or keeps it in a form that may be consumed more than once.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2011ValueTaskConsumedTwiceCodeFix))]
public sealed class ASYNC2011ValueTaskConsumedTwiceCodeFix : AsyncCodeFix
{
    public ASYNC2011ValueTaskConsumedTwiceCodeFix()
        : base(ASYNC2011ValueTaskConsumedTwiceAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        foreach (IdentifierNameSyntax mention in request.Node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            switch (request.Model.GetSymbolInfo(mention, cancellationToken).Symbol)
            {
                case IFieldSymbol field when field.Type.IsValueTask(request.Types):
                    SyntaxNode? preserved = ValueTaskEditing.PreserveField(request, field, cancellationToken);
                    Add($"Store '{field.Name}' with 'Preserve'", "ASYNC2011.Preserve", preserved);
                    return Task.FromResult<IReadOnlyList<Repair>>(repairs);
                case ILocalSymbol { Type: { } type } local when type.IsValueTask(request.Types):
                    AddRepairs(local);
                    return Task.FromResult<IReadOnlyList<Repair>>(repairs);
                case IParameterSymbol { Type: { } type } parameter when type.IsValueTask(request.Types):
                    AddRepairs(parameter);
                    return Task.FromResult<IReadOnlyList<Repair>>(repairs);
            }
        }

        return Task.FromResult<IReadOnlyList<Repair>>(repairs);

        void AddRepairs(ISymbol variable)
        {
            if (ValueTaskEditing.Of(request, variable, cancellationToken) is not { } editing)
            {
                return;
            }

            Add($"Await '{variable.Name}' once and use the result", "ASYNC2011.Once", editing.AwaitOnce(cancellationToken));
            Add($"Convert '{variable.Name}' to a Task with 'AsTask'", "ASYNC2011.AsTask", editing.AsTask(cancellationToken));
            Add($"Store '{variable.Name}' with 'Preserve'", "ASYNC2011.Preserve", editing.Preserve(cancellationToken));
        }

        void Add(Phrase title, string key, SyntaxNode? root)
        {
            if (root is not null)
            {
                repairs.Add(new Repair(title, key, _
                    => Task.FromResult<Solution?>(request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root))));
            }
        }
    }
}
