namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Where runs of an async function are made to overlap on the same state: calls whose tasks are collected before they are awaited, or a
/// caller that itself runs several times at once. Looked for in the files of the type that declares the function.
/// </summary>
/// <param name="Place">The call, or the start that runs the caller.</param>
/// <param name="Text">How a message says it.</param>
/// <param name="IsOfCalls">The function awaits while it is called again; no thread is seen to run it beside another one.</param>
internal sealed record OverlappingRuns(Location Place, Phrase Text, bool IsOfCalls = false)
{
    /// <summary>How many calls up callers are looked at.</summary>
    private const int MaximumDepth = 3;

    /// <summary>The starts of a type, by the functions that they run: those that they are given, and what these call.</summary>
    private static readonly ModelCache<ILookup<SyntaxNode, ConcurrentStart>> StartsOfTypes = new();

    /// <summary>
    /// The function is handed to a call that runs functions concurrently, or called by its bare name from one that is: nothing has to be
    /// looked for then, <see cref="ConcurrentStart"/> leads to it.
    /// </summary>
    public static bool AreStartedDirectly(SyntaxNode function, CodeModel model)
        => StartsOfFunction(function, model).Any();

    /// <summary>What makes runs of the function overlap; null where nothing is known to.</summary>
    /// <param name="function">The function.</param>
    /// <param name="state">What the runs have in common: what each run has its own of does not count.</param>
    /// <param name="model">The model of the function's file.</param>
    public static OverlappingRuns? Of(SyntaxNode function, StatePath state, CodeModel model)
        => new Search(model).Of(function, RootOf(state), 0);

    /// <summary>
    /// The same for code without an await of its own: what several threads are in at once. Before its first await an async function runs to
    /// the end of that part before its caller goes on.
    /// </summary>
    /// <param name="place">The code.</param>
    /// <param name="state">What the runs have in common.</param>
    /// <param name="model">The model of the file.</param>
    public static OverlappingRuns? OnThreads(SyntaxNode place, StatePath state, CodeModel model)
        => FunctionSyntax.Enclosing(place) is { } function
            ? new Search(model).OnThreads(place, function, RootOf(state), 0)
            : null;

    /// <summary>Two starts beside each other that run the function on the same state, itself or by a call of it.</summary>
    /// <param name="function">The function.</param>
    /// <param name="state">What the runs have in common.</param>
    /// <param name="model">The model of the file.</param>
    public static OverlappingRuns? OfTwoStarts(SyntaxNode function, StatePath state, CodeModel model)
        => new Search(model).OfTwoStarts(function, RootOf(state));

    /// <summary>The variable that the state belongs to; a type for static state, null for that of <c>this</c>.</summary>
    private static ISymbol? RootOf(StatePath path)
        => path.Root.IsStatic ? path.Root.ContainingType : path.IsOfVariable ? path.Root : null;

    private static SyntaxNode ScopeOf(SyntaxNode function)
        => function.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? function.SyntaxTree.GetRoot();

    private static IEnumerable<ConcurrentStart> StartsOfFunction(SyntaxNode function, CodeModel model)
        => StartsOfTypes.GetOrAdd(model, ScopeOf(function), scope => StartsIn(scope, model))[function];

    private static ILookup<SyntaxNode, ConcurrentStart> StartsIn(SyntaxNode scope, CodeModel model)
    {
        ILookup<string, SimpleNameSyntax> names = NameMentions.In(scope, TreeModels.Of(scope.SyntaxTree, model));
        return ConcurrentStart.TriggerNames.SelectMany(name => names[name]).Select(ConcurrentStart.At).OfType<ConcurrentStart>()
            .SelectMany(static start => start.Functions.SelectMany(ConcurrentBody.Of).Select(static body => body.Function).Distinct()
                .Select(function => (Function: function, Start: start)))
            .ToLookup(static one => one.Function, static one => one.Start);
    }

    private sealed class Search(CodeModel model)
    {
        private readonly HashSet<SyntaxNode> _seen = new();

        /// <param name="function">The function.</param>
        /// <param name="root">What its state belongs to.</param>
        /// <param name="depth">How many calls up.</param>
        /// <param name="isOverAtReturn">It is synchronous and waits for what it calls: only threads run it twice at once.</param>
        public OverlappingRuns? Of(SyntaxNode function, ISymbol? root, int depth, bool isOverAtReturn = false)
        {
            if (depth > MaximumDepth || !_seen.Add(function))
            {
                return null;
            }

            if (depth > 0 && (root is null or ITypeSymbol || !root.IsDeclaredWithin(function)) && StartOf(function, root) is { } start)
            {
                return Started(start);
            }

            foreach (InvocationExpressionSyntax call in CallsOf(function))
            {
                if (RootAt(call, root) is not { IsKnown: true } at)
                {
                    continue;
                }

                CodeModel own = model.In(call.SyntaxTree);
                if (!isOverAtReturn && OverlapAt(call, function, at.Root, own) is { } found)
                {
                    return found;
                }

                if (FunctionSyntax.Enclosing(call) is { } caller and not CompilationUnitSyntax
                    && !(at.Root is { } variable && variable.IsDeclaredWithin(caller))
                    && Of(caller, at.Root, depth + 1, (isOverAtReturn || IsWaitedFor(call)) && !FunctionSyntax.IsAsync(caller))
                        is { } above)
                {
                    return above;
                }
            }

            return null;
        }

