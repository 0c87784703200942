namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Waits for work of another thread, by code that asks first whether it is on that thread already: only who is not there waits.
/// </summary>
internal static class ThreadHops
{
    /// <summary>
    /// The wait stands where the code is on another thread, or is for a method that comes back complete on its thread:
    /// <c>if (HasThreadAccess) return Task.FromResult(f());</c>. A wait behind <c>if (!CheckAccess()) throw</c> is on that thread.
    /// </summary>
    /// <param name="wait">The whole wait.</param>
    /// <param name="task">What is waited for; null for several tasks.</param>
    /// <param name="model">The model of their tree.</param>
    public static bool IsWaitedFor(ExpressionSyntax wait, ExpressionSyntax? task, CodeModel model)
        => ControllingCondition.Of(wait).Any(static condition => Outcome(condition) == false)
            || (task is not null
                && CallSyntax.WalkDownParentheses(CallSyntax.WithoutConfiguration(task)) is InvocationExpressionSyntax call
                && CallSyntax.MethodOf(call, model) is { } method
                && CalledSource.OfOnly(method, model) is { } source
                && ComesBackComplete(source.Body, FunctionSyntax.IsAsync(source.Function)));

    private static bool? Outcome(ControllingCondition condition)
        => condition.Pattern is null ? ThreadChecks.Tells(condition.Tested, condition.Holds) : null;

    /// <summary>On the thread in any case, or with one of several outcomes: <c>queue is null || HasThreadAccess</c>.</summary>
    private static bool MayBeOnThread(ControllingCondition condition)
        => condition.Pattern is null && ThreadChecks.AreAskedBy(condition.Tested) && Outcome(condition) != false;

    private static bool ComesBackComplete(SyntaxNode body, bool isAsync)
    {
        foreach (ExpressionSyntax value in FunctionSyntax.ReturnedBy(body))
        {
            if (CallSyntax.WithoutCasts(value) is ConditionalExpressionSyntax choice
                && ThreadChecks.Tells(choice.Condition, holds: true) is { } isOn
                && IsComplete(isOn ? choice.WhenTrue : choice.WhenFalse, isAsync))
            {
                return true;
            }
        }

        return FunctionSyntax.OwnNodes(body).Any(node => node is ReturnStatementSyntax returned
            && IsComplete(returned.Expression, isAsync)
            && !(isAsync && HasAwait(returned.Parent!))
            && ControllingCondition.Of(returned).Any(MayBeOnThread));
    }

    private static bool IsComplete(ExpressionSyntax? value, bool isAsync)
        => isAsync ? value is null || !HasAwait(value) : value is not null && CallSyntax.IsCompletedTask(value);

    private static bool HasAwait(SyntaxNode part)
        => FunctionSyntax.IsAwait(part) || FunctionSyntax.OwnNodes(part).Any(FunctionSyntax.IsAwait);
}
