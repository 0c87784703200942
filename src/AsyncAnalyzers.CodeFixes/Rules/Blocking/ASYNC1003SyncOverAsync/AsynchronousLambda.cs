namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>A lambda that waits becomes async where it then binds to an overload that awaits it: <c>Task.Run(() => t.Result)</c>.</summary>
internal static class AsynchronousLambda
{
    /// <summary>Null where the call would not take an async lambda, or would answer something else.</summary>
    public static Repair? Find(AnonymousFunctionExpressionSyntax lambda, RepairRequest request, CancellationToken cancellationToken)
    {
        if (FunctionSyntax.IsAsync(lambda)
            || lambda.Parent is not ArgumentSyntax
            {
                NameColon: null,
                Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } arguments
            } argument
            || AwaitPlacement.ObstacleIn(lambda, request.ModelFor(cancellationToken)) != AwaitObstacle.None
            || FunctionSyntax.Body(lambda) is not { } body
            || WaitsToAwait.All(body, request, cancellationToken) is not { Count: > 0 } waits)
        {
            return null;
        }

        var rewritten = (AnonymousFunctionExpressionSyntax)AsyncModifier.AddTo(WaitsToAwait.Rewrite(lambda, waits));
        InvocationExpressionSyntax newCall = call.ReplaceNode(lambda, rewritten);
        int index = arguments.Arguments.IndexOf(argument);
        return request.Model.GetTypeInfo(call, cancellationToken).Type is { } answer && answer.IsTaskLike(request.Types)
            && SymbolEqualityComparer.Default.Equals(
                answer, request.Model.GetSpeculativeTypeInfo(call.SpanStart, newCall, SpeculativeBindingOption.BindAsExpression).Type)
            && request.Model.GetSpeculativeSymbolInfo(
                call.SpanStart, newCall, SpeculativeBindingOption.BindAsExpression).Symbol is IMethodSymbol method
            && index < method.Parameters.Length
            && method.Parameters[index].Type is INamedTypeSymbol { DelegateInvokeMethod.ReturnType: { } returned }
            && returned.IsTaskLike(request.Types)
            ? new Repair("Make the lambda async", ASYNC1003SyncOverAsyncCodeFix.Key, _ => Task.FromResult<Solution?>(
                request.Document.Project.Solution.WithDocumentSyntaxRoot(
                    request.Document.Id, request.Root.ReplaceNode(lambda, rewritten))))
            : null;
    }
}
