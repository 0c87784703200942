namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>A token that <c>WithCancellation</c> or <c>GetAsyncEnumerator</c> is given, and that the iterator never sees.</summary>
internal static class LostToken
{
    /// <summary>
    /// The iterator; null where the token arrives, where that is not known, or where the iterator has a token by its call.
    /// </summary>
    public static EnumeratedIterator? Find(InvocationExpressionSyntax call, CodeModel model)
    {
        if (call is not { Expression: MemberAccessExpressionSyntax access, ArgumentList.Arguments: { Count: 1 } arguments }
            || TokenArguments.IsNone(arguments[0].Expression)
            || CallSyntax.MethodOf(call, model) is not { } method
            || !(method.ContainingType is { Name: "TaskAsyncEnumerableExtensions" or "ConfiguredCancelableAsyncEnumerable" }
                || method.ContainingType.Is(model.Types.AsyncEnumerableOfT))
            || EnumeratedIterator.Find(CallSyntax.WithoutConfiguration(access.Expression), model)
                is not { Given: null } iterator
            || iterator.Method.Locations is not { Length: > 0 }
            || iterator.IsMarked(model.Types))
        {
            return null;
        }

        return iterator.Token is not null || iterator.WaitsWithoutToken() ? iterator : null;
    }

    /// <summary>
    /// <c>Merge(one, other).WithCancellation(token)</c>: the sequences that the iterator goes through have been made with the token.
    /// </summary>
    public static bool HaveSourcesOne(InvocationExpressionSyntax call, CodeModel model)
    {
        if (call.Expression is not MemberAccessExpressionSyntax access
            || CallSyntax.WithoutConfiguration(access.Expression) is not InvocationExpressionSyntax made)
        {
            return false;
        }

        string token = call.ArgumentList.Arguments[0].Expression.ToString();
        bool any = false;
        foreach (ArgumentSyntax argument in made.ArgumentList.Arguments)
        {
            if (!model.TypeOf(argument.Expression).Is(model.Types.AsyncEnumerableOfT))
            {
                continue;
            }

            ExpressionSyntax? value = model.SymbolOf(argument.Expression) is ILocalSymbol local
                ? LocalAssignments.OnlyValueOf(local, model) : argument.Expression;
            if (value?.DescendantsAndSelf().Any(node => node is ArgumentSyntax given && given.Expression.ToString() == token) != true)
            {
                return false;
            }

            any = true;
        }

        return any;
    }
}
