namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// Waits for a process, a thread or a primitive that are given up after a short time that is written there: <c>if
/// (!process.WaitForExit(10_000)) process.Kill();</c>. A sleep takes its whole time, and a task that needs the thread takes all of it, too.
/// </summary>
internal static class BoundedWaits
{
    /// <summary>What people wait for a tool to end, mostly; more of it is as good as without an end.</summary>
    private const double Longest = 10_000;

    public static bool Include(BlockingLeaf leaf, CodeModel model)
        => leaf is { Kind: BlockingLeafKind.Primitive, Expression: InvocationExpressionSyntax wait }
            && !leaf.IsParallelWork
            && CallSyntax.MethodOf(wait, model.In(wait.SyntaxTree)) is { } method
            && method.Parameters.FirstOrDefault(parameter
                => parameter.Type.SpecialType == SpecialType.System_Int32 || parameter.Type.Is(model.Types.TimeSpan)) is { } timeout
            && GivenArgument.For(timeout.Name, timeout.Ordinal, wait.ArgumentList.Arguments) is { } given
            && Durations.AtMost(given, model.In(wait.SyntaxTree)) <= Longest;
}
