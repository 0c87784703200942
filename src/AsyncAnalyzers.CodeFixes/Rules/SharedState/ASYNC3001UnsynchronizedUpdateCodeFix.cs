namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// Makes an update atomic by Interlocked; where no method of it does the same, puts the state under a lock or a semaphore.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3001UnsynchronizedUpdateCodeFix))]
public sealed class ASYNC3001UnsynchronizedUpdateCodeFix : AsyncCodeFix
{
    public ASYNC3001UnsynchronizedUpdateCodeFix()
        : base(ASYNC3001UnsynchronizedUpdateAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (FunctionSyntax.Enclosing(request.Node) is { } function
            && StateUpdate.At(request.Node, FunctionSyntax.Body(function) ?? function) is { } update
            && StatePath.Of(update.Target, request.Model, request.Types, cancellationToken) is { } state
            && !LockSets.TakenAt(request.Node, request.Model, request.Types, cancellationToken).KeepsWritersOut)
        {
            if (AtomicUpdates(request, update, state, cancellationToken) is { Count: > 0 } atomic)
            {
                string method = atomic[request.Node].Method;
                repairs.Add(new Repair($"Use '{method}'", "ASYNC3001.Synchronize", _
                    => Task.FromResult<Solution?>(WithRoot(request, request.Root.ReplaceNodes(
                    atomic.Keys, (original, _) => atomic[original].Expression)))));
            }
            else if (SharedStateGuard.Plan(request, state, cancellationToken) is { } guard)
            {
                Phrase title = guard.Kind == GuardKind.Lock
                    ? Phrase.Of($"Guard all uses of '{state.Holder.Name}' with lock '{guard.Name}'")
                    : $"Guard all uses of '{state.Holder.Name}' with semaphore '{guard.Name}'";
                repairs.Add(new Repair(title, "ASYNC3001.Synchronize", _ => Task.FromResult<Solution?>(WithRoot(request, guard.Apply()))));
            }
        }

        return Task.FromResult<IReadOnlyList<Repair>>(repairs);
    }

    private static Solution WithRoot(RepairRequest request, SyntaxNode root) => request.Document.WithSyntaxRoot(root).Project.Solution;

    /// <summary>
    /// The update and all others of the state in the file, as calls of Interlocked: an atomic update beside one that is not would
    /// still lose. Null where one cannot be written so, is tested before, or stands under a lock.
    /// </summary>
    private static Dictionary<SyntaxNode, (string Method, ExpressionSyntax Expression)>? AtomicUpdates(
        RepairRequest request, StateUpdate flagged, StatePath state, CancellationToken cancellationToken)
    {
        if (state.Holder is IPropertySymbol || flagged.Read != flagged.Node)
        {
            return null;
        }

        SyntaxNode scope = state.IsOfVariable || !state.IsDirect
            ? FunctionSyntax.OutermostEnclosing(request.Node)
            : request.Node.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault() is { } type ? type : request.Root;
        SyntaxNode? owner = state.Root is ILocalSymbol
            && state.Root.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } declaration
                ? FunctionSyntax.Enclosing(declaration)
                : null;
        var calls = new Dictionary<SyntaxNode, (string, ExpressionSyntax)>();
        foreach (ExpressionSyntax mention in state.MentionsAmong(scope.DescendantNodes(), request.Model, request.Types, cancellationToken))
        {
            if (!Writes.IsWritten(mention)
                || FunctionSyntax.Enclosing(mention) is not { } function
                || function is ConstructorDeclarationSyntax)
            {
                continue;
            }

            if (mention is MemberBindingExpressionSyntax)
            {
                return null;
            }

            if (mention.Parent is ArgumentSyntax argument)
            {
                if (argument.Parent?.Parent is InvocationExpressionSyntax call
                    && CallSyntax.MethodOf(call, request.Model, cancellationToken) is { } method
                    && (method.IsDeclaredIn(request.Types.Interlocked)
                        || method.IsDeclaredIn(request.Types.Volatile)
                        || method.IsDeclaredIn(request.Types.LazyInitializer)))
                {
                    continue;
                }

                return null;
            }

            SyntaxNode writing = mention.Parent is ParenthesizedExpressionSyntax parenthesized ? parenthesized.Parent! : mention.Parent!;
            if (StateUpdate.At(writing, FunctionSyntax.Body(function) ?? function) is not { } update)
            {
                continue;
            }

            // The declaring function updates its local alone, before and behind the concurrent part, unless that runs beside it.
            bool isFlagged = writing == request.Node;
            if (!isFlagged && function == owner && flagged.Node != writing && !RunsBeside(writing, scope, request, cancellationToken))
            {
                continue;
            }

            if (update.Read != update.Node
                || LockSets.TakenAt(writing, request.Model, request.Types, cancellationToken).KeepsWritersOut
                || InterlockedEditing.TryConvert(update.Node, state, request, cancellationToken) is not { } converted)
            {
                return null;
            }

            calls[writing] = converted;
        }

        return calls.ContainsKey(request.Node) ? calls : null;
    }

    private static bool RunsBeside(SyntaxNode node, SyntaxNode scope, RepairRequest request, CancellationToken cancellationToken)
        => scope.DescendantNodes().OfType<SimpleNameSyntax>().Select(ConcurrentStart.At)
            .Any(start => start is { Kind: ConcurrencyKind.Started or ConcurrencyKind.Timer }
                && MayHappenInParallel.Of(start, request.Model, cancellationToken).Nodes().Any(beside => beside.Node == node));
}
