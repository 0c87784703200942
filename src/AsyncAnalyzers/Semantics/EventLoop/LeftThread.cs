namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Async code that a thread of its own begins: <c>new Thread(async () => { await X(); … })</c>. The thread ends at the first await that is
/// not complete; what follows runs on the thread pool, which it keeps waiting.
/// </summary>
internal static class LeftThread
{
    /// <summary>What brings continuations back to the thread, or to a scheduler of somebody's own.</summary>
    private static readonly string[] Returns =
        { "SetSynchronizationContext", "AsyncContext", "AsyncContextThread", "Dispatcher", "Application" };

    private static readonly ModelCache<bool> Begun = new();

    /// <summary>The node runs on the pool, although the function around it begins on a thread of its own.</summary>
    public static bool Contains(SyntaxNode node, SyntaxNode function, CodeModel model)
        => function is not CompilationUnitSyntax && FunctionSyntax.IsAsync(function)
            && MayContain(function, model)
            && EarlierAwait.Of(node, FunctionSyntax.Body(function)!, model) is not null;

    /// <summary>Some code of the function may.</summary>
    public static bool MayContain(SyntaxNode function, CodeModel model)
        => FunctionSyntax.IsAsync(function)
            && Begun.GetOrAdd(model, function, one
                => OffloadedCode.RunsOnOwnThread(one, model) && !ComesBack(one, model));

    private static bool ComesBack(SyntaxNode function, CodeModel model)
    {
        if (function.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return false;
        }

        ILookup<string, SimpleNameSyntax> mentions = NameMentions.In(type, model);
        return Returns.Any(mentions.Contains)
            || mentions["TaskScheduler"].Any(scheduler
                => scheduler.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Default" });
    }
}
