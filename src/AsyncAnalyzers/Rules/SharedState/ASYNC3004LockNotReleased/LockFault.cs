using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// A lock that a function takes and releases itself, and does not release, or releases without holding it, on some path.
/// Under-approximates: a lock that leaves the function, that other functions release, or whose taking and releasing stand under other
/// conditions, is not followed.
/// </summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Release">The call that releases the lock, and should or should not.</param>
/// <param name="Cause">What leaves the section; null where the wait itself does.</param>
/// <param name="Lock">The lock as it is written.</param>
internal sealed record LockFault(LockFaultKind Kind, InvocationExpressionSyntax Release, SyntaxNode? Cause, string Lock)
{
    /// <summary>The names of calls that take a lock.</summary>
    public static readonly string[] Names =
    {
        "Enter", "TryEnter", "WaitOne", "Wait", "WaitAsync", "EnterReadLock", "TryEnterReadLock", "EnterWriteLock", "TryEnterWriteLock",
        "EnterUpgradeableReadLock", "TryEnterUpgradeableReadLock",
    };

    private static readonly ModelCache<InvocationExpressionSyntax[]> Calls = new();

    private const ulong Held = 0b1100;
    private const ulong NotHeld = 0b0011;

    /// <summary>The fault of the lock that a call takes; null where it takes none, or none is found.</summary>
    public static LockFault? Find(InvocationExpressionSyntax take, CodeModel model)
    {
        if (CallSyntax.CalledName(take) is not { } name || !LockCalls.Takes(name) || ObjectOf(take) is not { } @object)
        {
            return null;
        }

        SyntaxNode? enclosing = FunctionSyntax.Enclosing(take);
        SyntaxNode function = enclosing ?? take.SyntaxTree.GetRoot(model.CancellationToken);
        SyntaxNode body = enclosing is null ? function : FunctionSyntax.Body(function) ?? function;
        InvocationExpressionSyntax[] calls = Calls.GetOrAdd(model, body, static body => CallsIn(body));
        if (!Array.Exists(calls, static call => LockCalls.Releases(CallSyntax.CalledName(call)!)))
        {
            return null;
        }

        string text = OwnMember.TextOf(@object);
        List<InvocationExpressionSyntax>? releases = null;
        var takes = new List<InvocationExpressionSyntax>();
        HashSet<SyntaxNode?>? takers = null, releasers = null;
        foreach (InvocationExpressionSyntax call in calls)
        {
            string called = CallSyntax.CalledName(call)!;
            if (ObjectOf(call) is not { } other || OwnMember.TextOf(other) != text)
            {
                continue;
            }

            if (called == "Release" && call.ArgumentList.Arguments.Count > 0)
            {
                return null;
            }

            if (FunctionSyntax.Enclosing(call) is var nested && nested != enclosing)
            {
                (LockCalls.Takes(called) ? takers ??= new() : releasers ??= new()).Add(nested);
            }
            else
            {
                (LockCalls.Takes(called) ? takes : releases ??= new()).Add(call);
            }
        }

        // A function in it that releases what it did not take may run for this one.
        bool isReleasedLater = releasers is not null && (takers is null || !releasers.IsSubsetOf(takers));
        return releases is null || isReleasedLater || releases.Exists(AsksFirst) || !IsLock(take, model)
            || LockPath.Of(@object, model) is null
            ? null
            : WrongSide(name, takes, releases, text)
                ?? Follow(take, name, takes, releases, function, body, text, model);
    }

    /// <summary>The calls of a function, and of those in it, that take or release by their names.</summary>
    private static InvocationExpressionSyntax[] CallsIn(SyntaxNode body)
        => body.Descendants().OfType<InvocationExpressionSyntax>().Where(static call => CallSyntax.CalledName(call) is { } called
            && (LockCalls.Takes(called) || LockCalls.Releases(called))).ToArray();

    /// <summary><c>if (_lock.IsWriteLockHeld) { _lock.ExitWriteLock(); }</c>, <c>if (Monitor.IsEntered(_gate))</c></summary>
    private static bool AsksFirst(InvocationExpressionSyntax release)
        => release.FirstAncestorOrSelf<IfStatementSyntax>() is { } @if
            && @if.Condition.DescendantsAndSelf().Any(static node => node is SimpleNameSyntax
            {
                Identifier.ValueText: "IsReadLockHeld" or "IsWriteLockHeld" or "IsUpgradeableReadLockHeld" or "IsEntered"
                    or "IsHeldByCurrentThread",
            });

    /// <summary>The call that releases what a call of that name took.</summary>
    public static string ReleaseOf(string take) => take switch
    {
        "Wait" or "WaitAsync" => "Release",
        "WaitOne" => "ReleaseMutex",
        _ => "Exit" + take.Replace("TryEnter", string.Empty).Replace("Enter", string.Empty),
    };

