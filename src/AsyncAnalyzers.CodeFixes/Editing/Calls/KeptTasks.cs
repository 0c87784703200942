namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>Goes through a lazy query once, where it is written, and keeps the tasks that it starts.</summary>
internal static class KeptTasks
{
    public const string Title = "Store the tasks in an array";

    /// <summary>The repair for a wait for a task that a second pass over a query has started; null where there is none.</summary>
    public static Repair? Find(BlockingWait wait, string key, RepairRequest request, CancellationToken cancellationToken)
    {
        if (wait.Task is not { } task
            || CompletedTasks.QueryStartedAgain(
                CallSyntax.WithoutConfiguration(task), request.ModelFor(cancellationToken)) is not ILocalSymbol query
            || query.FirstSyntax(cancellationToken) is not VariableDeclaratorSyntax
            {
                Initializer.Value: { } value
            } declarator
            || declarator.Parent?.Parent is not LocalDeclarationStatementSyntax { Parent: BlockSyntax block } declaration
            || !IsUsedAtOnce(query.Name, declaration, block))
        {
            return null;
        }

        bool needsParentheses = value is QueryExpressionSyntax or CastExpressionSyntax or ConditionalExpressionSyntax
            or BinaryExpressionSyntax or AwaitExpressionSyntax or SwitchExpressionSyntax;
        ExpressionSyntax bare = value.WithoutTrivia();
        ExpressionSyntax kept = ElasticTrivia.RemovedFrom(InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, needsParentheses
                ? ParenthesizedExpression(bare)
                : bare, IdentifierName("ToArray"))));
        return new Repair(Title, key, _
            => Task.FromResult<Solution?>(
                request.Document.WithSyntaxRoot(request.Root.ReplaceNode(value, kept.WithTriviaFrom(value))).Project.Solution));
    }

    /// <summary>What comes after the declaration waits for the tasks: they start no earlier than before.</summary>
    private static bool IsUsedAtOnce(string name, LocalDeclarationStatementSyntax declaration, BlockSyntax block)
    {
        int next = block.Statements.IndexOf(declaration) + 1;
        return next < block.Statements.Count
            && block.Statements[next] is ExpressionStatementSyntax or LocalDeclarationStatementSyntax or ReturnStatementSyntax
            && block.Statements[next].DescendantNodes().OfType<IdentifierNameSyntax>().Any(used => used.Identifier.ValueText == name);
    }
}
