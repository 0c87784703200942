namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// Turns a synchronous wait into <c>await</c>, <c>await Task.WhenAll</c>, <c>await Task.WhenAny</c> or <c>await … .WaitAsync</c>.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC1002BlockingOnTaskCodeFix))]
public sealed class ASYNC1002BlockingOnTaskCodeFix : AsyncCodeFix
{
    private const string Key = "ASYNC1002.Await";
    private const string KeepKey = "ASYNC1002.Keep";

    public ASYNC1002BlockingOnTaskCodeFix()
        : base(ASYNC1002BlockingOnTaskAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (WaitEditing.WaitAt(request, cancellationToken) is { } wait
            && KeptTasks.Find(wait, KeepKey, request, cancellationToken) is { } keep)
        {
            repairs.Add(keep);
        }

        // A lambda that runs on the spot is no asynchronous function itself: an await would make its result a task.
        if (WaitEditing.Of(request, cancellationToken) is { } edit
            && EventLoopContext.Of(edit.Wait.Expression, request.ModelFor(cancellationToken)).IsOnLoop)
        {
            repairs.Add(new Repair(edit.Title, Key, ct => AsyncEdit.ApplyAsync(request.Document, edit.Wait.Expression, edit.Rewrite, ct)));
        }

        if (WaitEditing.WaitAt(request, cancellationToken) is { IsOnStoredAwaiter: true } stored
            && OfAwaiter(stored, request, cancellationToken) is { } awaiting)
        {
            repairs.Add(awaiting);
        }

        return Task.FromResult<IReadOnlyList<Repair>>(repairs);
    }

    /// <summary>
    /// <c>var a = task; … await a</c> for <c>var a = task.GetAwaiter(); … a.GetResult()</c>. Null where the local is used in another way as
    /// well, or its type is written.
    /// </summary>
    private static Repair? OfAwaiter(BlockingWait wait, RepairRequest request, CancellationToken cancellationToken)
    {
        var name = (IdentifierNameSyntax)wait.Task!;
        if (StoredAwaiter.TaskOf(name, request.ModelFor(cancellationToken))
            is not { Parent.Parent: InvocationExpressionSyntax getAwaiter } task
            || getAwaiter.Parent?.Parent?.Parent is not VariableDeclarationSyntax { Type.IsVar: true, Variables.Count: 1 }
            || FunctionSyntax.Enclosing(wait.Expression) is not { } function || !FunctionSyntax.IsAsync(function)
            || AwaitPlacement.ObstacleAt(wait.Expression, request.ModelFor(cancellationToken)) != AwaitObstacle.None
            || WaitReplacement.HandlesAggregateException(wait.Expression)
            || WaitReplacement.IsReadBefore(wait.Expression, request.ModelFor(cancellationToken))
            || function.DescendantNodes().OfType<IdentifierNameSyntax>()
                .Any(other => other != name && other.Identifier.ValueText == name.Identifier.ValueText))
        {
            return null;
        }

        bool configureAwaitFalse = !CallSyntax.IsConfigured(task) && ConfigureAwaitHabit.IsFalse(request.Root);
        SyntaxNode root = request.Root.ReplaceNodes(
            new ExpressionSyntax[] { getAwaiter, wait.Expression },
            (original, _) => original == getAwaiter
                ? task.WithTriviaFrom(getAwaiter)
                : AwaitSyntax.InPlaceOf(wait.Expression, name.WithoutTrivia(), configureAwaitFalse));
        return new Repair(
            "Store the task instead of its awaiter, and await the task",
            "ASYNC1002.KeepTask",
            _ => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution));
    }
}
