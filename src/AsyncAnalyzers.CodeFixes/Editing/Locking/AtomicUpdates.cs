namespace AsyncAnalyzers.Editing;

/// <summary>All updates of a piece of state as calls of Interlocked: one that is not would make the others useless.</summary>
internal static class AtomicUpdates
{
    /// <summary>
    /// The update and all others of the state in the file, as calls of Interlocked: an atomic update beside one that is not would
    /// still lose. Null where one cannot be written so, is tested before, or stands under a lock.
    /// </summary>
    public static Dictionary<SyntaxNode, (string Method, ExpressionSyntax Expression)>? Of(
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
            && state.Root.FirstSyntax(cancellationToken) is { } declaration
                ? FunctionSyntax.Enclosing(declaration)
                : null;
        var calls = new Dictionary<SyntaxNode, (string, ExpressionSyntax)>();
        foreach (ExpressionSyntax mention in state.MentionsAmong(scope.DescendantNodes(), request.ModelFor(cancellationToken)))
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
                    && CallSyntax.MethodOf(call, request.ModelFor(cancellationToken)) is { } method
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
                || LockSets.TakenAt(writing, request.ModelFor(cancellationToken)).KeepsWritersOut
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
                && MayHappenInParallel.Of(start, request.ModelFor(cancellationToken)).Nodes().Any(beside => beside.Node == node));
}
