namespace AsyncAnalyzers.Rules.Threads;

using static SyntaxFactory;

/// <summary>Tests the condition in a <c>while</c>, where there is nothing but the wait to be repeated.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC6004WaitWithoutLoopCodeFix))]
public sealed class ASYNC6004WaitWithoutLoopCodeFix : AsyncCodeFix
{
    public ASYNC6004WaitWithoutLoopCodeFix()
        : base(ASYNC6004WaitWithoutLoopAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Node is not IfStatementSyntax test || test.Statement is BlockSyntax { Statements.Count: > 1 }
            || test.Condition.DescendantNodesAndSelf().Any(static node => node is SingleVariableDesignationSyntax))
        {
            return Task.FromResult<IReadOnlyList<Repair>>(Array.Empty<Repair>());
        }

        WhileStatementSyntax loop = WhileStatement(
            test.AttributeLists, Token(SyntaxKind.WhileKeyword).WithTriviaFrom(test.IfKeyword),
            test.OpenParenToken, test.Condition, test.CloseParenToken, test.Statement);
        SyntaxNode root = request.Root.ReplaceNode(test, loop);
        return Task.FromResult<IReadOnlyList<Repair>>(new[]
        {
            Repair.WithRoot(request, root, "Test the condition in a 'while'", "ASYNC6004.While"),
        });
    }
}
