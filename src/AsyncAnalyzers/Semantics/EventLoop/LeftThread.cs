namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Async code that a thread of its own begins: <c>new Thread(async () => { await X(); … })</c>. The thread ends at the first await that is
/// not
/// complete; what follows runs on the thread pool, which it keeps waiting.
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
            && IsBehindAwait(node, function, model);

    /// <summary>Some code of the function may.</summary>
    public static bool MayContain(SyntaxNode function, CodeModel model)
        => FunctionSyntax.IsAsync(function)
            && Begun.GetOrAdd(model, function, one
                => OffloadedCode.RunsOnOwnThread(one, model) && !ComesBack(one, model));

    /// <summary>An await may have ended before: it is written before the node, or in a loop with it.</summary>
    private static bool IsBehindAwait(SyntaxNode node, SyntaxNode function, CodeModel model)
    {
        SyntaxNode body = FunctionSyntax.Body(function)!;
        return FunctionSyntax.OwnNodes(body).Any(other => FunctionSyntax.IsAwait(other) && MayPrecede(other)
            && !CompletedAwait.Is(other, model));

        bool MayPrecede(SyntaxNode await)
            => (await is CommonForEachStatementSyntax loop && loop.Statement.Span.Contains(node.Span))
                || (await.Span.End <= node.SpanStart && ControlFlowSyntax.MayReach(await, node))
                || ControlFlowSyntax.LoopAround(await, node, body) is not null;
    }

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