        public OverlappingRuns? OnThreads(SyntaxNode place, SyntaxNode function, ISymbol? root, int depth, bool isBehindAwait = false)
        {
            if (depth > MaximumDepth || (depth == 0 && !_seen.Add(function)))
            {
                return null;
            }

            bool? known = isBehindAwait ? true : null;
            if ((root is null or ITypeSymbol || !root.IsDeclaredWithin(function))
                && StartOf(function, root, start => start.Kind != ConcurrencyKind.AwaitedTogether || IsBehindAwait()) is { } start)
            {
                return Started(start);
            }

            if (OfTwoStarts(function, root) is { } both)
            {
                return both;
            }

            foreach (InvocationExpressionSyntax call in CallsOf(function))
            {
                if (RootAt(call, root) is { IsKnown: true } at)
                {
                    if (IsBehindAwait() && OverlapAt(call, function, at.Root, model.In(call.SyntaxTree)) is { } found)
                    {
                        return found;
                    }

                    if (FunctionSyntax.Enclosing(call) is { } caller and not CompilationUnitSyntax && _seen.Add(caller)
                        && !(at.Root is { } variable && variable.IsDeclaredWithin(caller))
                        && OnThreads(
                            call, caller, at.Root, depth + 1,
                            IsBehindAwait() && (!IsWaitedFor(call) || FunctionSyntax.IsAsync(caller))) is { } above)
                    {
                        return above;
                    }
                }
            }

            return null;

            bool IsBehindAwait()
                => known ??= !model.Types.HasUserInterfaceLoop && !ThreadSwitches.AreAround(function, model)
                    && FunctionSyntax.IsAsync(function) && FunctionSyntax.Body(function) is { } body
                    && new ConcurrentBody(function, body, function, null).IsBehindAwait(place);
        }

        public OverlappingRuns? OfTwoStarts(SyntaxNode function, ISymbol? root)
        {
            (ConcurrentStart Start, ISymbol? Root)[] starts = StartsOf(function, root).Where(one
                => one.Root is null or ITypeSymbol || !one.Start.Functions.Any(started => one.Root.IsDeclaredWithin(started))).ToArray();
            foreach ((ConcurrentStart start, ISymbol? shared) in starts)
            {
                MayHappenInParallel? parallel = null;
                foreach ((ConcurrentStart other, ISymbol? theirs) in starts)
                {
                    if (other.Call == start.Call || !SymbolEqualityComparer.Default.Equals(shared, theirs))
                    {
                        continue;
                    }

                    CodeModel own = model.In(start.Call.SyntaxTree);
                    if (parallel is null && !start.IsConfirmed(own))
                    {
                        break;
                    }

                    parallel ??= MayHappenInParallel.Of(start, own);
                    if (parallel.IsBeside(other) && other.IsConfirmed(own))
                    {
                        return new(other.Location, $"'{other.Name}' ({SourceLine.Of(other.Location)}) runs it too");
                    }
                }
            }

            return null;
        }

        /// <summary>What starts the function, or a function that calls it, with what its state belongs to there.</summary>
        private IEnumerable<(ConcurrentStart Start, ISymbol? Root)> StartsOf(SyntaxNode function, ISymbol? root)
        {
            foreach (ConcurrentStart start in StartsOfFunction(function, model))
            {
                if (start.Kind == ConcurrencyKind.Started)
                {
                    yield return (start, root);
                }
            }

            foreach (InvocationExpressionSyntax call in CallsOf(function))
            {
                if (FunctionSyntax.Enclosing(call) is AnonymousFunctionExpressionSyntax caller && RootAt(call, root) is { IsKnown: true } at
                    && caller.FirstAncestorOrSelf<ArgumentSyntax>() is { Parent: ArgumentListSyntax list })
                {
                    foreach (ConcurrentStart start in StartsOfFunction(caller, model))
                    {
                        if (start.Kind == ConcurrencyKind.Started && start.Call == list.Parent)
                        {
                            yield return (start, at.Root);
                        }
                    }
                }
            }
        }

        private static OverlappingRuns Started(ConcurrentStart start)
            => new(start.Location, $"'{start.Name}' ({SourceLine.Of(start.Location)}) runs it concurrently");

        private ConcurrentStart? StartOf(SyntaxNode function, ISymbol? root, Func<ConcurrentStart, bool>? counts = null)
            => StartsOfFunction(function, model).FirstOrDefault(start
                => counts?.Invoke(start) != false && Repeats(start, root)
                    && start.IsConfirmed(model.In(start.Call.SyntaxTree)));

        private bool Repeats(ConcurrentStart start, ISymbol? root) => start.Kind switch
        {
            ConcurrencyKind.ParallelLoop or ConcurrencyKind.ParallelQuery or ConcurrencyKind.AwaitedTogether => true,
            ConcurrencyKind.Started
                => MayHappenInParallel.Of(start, model.In(start.Call.SyntaxTree)).RepeatedScope()
                    is { } repeated && (root is null || !root.IsDeclaredWithin(repeated)),
            _ => false,
        };