    /// <summary>The two calls take or release the same lock, as it is written.</summary>
    public static bool IsOnTheSame(InvocationExpressionSyntax call, InvocationExpressionSyntax other)
        => ObjectOf(call) is { } mine && ObjectOf(other) is { } theirs && OwnMember.TextOf(mine) == OwnMember.TextOf(theirs);

    private static LockFault? WrongSide(
        string name, List<InvocationExpressionSyntax> takes, List<InvocationExpressionSyntax> releases, string text)
        => name.EndsWith("Lock", StringComparison.Ordinal)
            && !releases.Exists(release => CallSyntax.CalledName(release) == ReleaseOf(name))
            && releases.Find(release => !takes.Exists(other => ReleaseOf(CallSyntax.CalledName(other)!) == CallSyntax.CalledName(release)))
                is { } wrong
                ? new LockFault(LockFaultKind.Wrong, wrong, null, text)
                : null;

    private static LockFault? Follow(
        InvocationExpressionSyntax take, string name, List<InvocationExpressionSyntax> takes, List<InvocationExpressionSyntax> releases,
        SyntaxNode function, SyntaxNode body, string text, CodeModel model)
    {
        var events = new Dictionary<SyntaxNode, LockEvent[]>();
        var calls = new HashSet<SyntaxNode>();
        foreach (InvocationExpressionSyntax call in takes.Concat(releases))
        {
            string called = CallSyntax.CalledName(call)!;
            bool isTake = LockCalls.Takes(called);
            if ((isTake ? ReleaseOf(called) : called) is var side && side != ReleaseOf(name)
                && side.EndsWith("Lock", StringComparison.Ordinal))
            {
                continue;
            }

            (SyntaxNode place, bool isWaitedFor) = FunctionLocks.PlaceOf(call, called);
            if (!isWaitedFor)
            {
                return null;
            }

            calls.Add(call);
            events[place] = new[]
            {
                new LockEvent(0, isTake ? 1 : -1, isTake && LockOperation.MayFail(call, called, model)),
            };
        }

        if (FunctionGraph.Of(function, model) is not { } graph)
        {
            return null;
        }

        SyntaxNode taken = FunctionLocks.PlaceOf(take, name).Place;
        bool mayTimeOut = events[taken][0].IsConditional;
        bool mayBeCancelled = CallSyntax.MethodOf(take, model) is { } method
            && TokenArguments.Passed(take, method, model.Types) is not null;
        var flow = new ReleaseFlow(events, LockFlags.In(body, events), calls, mayBeCancelled ? taken : null);
        FlowResult<ulong> result = flow.Solve(graph, LockFlow.Entry, model.CancellationToken);
        releases.RemoveAll(release => !events.ContainsKey(release));
        return (mayTimeOut && IsIgnored(taken, take) ? Unanswered(taken, releases, result, text, model) : null)
            ?? InsideTry(taken, mayBeCancelled || mayTimeOut, releases, result, text)
            ?? (NotReleased(taken, releases, result, text, flow, model) is { } fault
                && !(fault.Kind == LockFaultKind.Return && LockForCaller.IsTakenBy(function, text, model)) ? fault : null);
    }

    private static LockFault? Unanswered(
        SyntaxNode taken, List<InvocationExpressionSyntax> releases, FlowResult<ulong> result, string text, CodeModel model)
        => !IsInstant(taken, model)
            && releases.Find(release => release.SpanStart > taken.SpanStart
                && (LockFlow.Counts(result.At(release), 0) & NotHeld) != 0) is { } release
            ? new LockFault(LockFaultKind.Answer, release, null, text)
            : null;

