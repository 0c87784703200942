namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// An async function that is posted to a message pump of the project's own, and that keeps what it catches before it throws it on:
/// <c>RunSync</c> and the like, whose
/// loop throws the kept exception at its caller.
/// </summary>
internal static class MessagePump
{
    /// <param name="found">What the function is given to.</param>
    /// <param name="function">The lambda or method.</param>
    /// <param name="model">The model of the tree.</param>
    public static bool Rethrows(AsyncVoidDelegate found, SyntaxNode function, CodeModel model)
        => found is { Target: AsyncVoidTarget.Delegate or AsyncVoidTarget.Work, Call: { } call, Method: { } method }
            && FunctionSyntax.Body(function) is { } body
            && IsOwn(call, method, model)
            && KeepsWhatItCatches(body);

    /// <summary>A method, a queue or a SynchronizationContext whose code is part of the project.</summary>
    private static bool IsOwn(ExpressionSyntax call, IMethodSymbol method, CodeModel model)
        => IsDeclaredHere(method.ContainingType)
            || (call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver } }
                && (IsDeclaredHere(model.TypeOf(receiver))
                    // The queue of the pump is one of its fields.
                    || (method.Name is "Add" or "TryAdd" or "Enqueue" or "TryWrite" or "Push"
                        && model.SymbolOf(receiver) is IFieldSymbol)));

    private static bool IsDeclaredHere(ITypeSymbol? type) => type is { DeclaringSyntaxReferences.IsEmpty: false };

    /// <summary>
    /// Every await stands in a <c>try</c> whose general <c>catch</c> stores the exception, or hands it to something, and throws it.
    /// </summary>
    private static bool KeepsWhatItCatches(SyntaxNode body)
    {
        bool any = false;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            if (!FunctionSyntax.IsAwait(node))
            {
                continue;
            }

            if (ExceptionGuard.GeneralCatchAround(node, body) is not { } general || !Keeps(general))
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    private static bool Keeps(CatchClauseSyntax clause)
        => clause.Declaration?.Identifier.ValueText is { Length: > 0 } exception
            && FunctionSyntax.OwnNodes(clause.Block).Any(node => node is AssignmentExpressionSyntax assignment
                && Mentions(assignment.Right, exception)
                || (node is InvocationExpressionSyntax call
                    && CallSyntax.CalledName(call) is "SetException" or "TrySetException" or "Capture" or "Add" or "Enqueue"
                    && Mentions(call.ArgumentList, exception)));

    private static bool Mentions(SyntaxNode node, string name)
        => node.DescendantsAndSelf().Any(inner => inner is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name);
}
