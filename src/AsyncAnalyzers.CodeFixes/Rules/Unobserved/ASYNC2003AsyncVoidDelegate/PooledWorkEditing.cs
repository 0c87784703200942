namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>
/// Turns <c>ThreadPool.QueueUserWorkItem(async _ => …)</c> and <c>new Thread(async () => …).Start()</c> into <c>await Task.Run(async () =>
/// …)</c>.
/// </summary>
internal static class PooledWorkEditing
{
    /// <summary>The statement with the await; null where the lambda uses what it is given, or the call stands in another way.</summary>
    public static (ExpressionStatementSyntax Statement, Func<SyntaxNode, SyntaxNode> Rewrite)? TryFind(
        RepairRequest request, AsyncVoidDelegate found, LambdaExpressionSyntax lambda)
    {
        ExpressionSyntax? whole = found.Call switch
        {
            InvocationExpressionSyntax { ArgumentList.Arguments.Count: 1 } queued => queued,
            ObjectCreationExpressionSyntax
            {
                ArgumentList.Arguments.Count: 1,
                Parent: MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "Start",
                    Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } start
                }
            }
                => start,
            _ => null,
        };
        if (found.Call is ObjectCreationExpressionSyntax { Initializer: { } initializer }
            && !initializer.Expressions.All(IsOfNoUseInThePool))
        {
            return null;
        }

        if (whole?.Parent is not ExpressionStatementSyntax statement || !AsyncEdit.IsWithoutDirectives(whole)
            || BackgroundLoop.IsIn(lambda)
            || ParametersOf(lambda).Any(parameter => lambda.Body.DescendantNodesAndSelf().Any(node
                => node is IdentifierNameSyntax name && name.Identifier.ValueText == parameter.Identifier.ValueText)))
        {
            return null;
        }

        bool configureAwaitFalse = ConfigureAwaitHabit.IsFalse(request.Root);
        return (statement, rewritten =>
        {
            var original = (ExpressionStatementSyntax)rewritten;
            // The outermost lambda of the statement is the one that was handed over.
            LambdaExpressionSyntax work = original.DescendantNodes().OfType<LambdaExpressionSyntax>().First();
            ParenthesizedLambdaExpressionSyntax handed = ParenthesizedLambdaExpression(work.AsyncKeyword.WithLeadingTrivia()
                .WithTrailingTrivia(Space), ParameterList()
                .WithTrailingTrivia(Space), work.ArrowToken, work.Body);
            ExpressionSyntax run = AsyncEdit.StaticCall(request, request.Types.Task!, "Run", Argument(handed));
            return original.WithExpression(AwaitSyntax.InPlaceOf(original.Expression, original, run, configureAwaitFalse));
        }
        );
    }

    private static bool IsOfNoUseInThePool(ExpressionSyntax set)
        => set is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "IsBackground" or "Name" } };

    private static IEnumerable<ParameterSyntax> ParametersOf(LambdaExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => new[] { simple.Parameter },
        ParenthesizedLambdaExpressionSyntax parenthesized => parenthesized.ParameterList.Parameters,
        _ => Array.Empty<ParameterSyntax>(),
    };
}
