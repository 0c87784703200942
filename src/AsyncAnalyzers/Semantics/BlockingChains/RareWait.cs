namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Waits further down that those who call can hardly ever meet, or that last as long as something which is not in sight.
/// </summary>
internal static class RareWait
{
    private static readonly string[] Ends = { "Dispose", "Stop", "Close", "Shut", "Join", "Wait", "End", "Finish", "Flush", "Drain" };

    /// <summary>
    /// The wait is for a TaskCompletionSource that is completed once for all, is one case of a switch over types, or is for the semaphore
    /// inside of a lock of the project's own.
    /// </summary>
    public static bool Is(BlockingLeaf leaf, CodeModel model)
        => leaf.Kind switch
        {
            BlockingLeafKind.TaskWait => IsCompletedOnce(leaf.Expression, model) || IsCaseOfType(leaf.Expression),
            BlockingLeafKind.Primitive => leaf.Display == "SemaphoreSlim.Wait" && IsInLock(leaf.Expression),
            _ => false,
        };

    /// <summary>The function is named for the end of an object or of its work, for which it may well wait.</summary>
    public static bool EndsSomething(SyntaxNode function)
        => Ends.Any(end => EventLoopContext.NameOf(function).StartsWith(end, StringComparison.Ordinal));

    /// <summary><c>Settings Current => _loaded.Task.Result;</c> with a read-only field, outside of what ends an object.</summary>
    private static bool IsCompletedOnce(ExpressionSyntax wait, CodeModel model)
        => FunctionSyntax.Enclosing(wait) is { } function
            && !EndsSomething(function)
            && wait.DescendantsAndSelf().OfType<MemberAccessExpressionSyntax>().FirstOrDefault(static access => access is
            {
                Name.Identifier.ValueText: "Task",
                Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax
            }) is { } task
            && model.In(wait.SyntaxTree).SymbolOf(task.Expression) is IFieldSymbol
            {
                IsReadOnly: true,
                Type.Name: "TaskCompletionSource",
            };

    /// <summary><c>switch (item) { case IDisposable d: … case Func&lt;Task&gt; f: f().Wait(); break; }</c></summary>
    private static bool IsCaseOfType(ExpressionSyntax wait)
        => ControllingCondition.Of(wait).Any(static condition => condition is
        {
            Pattern: DeclarationPatternSyntax or RecursivePatternSyntax { Type: not null },
            Holds: true
        });

    /// <summary>How long the semaphore is held is for those to say who take the lock.</summary>
    private static bool IsInLock(ExpressionSyntax wait)
        => wait.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { Identifier.ValueText: var name }
            && NameWords.Of(name).Any(static word => word is "Lock" or "Locker" or "Mutex" or "Semaphore" or "Gate");
}
