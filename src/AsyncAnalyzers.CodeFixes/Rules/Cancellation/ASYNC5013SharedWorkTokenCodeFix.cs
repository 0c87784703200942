namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>The work gets no token, and each caller waits for it with its own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC5013SharedWorkTokenCodeFix))]
public sealed class ASYNC5013SharedWorkTokenCodeFix : AsyncCodeFix
{
    public ASYNC5013SharedWorkTokenCodeFix()
        : base(ASYNC5013SharedWorkTokenAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        CodeModel model = request.ModelFor(cancellationToken);
        if (request.Node is not IdentifierNameSyntax token || request.Types.Task?.GetMembers("WaitAsync").IsEmpty != false
            || WorkAround(token, model) is not { } work || work.Token != token || work.Waits.Count == 0
            // Given twice, it would still cancel the work by the other way.
            || IsGivenAgain(token))
        {
            return Task.FromResult<IReadOnlyList<Repair>>(Array.Empty<Repair>());
        }

        ExpressionSyntax none = TypeNaming.Member(TypeNaming.ExpressionOf(request, request.Types.CancellationToken!), "None");
        var tracked = new List<SyntaxNode>(work.Waits) { token };
        SyntaxNode root = request.Root.ReplaceNodes(tracked, (original, rewritten) => original == token
            ? none.WithTriviaFrom(token)
            : Waiting((ExpressionSyntax)rewritten, token));
        return Task.FromResult<IReadOnlyList<Repair>>(new[]
        {
            new Repair(
                $"Await the work with 'WaitAsync({token.Identifier.ValueText})'",
                "ASYNC5013.WaitAsync",
                _ => Task.FromResult<Solution?>(request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root))),
        });
    }

    private static SharedWork? WorkAround(IdentifierNameSyntax token, CodeModel model)
        => token.Ancestors().TakeWhile(static node => node is not MemberDeclarationSyntax)
            .Select(node => node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) == "GetOrAdd"
                ? SharedWork.At(CallSyntax.CalledNameSyntax(call)!, model)
                : SharedWork.MayBe(node) ? SharedWork.At(node, model) : null)
            .FirstOrDefault(static work => work is not null);

    private static bool IsGivenAgain(IdentifierNameSyntax token)
    {
        SyntaxNode made = token.Ancestors().First(static node => node is StatementSyntax or ArrowExpressionClauseSyntax);
        return made.DescendantNodes().OfType<IdentifierNameSyntax>().Any(other
            => other != token && other.Parent is not NameColonSyntax && other.Identifier.ValueText == token.Identifier.ValueText);
    }

    private static ExpressionSyntax Waiting(ExpressionSyntax task, IdentifierNameSyntax token)
        => InvocationExpression(
            MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression,
                task is AssignmentExpressionSyntax ? ParenthesizedExpression(task.WithoutTrivia()) : task.WithoutTrailingTrivia(),
                IdentifierName("WaitAsync")),
            ArgumentList(SingletonSeparatedList(Argument(token.WithoutTrivia()))))
            .WithTriviaFrom(task);
}
