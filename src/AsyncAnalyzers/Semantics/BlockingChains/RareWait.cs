namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Waits further down that those who call can hardly ever meet, or that last as long as something which is not in sight.
/// </summary>
internal static class RareWait
{
    private static readonly string[] Ends = { "Dispose", "Stop", "Close", "Shut", "Join", "Wait", "End", "Finish", "Flush", "Drain" };

    /// <summary>
    /// The wait is for a TaskCompletionSource that is completed once for all, is one case of a switch over types, hands out the stream of
    /// an answer that has come, or its content, is not made on the thread that does the work, stands between two tries, or is for the
    /// semaphore inside of a lock of the project's own.
    /// </summary>
    public static bool Is(BlockingLeaf leaf, CodeModel model)
        => leaf.Kind switch
        {
            BlockingLeafKind.TaskWait => IsCompletedOnce(leaf.Expression, model) || IsCaseOfType(leaf.Expression)
                || IsForContent(leaf.Task) || ThreadHops.IsWaitedFor(leaf.Expression, leaf.Task, model.In(leaf.Expression.SyntaxTree))
                || (leaf.Task is { } task && BufferedContent.IsReadBy(task, model.In(task.SyntaxTree))),
            BlockingLeafKind.Sleep => IsBetweenTries(leaf.Expression),
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

    /// <summary><c>response.Content.ReadAsStreamAsync().Result</c>: the stream is there with the head of the answer.</summary>
    private static bool IsForContent(ExpressionSyntax? task)
        => task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: { } owner } access }
            && access.Name.Identifier.ValueText == "ReadAsStreamAsync"
            && owner is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Content" };

    /// <summary><c>while (true) { try { action(); break; } catch { … } Thread.Sleep(100); }</c>: the first try mostly succeeds.</summary>
    private static bool IsBetweenTries(ExpressionSyntax sleep)
        => sleep.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax { Parent: StatementSyntax loop } block } pause
            && LoopBounds.IsLoop(loop)
            && block.Statements.Take(block.Statements.IndexOf(pause)).OfType<TryStatementSyntax>().Any(static tried
                => tried.Catches.Count > 0 && tried.Block.Descendants().Any(static node
                    => node is BreakStatementSyntax or ReturnStatementSyntax));

    /// <summary>How long the semaphore is held is for those to say who take the lock.</summary>
    private static bool IsInLock(ExpressionSyntax wait)
        => wait.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { Identifier.ValueText: var name }
            && NameWords.Of(name).Any(static word => word is "Lock" or "Locker" or "Mutex" or "Semaphore" or "Gate");
}
