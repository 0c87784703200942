namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Types whose code chooses its thread itself: <c>await MainLoop;</c>, <c>await SwitchToMainThreadAsync();</c>. What follows an await runs
/// where the code says, most often one after the other.
/// </summary>
internal static class ThreadSwitches
{
    private static readonly string[] Places = { "Loop", "Dispatcher", "Thread", "Context", "Scheduler" };
    private static readonly string[] Ways = { "SwitchTo", "ResumeOn", "YieldTo", "ReturnTo", "JumpTo" };
    private static readonly ModelCache<object> Known = new();

    /// <summary>The type around the node awaits its way to a thread somewhere.</summary>
    public static bool AreAround(SyntaxNode node, CodeModel model)
        => node.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().LastOrDefault() is { } type
            && (bool)Known.GetOrAdd(model, type, static one => (object)one.Descendants().OfType<AwaitExpressionSyntax>().Any(Switches));

    private static bool Switches(AwaitExpressionSyntax await)
    {
        ExpressionSyntax awaited = CallSyntax.WithoutCasts(await.Expression);
        if (awaited is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } inner
            })
        {
            awaited = CallSyntax.WithoutCasts(inner.Expression);
        }

        return awaited switch
        {
            InvocationExpressionSyntax call => CallSyntax.CalledName(call) is { } name
                && Array.Exists(Ways, way => name.StartsWith(way, StringComparison.Ordinal)),
            SimpleNameSyntax name => IsPlace(name),
            MemberAccessExpressionSyntax access => IsPlace(access.Name),
            _ => false,
        };
    }

    private static bool IsPlace(SimpleNameSyntax name)
        => Array.Exists(Places, place => name.Identifier.ValueText.EndsWith(place, StringComparison.Ordinal));
}
