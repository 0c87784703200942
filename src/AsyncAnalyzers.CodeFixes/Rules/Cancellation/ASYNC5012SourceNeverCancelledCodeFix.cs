using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>Cancels the source before the statement, or the method, that disposes it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC5012SourceNeverCancelledCodeFix))]
public sealed class ASYNC5012SourceNeverCancelledCodeFix : AsyncCodeFix
{
    public ASYNC5012SourceNeverCancelledCodeFix()
        : base(ASYNC5012SourceNeverCancelledAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        // Callbacks would run under the lock.
        if (request.Node is not SimpleNameSyntax mention || TokenSourceUses.Of(mention) != TokenSourceUse.Disposed
            || DisposalOf(mention) is not { } disposal || disposal.Ancestors().Any(static node => node is LockStatementSyntax))
        {
            return Array.Empty<Repair>();
        }

        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        SimpleNameSyntax dispose = disposal.DescendantNodes().OfType<SimpleNameSyntax>()
            .Last(static name => name.Identifier.ValueText == "Dispose");
        ExpressionSyntax cancel = disposal.ReplaceNode(dispose, IdentifierName("Cancel")).WithoutTrivia();
        SyntaxNode? root = disposal.Parent switch
        {
            ExpressionStatementSyntax statement => StatementInsertion.Before(
                request.Root, statement, ElasticTrivia.RemovedFrom(ExpressionStatement(cancel)), text),
            ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax method } => request.Root.ReplaceNode(
                method, BlockBody.Of(method, ExpressionStatement(cancel), ExpressionStatement(disposal.WithoutTrivia()))),
            _ => null,
        };
        return root is null ? Array.Empty<Repair>() : new[]
        {
            new Repair(
                "Call 'Cancel' before 'Dispose'",
                "ASYNC5012.Cancel",
                _ => Task.FromResult<Solution?>(request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root))),
        };
    }

    /// <summary><c>cts.Dispose()</c> or <c>cts?.Dispose()</c>.</summary>
    private static ExpressionSyntax? DisposalOf(SimpleNameSyntax mention)
        => Writes.ExpressionOf(mention).Parent switch
        {
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } => call,
            ConditionalAccessExpressionSyntax conditional => conditional,
            _ => null,
        };
}
