namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>An asynchronous call that is given a token, in code that cleans up.</summary>
/// <param name="Call">The call.</param>
/// <param name="Method">What is called.</param>
/// <param name="Argument">The token, as it is given.</param>
/// <param name="Token">The same.</param>
/// <param name="Kind">What the call does, by its name.</param>
internal readonly record struct CleanupCall(
    InvocationExpressionSyntax Call, IMethodSymbol Method, ExpressionSyntax Argument, TokenPath Token, WorkKinds Kind)
{
    public string Name => CallSyntax.CalledName(Call)!;

    /// <summary>The calls of the code that heed a token, in source order, without those in inner functions.</summary>
    /// <param name="code">The code.</param>
    /// <param name="mayBeToken">Whether what has the name may be a token that matters: no other call is bound.</param>
    /// <param name="model">The model of the tree.</param>
    public static List<CleanupCall> In(SyntaxNode code, Func<string, bool> mayBeToken, CodeModel model)
    {
        var calls = new List<CleanupCall>();
        foreach (SyntaxNode node in code.DescendantsAndSelf(static node => !FunctionSyntax.IsFunction(node)))
        {
            if (node is InvocationExpressionSyntax call && CleanupName.MayTakeToken(call, mayBeToken)
                && Of(call, model) is { } found)
            {
                calls.Add(found);
            }
        }

        return calls;
    }

    private static CleanupCall? Of(InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.CalledName(call) is { } name
            && CallSyntax.MethodOf(call, model) is { } method
            && TokenArguments.ParameterOf(method, model.Types) is { } parameter
            && GivenArgument.For(parameter, call) is { } given && !TokenArguments.IsNone(given)
            && method.ReturnType.IsAwaitable(model, call.SpanStart)
            && TokenPath.Of(given, model) is { } token
            && ObservedToken.IsHeeded(method, parameter.Ordinal, model)
                ? new CleanupCall(
                    call, method, given, token,
                    IsOfTask(method, model.Types) || IsStopOfService(method) ? WorkKinds.None : CleanupName.KindsOf(name))
                : null;

    /// <summary>The token of <c>StopAsync(token)</c> says how long a service has to stop: a cancelled one lets it stop at once.</summary>
    private static bool IsStopOfService(IMethodSymbol method) => method is { Name: "StopAsync", Parameters.Length: 1 };

    private static bool IsOfTask(IMethodSymbol method, KnownTypes types)
        => method.IsDeclaredIn(types.Task) || method.IsDeclaredIn(types.TaskOfT);
}