    /// <summary><c>signal.Wait(0); signal.Release();</c> sets a signal that may be set already.</summary>
    private static bool IsInstant(SyntaxNode taken, CodeModel model)
        => taken.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any(call => call.ArgumentList.Arguments.Any(argument
            => model.GetConstantValue(argument.Expression) is { HasValue: true, Value: 0 }
                || argument.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Zero" }));

    private static LockFault? InsideTry(
        SyntaxNode taken, bool mayFail, List<InvocationExpressionSyntax> releases, FlowResult<ulong> result, string text)
    {
        foreach (InvocationExpressionSyntax release in releases)
        {
            if (CallSyntax.StatementIgnoring(release)
                    is not { Parent.Parent: FinallyClauseSyntax { Parent: TryStatementSyntax @try } }
                || !@try.Block.Span.Contains(taken.Span)
                || taken.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || statement.Parent != @try.Block
                || (LockFlow.Counts(result.At(release), 0) & NotHeld) == 0)
            {
                continue;
            }

            if (mayFail)
            {
                return new LockFault(LockFaultKind.Wait, release, null, text);
            }

            if (@try.Block.Statements.TakeWhile(before => before != statement).SelectMany(FunctionSyntax.OwnNodes)
                .FirstOrDefault(static node => node is AwaitExpressionSyntax or ReturnStatementSyntax) is { } cause)
            {
                return new LockFault(LockFaultKind.Before, release, cause, text);
            }
        }

        return null;
    }

    /// <summary>Something between the statements that take and release leaves the function.</summary>
    private static LockFault? NotReleased(
        SyntaxNode taken, List<InvocationExpressionSyntax> releases, FlowResult<ulong> result, string text, ReleaseFlow flow,
        CodeModel model)
    {
        if (taken.FirstAncestorOrSelf<StatementSyntax>() is not { } first
            || releases.Select(release => (Release: release, Section: LockSection.Of(first, release, model)))
                .FirstOrDefault(static pair => pair.Section is not null) is not (var release, { Block: var block } section)
            || (section.IsConditional && releases.Count > 1))
        {
            return null;
        }

        foreach (SyntaxNode node in section.Nodes())
        {
            bool returns = node is ReturnStatementSyntax, throws = node is ThrowStatementSyntax { Expression: not null };
            if (node is ReturnStatementSyntax { Expression: { } value } && HandsOver(value, text))
            {
                return null;
            }

            ulong end = returns ? result.AtNormalExit : result.AtExceptionalExit;
            bool jumps = !section.IsConditional && JumpOut.LeavesHeld(node, first, block, taken, releases, result);
            if (jumps || ((returns || (throws && !IsCaught(node, block)) || flow.Leaves(node))
                && (LockFlow.Counts(end, 0) & Held) != 0 && (section.IsConditional || IsHeldAt(node, releases, result))))
            {
                return new LockFault(jumps || returns || throws ? LockFaultKind.Return : LockFaultKind.Exception, release, node, text);
            }
        }

        return null;
    }

    /// <summary>
    /// <c>return this;</c> whose <c>Dispose</c> releases the lock, <c>return new Releaser(_lock);</c>: whoever gets it has the lock to
    /// release.
    /// </summary>
    private static bool HandsOver(ExpressionSyntax value, string text) => value switch
    {
        ThisExpressionSyntax => value.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && type.Members
            .OfType<MethodDeclarationSyntax>().Where(static method => method.Identifier.ValueText is "Dispose" or "DisposeAsync")
            .SelectMany(static method => method.Descendants()).Any(node => node is InvocationExpressionSyntax call
                && CallSyntax.CalledName(call) is { } name && LockCalls.Releases(name) && ObjectOf(call) is { } other
                && OwnMember.TextOf(other) == text),
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: var given } => given.Any(argument
            => argument.Expression is ThisExpressionSyntax || OwnMember.TextOf(argument.Expression) == text),
        _ => false,
    };

    /// <summary>The section itself has a <c>catch</c> for what is thrown there, perhaps.</summary>
    private static bool IsCaught(SyntaxNode thrown, BlockSyntax section)
        => thrown.Ancestors().TakeWhile(around => around != section).Any(around => around is BlockSyntax
        {
            Parent: TryStatementSyntax { Catches.Count: > 0 } @try
        } && @try.Block == around);

    private static bool IsHeldAt(SyntaxNode node, List<InvocationExpressionSyntax> releases, FlowResult<ulong> result)
    {
        ulong counts = LockFlow.Counts(result.At(node is ThrowStatementSyntax { Expression: { } thrown } ? thrown : node), 0);
        return counts != 0
            ? (counts & NotHeld) == 0
            : node is ReturnStatementSyntax { Expression: null, Parent: var around }
                && !releases.Exists(release => release.Parent?.Parent == around && release.SpanStart < node.SpanStart);
    }

    private static bool IsIgnored(SyntaxNode taken, InvocationExpressionSyntax take)
        => CallSyntax.StatementIgnoring(taken) is not null
            && !take.ArgumentList.Arguments.Any(static argument => argument.RefKindKeyword.RawKind != 0);

    private static bool IsLock(InvocationExpressionSyntax call, CodeModel model)
        => LockCalls.LockTypeOf(call, model) is { } type
            && (type.Is(model.Types.SemaphoreSlim) || type.Is(model.Types.Semaphore) || type.Is(model.Types.Monitor)
                || type.Is(model.Types.Lock)
                || type.Is(model.Types.ReaderWriterLockSlim) || type.Is(model.Types.SpinLock) || type.IsOrDerivesFrom(model.Types.Mutex));

    /// <summary>What the call takes or releases, by its name alone: the receiver, or the argument of <c>Monitor</c>.</summary>
    private static ExpressionSyntax? ObjectOf(InvocationExpressionSyntax call)
        => CallSyntax.CalledNameSyntax(call) is { } name && CallSyntax.Receiver(name) is { } receiver
            ? (receiver is MemberAccessExpressionSyntax type ? type.Name : receiver)
                is IdentifierNameSyntax { Identifier.ValueText: "Monitor" }
                ? call.ArgumentList.Arguments.FirstOrDefault()?.Expression
                : receiver
            : null;
}
