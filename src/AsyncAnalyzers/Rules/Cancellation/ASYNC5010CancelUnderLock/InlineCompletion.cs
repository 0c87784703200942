namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>A TaskCompletionSource that is completed while a lock is held, and runs what awaits it in that call.</summary>
/// <param name="Source">The source.</param>
/// <param name="Lock">The lock.</param>
/// <param name="Creations">Where the source is created.</param>
/// <param name="Place">Where code that awaits it takes a lock that is held; null where none is in sight.</param>
internal sealed record InlineCompletion(
    ExpressionSyntax Source, LockIdentity Lock, IReadOnlyList<BaseObjectCreationExpressionSyntax> Creations, SyntaxNode? Place)
{
    /// <summary>Null where no lock is held that blocks others, where the source may have the option, and where nothing awaits it.</summary>
    /// <param name="name">The name in <c>source.SetResult(…)</c>.</param>
    /// <param name="model">The model of its tree.</param>
    public static InlineCompletion? Find(SimpleNameSyntax name, CodeModel model)
    {
        if (CallSyntax.InvocationOf(name) is not { } call
            || CallSyntax.Receiver(name) is not { } source
            || !LockingTypes.MayLockAround(call, model)
            || CallSyntax.MethodOf(call, model) is not { } method
            || !CompletionSourceSyntax.IsSource(method.ContainingType.OriginalDefinition, model.Types)
            || LockSets.At(call, model) is not { Locks.IsEmpty: false } held
            || !held.Locks.Any(static one => one.Lock.Kind is not (LockKind.Semaphore or LockKind.Library))
            || InlineSource.CreationsOf(source, model) is not { } creations
            || !MayBeAwaited(creations, model))
        {
            return null;
        }

        ISymbol? symbol = model.SymbolOf(CallSyntax.WithoutCasts(source));
        return new InlineCompletion(
            source,
            held.Locks.Last(static one => one.Lock.Kind is not (LockKind.Semaphore or LockKind.Library)).Lock,
            creations,
            symbol is IFieldSymbol or IPropertySymbol
                ? LockBehindAwaitOf(
                    symbol, name.Identifier.ValueText is "SetResult" or "TrySetResult",
                    new CodeUnderLock(held, model.Types, model.CancellationToken), model)
                : null);
    }

    /// <summary>The type that creates the source uses the task of some source.</summary>
    private static bool MayBeAwaited(IReadOnlyList<BaseObjectCreationExpressionSyntax> creations, CodeModel model)
        => creations.Any(creation => creation.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || NameMentions.In(type, TreeModels.Of(type.SyntaxTree, model))["Task"].Any(static mention
                => mention.Parent is MemberAccessExpressionSyntax access && access.Name == mention && !IsAsked(access)));

    private static bool IsAsked(MemberAccessExpressionSyntax task) => task.Parent is MemberAccessExpressionSyntax
    {
        Name.Identifier.ValueText: "IsCompleted" or "Status" or "IsFaulted" or "IsCanceled" or "IsCompletedSuccessfully",
    };

    /// <summary>
    /// Where code of the type behind <c>await source.Task</c> takes one of the locks: where the task fails or is cancelled, its handlers.
    /// Not where the await may go on elsewhere, as on the
    /// thread of a user interface.
    /// </summary>
    private static SyntaxNode? LockBehindAwaitOf(ISymbol source, bool succeeds, CodeUnderLock code, CodeModel model)
    {
        foreach (SimpleNameSyntax mention in NameMentions.InType(source.ContainingType, source.Name, model))
        {
            CodeModel own = model.In(mention.SyntaxTree);
            if (CallSyntax.WithCasts(Writes.ExpressionOf(mention)).Parent is not MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "Task",
                } task
                || TaskUse.Of(task) is not { Kind: TaskUseKind.Awaited, Place: AwaitExpressionSyntax await }
                || (model.Types.HasUserInterfaceLoop && !CallSyntax.IsConfigured(await.Expression))
                || FunctionSyntax.Enclosing(await) is not { } function
                || FunctionSyntax.Body(function) is not { } body
                || !SymbolEqualityComparer.Default.Equals(own.SymbolOf(mention), source))
            {
                continue;
            }

            if ((succeeds
                    ? code.LockTakenIn(Behind(await, body).TakeWhile(static node => !FunctionSyntax.IsAwait(node)), own)
                    : code.LockBehindFailed(await, own)) is { } taken)
            {
                return taken;
            }
        }

        return null;
    }

    /// <summary>What runs when the await goes on, as far as blocks tell: not what a <c>return</c> comes before.</summary>
    private static IEnumerable<SyntaxNode> Behind(AwaitExpressionSyntax await, SyntaxNode body)
    {
        SyntaxNode child = await;
        for (SyntaxNode? current = await.Parent; current is not null && child != body; child = current, current = current.Parent)
        {
            if (current is StatementSyntax and not BlockSyntax && child is ExpressionSyntax)
            {
                foreach (SyntaxNode node in FunctionSyntax.OwnNodes(current).Where(node => node.SpanStart >= await.Span.End))
                {
                    yield return node;
                }
            }

            if (current is TryStatementSyntax { Finally: { } last } @try && child == @try.Block)
            {
                foreach (SyntaxNode node in FunctionSyntax.OwnNodes(last.Block))
                {
                    yield return node;
                }
            }

            if (current is not BlockSyntax block)
            {
                continue;
            }

            foreach (StatementSyntax next in block.Statements.SkipWhile(statement => statement != child).Skip(1))
            {
                foreach (SyntaxNode node in FunctionSyntax.OwnNodes(next))
                {
                    yield return node;
                }

                if (next is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax)
                {
                    yield break;
                }
            }
        }
    }
}