        /// <summary>
        /// The task of the call runs when the function is called again: in the next turn of a loop, or a little further down.
        /// </summary>
        private OverlappingRuns? OverlapAt(InvocationExpressionSyntax call, SyntaxNode function, ISymbol? root, CodeModel own)
        {
            if (IsAwaitedAtOnce(call) || IsWaitedFor(call) || ReleasesSomething(function))
            {
                return null;
            }

            string name = CallSyntax.CalledName(call)!;
            var parallel = MayHappenInParallel.Of(
                new ConcurrentStart(ConcurrencyKind.Started, call, name, ImmutableArray<SyntaxNode>.Empty), own);
            if (parallel.RepeatedScope() is { } repeated && (root is null || !root.IsDeclaredWithin(repeated)))
            {
                return Overlapping(call, name);
            }

            string receiver = TextOfReceiver(call);
            InvocationExpressionSyntax? other = parallel.Nodes().Select(static beside => beside.Node).OfType<InvocationExpressionSyntax>()
                .FirstOrDefault(beside => beside != call && CallSyntax.CalledName(beside) == name && TextOfReceiver(beside) == receiver
                    && SymbolEqualityComparer.Default.Equals(
                        CallSyntax.MethodOf(beside, own)?.OriginalDefinition,
                        CallSyntax.MethodOf(call, own)?.OriginalDefinition));
            return other is null ? null : Overlapping(other, name);
        }

        private static OverlappingRuns Overlapping(InvocationExpressionSyntax call, string name)
            => new(call.GetLocation(), $"calls of '{name}' ({SourceLine.Of(call)}) overlap", IsOfCalls: true);

        private static string TextOfReceiver(InvocationExpressionSyntax call)
            => CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is { } receiver && receiver is not ThisExpressionSyntax
                ? receiver.ToString()
                : "";

        private static bool IsAwaitedAtOnce(InvocationExpressionSyntax call) => Configured(call).Parent is AwaitExpressionSyntax;

        /// <summary><c>F().GetAwaiter().GetResult()</c>, <c>F().Wait()</c>, <c>F().Result</c></summary>
        private static bool IsWaitedFor(InvocationExpressionSyntax call)
            => Configured(call) is var task && task.Parent is MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "GetAwaiter" or "Wait" or "Result",
            } access && access.Expression == task;

        /// <summary>The call with what only configures its task.</summary>
        private static ExpressionSyntax Configured(InvocationExpressionSyntax call)
        {
            ExpressionSyntax task = CallSyntax.WithCasts(call);
            while (task.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" or "AsTask" } access
                && access.Parent is InvocationExpressionSyntax configured)
            {
                task = CallSyntax.WithCasts(configured);
            }

            return task;
        }

        /// <summary>Its end may let the next one begin: a semaphore that the caller has taken.</summary>
        private static bool ReleasesSomething(SyntaxNode function)
            => FunctionSyntax.Body(function) is { } body && FunctionSyntax.OwnNodes(body).Any(static node
                => node is InvocationExpressionSyntax call
                    && CallSyntax.CalledName(call) is "Release" or "Set" or "SetResult" or "TrySetResult");

        /// <summary>The calls of the function in the files that declare its type, or in those around a local function.</summary>
        private IEnumerable<InvocationExpressionSyntax> CallsOf(SyntaxNode function)
        {
            if (function is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax)
                || FunctionSyntax.SymbolOf(function, model.In(function.SyntaxTree)) is not { } called)
            {
                yield break;
            }

            IEnumerable<SyntaxNode> scopes = function is LocalFunctionStatementSyntax
                ? new[] { FunctionSyntax.OutermostEnclosing(function) }
                : called.ContainingType.DeclaringSyntaxReferences.Select(static part => part.SyntaxTree).Distinct()
                    .Select(tree => tree.GetRoot(model.CancellationToken));
            foreach (SyntaxNode scope in scopes)
            {
                CodeModel own = model.In(scope.SyntaxTree);
                foreach (SimpleNameSyntax name in NameMentions.In(scope, own)[called.Name])
                {
                    if (CallSyntax.InvocationOf(name) is { } call
                        && SymbolEqualityComparer.Default.Equals(
                            CallSyntax.MethodOf(call, own)?.OriginalDefinition, called.OriginalDefinition))
                    {
                        yield return call;
                    }
                }
            }
        }

        /// <summary>What the state of the called function belongs to as its caller sees it.</summary>
        private (bool IsKnown, ISymbol? Root) RootAt(InvocationExpressionSyntax call, ISymbol? root)
        {
            if (root is not null)
            {
                return (true, root);
            }

            return CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) switch
            {
                null or ThisExpressionSyntax or BaseExpressionSyntax => (true, null),
                var receiver => StatePath.Of(receiver, model.In(call.SyntaxTree)) is { } path ? (true, RootOf(path)) : default,
            };
        }
    }
}
