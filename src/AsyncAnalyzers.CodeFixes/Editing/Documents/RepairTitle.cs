namespace AsyncAnalyzers.Editing;

/// <summary>What the titles of several rules have in common.</summary>
internal static class RepairTitle
{
    /// <summary>"Await 'SaveAsync'".</summary>
    public static Phrase Await(ExpressionSyntax task) => $"Await '{NameOf(task)}'";

    /// <summary>The name by which a reader knows the task: that of the called method or of the variable.</summary>
    public static string NameOf(ExpressionSyntax task) => CallSyntax.WithoutConfiguration(CallSyntax.WalkDownParentheses(task)) switch
    {
        InvocationExpressionSyntax call => CallSyntax.CalledName(call) ?? call.Expression.WithoutTrivia().ToString(),
        ConditionalAccessExpressionSyntax access => NameOf(access.WhenNotNull),
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        var other => other.WithoutTrivia().ToString(),
    };

    /// <summary>With the functions that become async as well.</summary>
    public static Phrase WithAsync(Phrase title, MakeAsyncPlan plan) => plan.ChangedSignatures.Count switch
    {
        0 => title,
        1 => $"{title} and make '{plan.ChangedSignatures[0]}' async",
        2 => $"{title} and make '{plan.ChangedSignatures[0]}' and '{plan.ChangedSignatures[1]}' async",
        int count => $"{title} and make '{plan.ChangedSignatures[0]}' and {count - 1} callers async",
    };

    /// <summary>With a warning where callers outside of the solution are affected.</summary>
    public static Phrase WithPublicApi(Phrase title, bool changesPublicApi) => changesPublicApi ? $"{title}; changes public API" : title;
}
