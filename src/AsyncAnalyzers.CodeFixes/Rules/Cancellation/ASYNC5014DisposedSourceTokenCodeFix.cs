namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Asks the source instead of its token.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC5014DisposedSourceTokenCodeFix))]
public sealed class ASYNC5014DisposedSourceTokenCodeFix : AsyncCodeFix
{
    public ASYNC5014DisposedSourceTokenCodeFix()
        : base(ASYNC5014DisposedSourceTokenAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Node is not MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax token } question
            || DisposedToken.SourceAskedBy(question.Name) is not { } source)
        {
            return Task.FromResult<IReadOnlyList<Repair>>(Array.Empty<Repair>());
        }

        SyntaxNode root = request.Root.ReplaceNode(token, token.Expression.WithTriviaFrom(token));
        return Task.FromResult<IReadOnlyList<Repair>>(new[]
        {
            new Repair(
                $"Use '{source.Identifier.ValueText}.IsCancellationRequested'",
                "ASYNC5014.Source",
                _ => Task.FromResult<Solution?>(request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root))),
        });
    }
}
