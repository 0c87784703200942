namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Finds what code does under a lock that waits, or calls code out of sight: itself, or by one method of its type.</summary>
/// <param name="model">The model of the tree.</param>
internal sealed class WorkUnderLock(CodeModel model)
{
    private static readonly ModelCache<Stall?> Called = new();

    private readonly LockSets _locks = LockSets.ForMany();

    /// <summary>What is done in the code where a lock is held that makes others wait.</summary>
    public IEnumerable<StallInLock> In(SyntaxNode code)
    {
        foreach (SyntaxNode node in code.DescendantsAndSelf(node => node == code || !FunctionSyntax.IsFunction(node)
            || node is AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax }))
        {
            if (node is not SimpleNameSyntax and not InvocationExpressionSyntax)
            {
                continue;
            }

            if (WorkAt(node, model, isCalled: false) is { } work)
            {
                if (LockAt(work.Place) is { } held && !KnownBehavior.IsMentioned(work.Place) && !IsSaidElsewhere(work, node)
                    && !IsMeant(work, work.Place, held))
                {
                    yield return new StallInLock(work.Kind, work.Place, work.Member, work.Name, held, null);
                }
            }
            else if (CallIn(node) is var (name, method) && InCalled(method) is { } inner
                && LockAt(name) is { } held && !KnownBehavior.IsMentioned(inner.Place) && !KnownBehavior.IsMentioned(name)
                && !IsSaidElsewhere(inner, name) && !IsMeant(inner, name, held))
            {
                yield return new StallInLock(inner.Kind, name, method, method.Name, held, inner);
            }
        }
    }

    /// <summary>Other rules speak of waits in async code, and say more.</summary>
    private bool IsSaidElsewhere(Stall work, SyntaxNode place)
        => work.Kind == StallKind.Wait && EventLoopContext.MayBeOnLoop(place)
            && EventLoopContext.Of(place, model).IsOnLoop;

    /// <summary>
    /// The lock is there for others to wait until this is done; or a failure is told, in a <c>catch</c>, or a base class raises an event
    /// of its own, about which the lock says nothing; or nobody waits for the lock of an operation that ends.
    /// </summary>
    private bool IsMeant(Stall work, SyntaxNode place, LockIdentity held)
        => work.Kind switch
        {
            StallKind.Wait => !work.Name.EndsWith("Sleep", StringComparison.Ordinal)
                && (MeantWait.IsForOwnWorker(work.Place, held) || MeantWait.IsForWhatIsMadeOnce(place)),
            StallKind.Event => place.FirstAncestorOrSelf<CatchClauseSyntax>() is not null || IsOfBaseClass(work.Member, place)
                || CompletionHandshake.IsAt(place),
            _ => CompletionHandshake.IsAt(place),
        };

    private bool IsOfBaseClass(ISymbol @event, SyntaxNode place)
        => place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration && model.GetDeclaredSymbol(declaration) is { } type
            && type.BaseType.SelfAndBases().Any(one
                => SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, @event.ContainingType.OriginalDefinition));

    /// <summary>The innermost lock that is certain to be held, and that a thread waits for.</summary>
    private LockIdentity? LockAt(SyntaxNode place)
        => _locks.HeldAt(place, model).Locks.LastOrDefault(static one
            => one.Lock.Kind is LockKind.Monitor or LockKind.Lock or LockKind.Spin or LockKind.ReaderWriter).Lock;

    /// <summary>A call of a method of the same object or type.</summary>
    private (SimpleNameSyntax Name, IMethodSymbol Method)? CallIn(SyntaxNode node)
        => node is InvocationExpressionSyntax
        {
            Expression: SimpleNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax },
        } call
            && CallSyntax.CalledNameSyntax(call) is { } name
            && CallSyntax.MethodOf(call, model) is { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method
                ? (name, method)
                : null;

    /// <summary>The first such thing that the method does before it awaits, and not under a lock of its own.</summary>
    private Stall? InCalled(IMethodSymbol method)
        => !method.IsAbstract && !KnownBehavior.IsNamed(method.Name)
            && CalledSource.Of(method, model) is { } called
                ? Called.GetOrAdd(called.Model, called.Function, _ => FirstIn(called))
                : null;

    private Stall? FirstIn(CalledSource called)
    {
        Stall? first = null;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(called.Body))
        {
            if (FunctionSyntax.IsAwait(node)
                || (node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name && LockCalls.Releases(name)))
            {
                return null;
            }

            if (first is null && node is SimpleNameSyntax or InvocationExpressionSyntax
                && LockSets.LockStatementAround(node) is null && WorkAt(node, model.With(called.Model), isCalled: true) is { } work)
            {
                first = work;
            }
        }

        return first;
    }

    private Stall? WorkAt(SyntaxNode node, CodeModel own, bool isCalled)
        => node is SimpleNameSyntax name ? WaitAt(name, own)
            : node is InvocationExpressionSyntax call ? CallbackAt(call, own, isCalled)
            : null;

    private Stall? WaitAt(SimpleNameSyntax name, CodeModel own)
    {
        switch (name.Identifier.ValueText)
        {
            case "Run" or "Join" when JoinableTaskWait.At(name, own) is { } joined:
                return new Stall(StallKind.Wait, name, joined, joined.ContainingType.Name + "." + joined.Name);
            case "Sleep" or "Join":
                return CallSyntax.InvocationOf(name) is { ArgumentList.Arguments: { Count: <= 1 } arguments } call
                    && CallSyntax.MethodOf(call, own) is { } method && method.IsDeclaredIn(model.Types.Thread)
                    && !arguments.Any(argument => Durations.IsZero(argument.Expression, own))
                    && !(method.Name == "Sleep" && KnownBehavior.SetsThePace(name))
                        ? new Stall(StallKind.Wait, name, method, "Thread." + method.Name)
                        : null;
            case "Invoke" or "Send":
                return UserInterfaceWait.At(name, own);
            case "Result" or "Wait" or "GetResult" or "WaitAll" or "WaitAny":
                return BlockingWait.Find(name, own) is { } wait
                    && !wait.IsForCompletedTasks(own)
                        ? new Stall(StallKind.Wait, name, wait.Member, wait.DisplayName)
                        : null;
            default:
                return null;
        }
    }

    private Stall? CallbackAt(InvocationExpressionSyntax call, CodeModel own, bool isCalled)
        => CallbackSource.CalledBy(call) is { } called
            && own.SymbolOf(call) is IMethodSymbol { MethodKind: MethodKind.DelegateInvoke } invoked
            && (invoked.ReturnsVoid || invoked.ReturnType.IsTask(model.Types))
            && CallbackSource.Of(called, own, isCalled) is { } source
            && (invoked.ReturnsVoid || source is IEventSymbol)
            && !IsAskedForAnAnswer(call)
                ? new Stall(
                    source is IEventSymbol ? StallKind.Event : StallKind.Callback, called, source,
                    called.WithoutTrivia().ToString())
                : null;

    /// <summary>What the code answers is read afterwards: <c>Closing(this, args); if (args.Cancel) …</c>; so it has to run there.</summary>
    private static bool IsAskedForAnAnswer(InvocationExpressionSyntax call)
    {
        foreach (ArgumentSyntax argument in call.ArgumentList.Arguments)
        {
            if (!argument.RefKindKeyword.IsKind(SyntaxKind.None))
            {
                return true;
            }

            if (argument.Expression is IdentifierNameSyntax { Identifier.ValueText: var name }
                && FunctionSyntax.Enclosing(call) is { } function
                && FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(node => node.SpanStart > call.Span.End
                    && node is MemberAccessExpressionSyntax
                    {
                        Expression: IdentifierNameSyntax asked,
                        Parent: not InvocationExpressionSyntax,
                    }
                    && asked.Identifier.ValueText == name))
            {
                return true;
            }
        }

        return false;
    }
}
