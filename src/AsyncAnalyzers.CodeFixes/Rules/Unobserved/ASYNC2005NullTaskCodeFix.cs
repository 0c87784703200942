namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Puts a completed task in the place of null, or behind <c>??</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2005NullTaskCodeFix))]
public sealed class ASYNC2005NullTaskCodeFix : AsyncCodeFix
{
    public ASYNC2005NullTaskCodeFix()
        : base(ASYNC2005NullTaskAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
        => Task.FromResult(FindRepairs(request, cancellationToken));

    private static IReadOnlyList<Repair> FindRepairs(RepairRequest request, CancellationToken cancellationToken)
    {
        if (Find(request, cancellationToken) is not { } found || !AsyncEdit.IsWithoutDirectives(found.Expression))
        {
            return Array.Empty<Repair>();
        }

        ExpressionSyntax completed = CompletedTaskSyntax.Of(request, found.Type);
        string display = found.Type.IsGenericType ? "Task.FromResult" : "Task.CompletedTask";
        (Phrase title, ExpressionSyntax replacement) = found.Conditional is { } conditional
            ? (Phrase.Of($"Add '?? {display}'"), CompletedTaskSyntax.InsteadOfNull(conditional, completed, found.Expression))
            : (found.Parameter is null ? Phrase.Of($"Return '{display}'") : $"Pass '{display}'",
                completed.WithLeadingTrivia(found.Expression.GetLeadingTrivia())
                .WithTrailingTrivia(AwaitSyntax.LostComments(found.Expression, null).AddRange(found.Expression.GetTrailingTrivia())));
        Solution repaired = request.Document.WithSyntaxRoot(request.Root.ReplaceNode(found.Expression, replacement)).Project.Solution;
        return new[] { new Repair(title, "ASYNC2005.Completed", _ => Task.FromResult<Solution?>(repaired)) };
    }

    private static NullTask? Find(RepairRequest request, CancellationToken cancellationToken)
    {
        foreach (SyntaxNode node in request.Node.DescendantNodesAndSelf())
        {
            if (node is LiteralExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.NullLiteralExpression
                or (int)SyntaxKind.DefaultLiteralExpression
                } or DefaultExpressionSyntax or ConditionalAccessExpressionSyntax
                && NullTask.MayBe(node)
                && NullTask.Find((ExpressionSyntax)node, request.ModelFor(cancellationToken)) is { } found
                && found.Expression.Span == request.Node.Span)
            {
                return found;
            }
        }

        return null;
    }
}
