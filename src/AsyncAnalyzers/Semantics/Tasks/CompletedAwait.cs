namespace AsyncAnalyzers.Semantics;

/// <summary>
/// An <c>await</c> of a task that is made complete on the spot, such as <c>await Task.CompletedTask</c>: it goes on at once, and gives the
/// thread to nobody.
/// </summary>
internal static class CompletedAwait
{
    /// <summary>The syntax allows for one: the cheap half of <see cref="Is"/>.</summary>
    public static bool MayBe(SyntaxNode node)
        => node is AwaitExpressionSyntax { Expression: var awaited } && CallSyntax.WithoutConfiguration(awaited) switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == "CompletedTask",
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called }
                => called.Name.Identifier.ValueText is "FromResult" or "Delay",
            BaseObjectCreationExpressionSyntax or DefaultExpressionSyntax => true,
            _ => false,
        };

    /// <summary>The node is such an await.</summary>
    public static bool Is(SyntaxNode node, CodeModel model)
    {
        if (!MayBe(node))
        {
            return false;
        }

        ExpressionSyntax awaited = CallSyntax.WithoutConfiguration(((AwaitExpressionSyntax)node).Expression);
        if (awaited is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } call
            && CallSyntax.CalledName(call) == "Delay")
        {
            return CallSyntax.MethodOf(call, model) is { } delay && delay.IsDeclaredIn(model.Types.Task)
                && Durations.IsZero(arguments[0].Expression, model);
        }

        return model.GetOperation(awaited) is { } operation
            && CompletionFacts.IsCompleteByItself(CompletionFacts.Strip(operation, model.Types), model.Types);
    }
}
