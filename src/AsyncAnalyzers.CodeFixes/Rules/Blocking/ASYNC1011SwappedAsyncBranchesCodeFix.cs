namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>Swaps the two branches; negates the condition where there are not two that can change places.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC1011SwappedAsyncBranchesCodeFix))]
public sealed class ASYNC1011SwappedAsyncBranchesCodeFix : AsyncCodeFix
{
    private const string Key = "ASYNC1011.Swap";

    public ASYNC1011SwappedAsyncBranchesCodeFix()
        : base(ASYNC1011SwappedAsyncBranchesAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        ExpressionSyntax? condition = request.Node.AncestorsAndSelf().OfType<ExpressionSyntax>()
            .FirstOrDefault(node => node.Span == request.Node.Span && node.Parent is IfStatementSyntax or ConditionalExpressionSyntax);
        SyntaxNode? swapped = condition?.Parent switch
        {
            IfStatementSyntax { Else: { Statement: not IfStatementSyntax } @else } @if when CanSwap(@if.Statement, @else.Statement)
                => @if.WithStatement(InPlaceOf(@if.Statement, @else.Statement))
                    .WithElse(@else.WithStatement(InPlaceOf(@else.Statement, @if.Statement))),
            IfStatementSyntax @if => @if.WithCondition(Negated(@if.Condition)),
            ConditionalExpressionSyntax { Condition: var tested } conditional when tested == condition
                => CanSwap(conditional.WhenTrue, conditional.WhenFalse)
                    ? conditional.WithWhenTrue(InPlaceOf(conditional.WhenTrue, conditional.WhenFalse))
                        .WithWhenFalse(InPlaceOf(conditional.WhenFalse, conditional.WhenTrue))
                    : conditional.WithCondition(Negated(tested)),
            _ => null,
        };
        if (swapped is null)
        {
            return Task.FromResult<IReadOnlyList<Repair>>(Array.Empty<Repair>());
        }

        Solution repaired = request.Document.WithSyntaxRoot(request.Root.ReplaceNode(condition!.Parent!, swapped)).Project.Solution;
        var repair = new Repair("Swap the branches", Key, _ => Task.FromResult<Solution?>(repaired));
        return Task.FromResult<IReadOnlyList<Repair>>(new[] { repair });
    }

    /// <summary>Comments and directives are inside of the branches, so that they move with them.</summary>
    private static bool CanSwap(SyntaxNode first, SyntaxNode second)
        => !HasMore(first) && !HasMore(second);

    private static bool HasMore(SyntaxNode branch)
        => branch.GetLeadingTrivia().Concat(branch.GetTrailingTrivia())
                .Any(static trivia => trivia.Kind() is not (SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia))
            || branch.ContainsDirectives;

    private static T InPlaceOf<T>(T place, T branch)
        where T : SyntaxNode
        => branch.WithTriviaFrom(place);

    /// <summary><c>!flag</c> for <c>flag</c>, and the other way round.</summary>
    private static ExpressionSyntax Negated(ExpressionSyntax condition)
    {
        if (condition is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not)
        {
            return CallSyntax.WalkDownParentheses(not.Operand).WithTriviaFrom(condition);
        }

        ExpressionSyntax operand = condition.WithoutTrivia();
        if (operand is not (IdentifierNameSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax))
        {
            operand = ParenthesizedExpression(Plain(SyntaxKind.OpenParenToken), operand, Plain(SyntaxKind.CloseParenToken));
        }

        return PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, Plain(SyntaxKind.ExclamationToken), operand)
            .WithTriviaFrom(condition);

        static SyntaxToken Plain(SyntaxKind kind) => Token(default, kind, default);
    }
}
