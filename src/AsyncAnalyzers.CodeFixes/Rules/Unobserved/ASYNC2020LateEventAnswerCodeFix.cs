using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Moves an answer that is the same in every run before the first await.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2020LateEventAnswerCodeFix))]
public sealed class ASYNC2020LateEventAnswerCodeFix : AsyncCodeFix
{
    public ASYNC2020LateEventAnswerCodeFix()
        : base(ASYNC2020LateEventAnswerAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        CodeModel model = request.ModelFor(cancellationToken);
        if (request.Node is not ExpressionSyntax node || LateAnswer.At(node, model) is not { IsOnlyOne: true } late
            || (node is AssignmentExpressionSyntax assignment && !model.GetConstantValue(assignment.Right).HasValue)
            || node.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax block } statement
            || statement.ContainsDirectives)
        {
            return Array.Empty<Repair>();
        }

        int index = block.Statements.IndexOf(statement);
        int first = block.Statements.IndexOf(one => one.Span.Contains(late.Await.Span));
        if (first < 0 || first >= index || !IsReachedAlways(block, first, index, late.Text))
        {
            return Array.Empty<Repair>();
        }

        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        SyntaxNode root = request.Root.TrackNodes(statement, block.Statements[first]);
        root = StatementRemoval.From(root, root.GetCurrentNode(statement)!);
        return StatementInsertion.Before(root, root.GetCurrentNode(block.Statements[first])!, statement, text) is not { } moved
            ? Array.Empty<Repair>()
            : new[]
            {
                new Repair(
                    node is InvocationExpressionSyntax
                        ? $"Call '{late.Text}' before the 'await'"
                        : Phrase.Of($"Set '{late.Text}' before the 'await'"),
                    "ASYNC2020.Move",
                    _ => Task.FromResult<Solution?>(request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, moved))),
            };
    }

    /// <summary>Nothing between the two places leaves the block, throws on purpose, or looks at the answer.</summary>
    private static bool IsReachedAlways(BlockSyntax block, int first, int index, string answer)
        => StatementInsertion.EndOf(block, first) is not null
            && !block.Statements.Skip(first).Take(index - first).Any(one => FunctionSyntax.OwnNodes(one).Any(node
                => node is ThrowStatementSyntax or ThrowExpressionSyntax
                    || (node is MemberAccessExpressionSyntax && node.ToString() == answer)));
}
