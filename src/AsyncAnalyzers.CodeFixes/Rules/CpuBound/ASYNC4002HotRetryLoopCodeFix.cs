using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.CpuBound;

using static SyntaxFactory;

/// <summary>
/// Pauses at the end of the <c>catch</c>. The pause is short and takes no token: a cancelled one would leave the loop by an exception.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC4002HotRetryLoopCodeFix))]
public sealed class ASYNC4002HotRetryLoopCodeFix : AsyncCodeFix
{
    /// <summary>In milliseconds: seldom enough for a core and a log, and no stop that anybody notices waits for it.</summary>
    private const int Pause = 200;

    public ASYNC4002HotRetryLoopCodeFix()
        : base(ASYNC4002HotRetryLoopAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Node is not CatchClauseSyntax { Block: var block } || block.ContainsDirectives
            || request.Types.Task is not { } task || task.GetMembers("Delay").IsEmpty)
        {
            return Array.Empty<Repair>();
        }

        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        ExpressionSyntax delay = AsyncEdit.StaticCall(request, task, "Delay").WithArgumentList(ArgumentList(SingletonSeparatedList(
            Argument(LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(Pause))))));
        StatementSyntax pause = ElasticTrivia.RemovedFrom(ExpressionStatement(
            AwaitSyntax.InPlaceOf(delay, parent: null, delay, ConfigureAwaitHabit.IsFalse(request.Root))));
        SyntaxNode root = request.Root.ReplaceNode(block, StatementInsertion.AtEnd(block, pause, text));
        return new[]
        {
            new Repair(
                "Await 'Task.Delay' in the 'catch'",
                "ASYNC4002.Pause",
                _ => Task.FromResult<Solution?>(request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root))),
        };
    }
}
