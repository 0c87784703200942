namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>
/// Turns <c>token.WaitHandle.WaitOne(timeout)</c> into <c>await Task.Delay(timeout, token)</c>, without the exception that a cancelled
/// delay throws and a wait does not.
/// </summary>
internal static class TokenWaitEditing
{
    /// <summary>How the call is rewritten; null where its answer is used, or the framework cannot suppress the exception.</summary>
    public static Func<SyntaxNode, SyntaxNode>? TryFind(RepairRequest request, BlockingCall call)
    {
        if (call.Expression.Parent is not ExpressionStatementSyntax
            || request.Types is not { Task: { } task, ConfigureAwaitOptions: { } options })
        {
            return null;
        }

        bool configureAwaitFalse = ConfigureAwaitHabit.IsFalse(request.Root);
        return rewritten =>
        {
            var wait = (InvocationExpressionSyntax)rewritten;
            var handle = (MemberAccessExpressionSyntax)((MemberAccessExpressionSyntax)wait.Expression).Expression;
            InvocationExpressionSyntax delay = AsyncEdit.StaticCall(request, task, "Delay",
                wait.ArgumentList.Arguments[0].WithNameColon(null).WithoutTrivia(), Argument(handle.Expression.WithoutTrivia()));
            ExpressionSyntax suppress = Option("SuppressThrowing");
            if (!configureAwaitFalse)
            {
                suppress = BinaryExpression(
                    SyntaxKind.BitwiseOrExpression,
                    suppress.WithTrailingTrivia(Space),
                    Token(SyntaxKind.BarToken).WithTrailingTrivia(Space),
                    Option("ContinueOnCapturedContext"));
            }

            return AwaitSyntax.InPlaceOf(
                call.Expression,
                InvocationExpression(
                    MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, delay, IdentifierName("ConfigureAwait")),
                    ArgumentList(SingletonSeparatedList(Argument(suppress)))),
                configureAwaitFalse: false);
        };

        ExpressionSyntax Option(string name)
            => TypeNaming.Member(TypeNaming.ExpressionOf(request, options), name);
    }
}
