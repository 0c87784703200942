namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Code that does not run on the event loop because it is handed to a thread or to the thread pool:
/// <c>Task.Run</c>, <c>StartNew</c>, <c>new Thread</c>, <c>QueueUserWorkItem</c>, timers, <c>Parallel</c>.
/// </summary>
internal static class OffloadedCode
{
    /// <summary>How far mentions of a private function are followed: A is started by B, B by Task.Run.</summary>
    private const int MaximumDepth = 4;

    private const string LongRunning = "LongRunning";

    private static readonly string[] CallNames =
    {
        "Run", "StartNew", "QueueUserWorkItem", "UnsafeQueueUserWorkItem", "RegisterWaitForSingleObject", "For", "ForEach", "ForEachAsync", "Invoke",
    };

    private static readonly ModelCache<bool> Offloaded = new();
    private static readonly ModelCache<bool> OnOwnThread = new();

    /// <summary>What a tree has to hold for code of it to be handed over: most have nothing of it, and no mention is looked for.</summary>
    public static IReadOnlyList<Trigger> Triggers { get; } = Trigger.OnNames(CallNames).Concat(Trigger.OnNames(LongRunning)).Concat(new[]
    {
        Trigger.OnKind(SyntaxKind.ObjectCreationExpression, static node
            => TypeNames.Of(((ObjectCreationExpressionSyntax)node).Type) is "Thread" or "Timer" or "Task" || TakesFunction(node)),
        Trigger.OnKind(SyntaxKind.ImplicitObjectCreationExpression, static node
            => ((ImplicitObjectCreationExpressionSyntax)node).ArgumentList.Arguments.Count > 0),
    }).ToArray();

    /// <summary>
    /// The function, or one around it, is handed to a thread or the pool; or it is a local function or private method
    /// (for a thread of its own: any that is not inherited) whose every mention in its type is such a hand-over or lies in code that was
    /// handed over.
    /// </summary>
    public static bool Contains(SyntaxNode function, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
        => Offloaded.GetOrAdd(model, function, node => Contains(node, model, types, 0, ownThread: false, cancellationToken));

    /// <summary>
    /// The same, for code that has a thread of its own: <c>new Thread</c>, or a task that is said to be long-running. It takes none from
    /// the pool.
    /// </summary>
    public static bool RunsOnOwnThread(SyntaxNode function, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
        => OnOwnThread.GetOrAdd(model, function, node => Contains(node, model, types, 0, ownThread: true, cancellationToken));

    private static bool Contains(
        SyntaxNode function, SemanticModel model, KnownTypes types, int depth, bool ownThread, CancellationToken cancellationToken)
    {
        for (SyntaxNode? current = function; current is not null; current = FunctionSyntax.Enclosing(current))
        {
            if (current switch
            {
                AnonymousFunctionExpressionSyntax lambda => IsHandedOver(lambda, model, types, ownThread, cancellationToken),
                LocalFunctionStatementSyntax local when local.Parent is { } scope
                    => IsOnlyMentionedOffloaded(local.Identifier, local, scope is GlobalStatementSyntax
                        ? scope.Parent!
                        : scope, model, types, depth, ownThread, cancellationToken),
                MethodDeclarationSyntax method when (IsPrivate(method) || (ownThread && !IsInherited(method)))
                    && method.Parent is TypeDeclarationSyntax type && !type.Modifiers.Any(SyntaxKind.PartialKeyword)
                    => IsOnlyMentionedOffloaded(method.Identifier, method, type, model, types, depth, ownThread, cancellationToken),
                _ => false,
            })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The expression is an argument of a call that runs it on another thread.</summary>
    public static bool IsHandedOver(ExpressionSyntax function, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
        => IsHandedOver(function, model, types, ownThread: false, cancellationToken);

    private static bool IsHandedOver(
        ExpressionSyntax function, SemanticModel model, KnownTypes types, bool ownThread, CancellationToken cancellationToken)
    {
        SyntaxNode expression = function;
        while (expression.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax
            || expression.Parent is ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax creation }
                && IsDelegateCreation(creation, model, cancellationToken))
        {
            expression = expression.Parent is ArgumentSyntax ? expression.Parent.Parent!.Parent! : expression.Parent;
        }

        return expression.Parent is ArgumentSyntax { Parent.Parent: { } call } && IsOffloadingCall(call, model, types, cancellationToken)
            && (!ownThread || StartsThread(call, model, types, cancellationToken));
    }

    /// <summary>A call or creation that runs the delegates it is given on another thread or on the pool.</summary>
    public static bool IsOffloadingCall(SyntaxNode call, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (call is InvocationExpressionSyntax invocation)
        {
            return CallSyntax.CalledName(invocation) is { } name && Array.IndexOf(CallNames, name) >= 0
                && model.GetSymbolInfo(invocation, cancellationToken) is var info
                && (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is IMethodSymbol method
                && (method.IsDeclaredIn(types.Task) || method.IsDeclaredIn(types.TaskFactory) || method.IsDeclaredIn(types.TaskFactoryOfT)
                    || method.IsDeclaredIn(types.ThreadPool) || method.IsDeclaredIn(types.Parallel));
        }

        return call is BaseObjectCreationExpressionSyntax
            && model.GetTypeInfo(call, cancellationToken).Type is { } type
            && (type.Is(types.Thread) || type.Is(types.Timer) || type.Is(types.Task) || type.Is(types.TaskOfT));
    }

    /// <summary>
    /// Of the offloading calls, one that starts a thread: <c>new Thread</c>, or <c>TaskCreationOptions.LongRunning</c> among the
    /// arguments.
    /// </summary>
    private static bool StartsThread(SyntaxNode call, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
        => call is BaseObjectCreationExpressionSyntax && model.GetTypeInfo(call, cancellationToken).Type.Is(types.Thread)
            || call.Descendants().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == LongRunning);

    private static bool IsDelegateCreation(
        BaseObjectCreationExpressionSyntax creation, SemanticModel model, CancellationToken cancellationToken)
        => model.GetTypeInfo(creation, cancellationToken).Type is { TypeKind: TypeKind.Delegate };

    private static bool MayOffload(SyntaxTree tree, bool ownThread, CancellationToken cancellationToken)
    {
        foreach (SyntaxNode node in TriggerIndex.Of(tree, cancellationToken).NodesFor(typeof(OffloadedCode)))
        {
            if (!ownThread || node is not SimpleNameSyntax { Identifier.ValueText: not LongRunning })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An alias may stand for a thread or a timer.</summary>
    private static bool TakesFunction(SyntaxNode creation)
        => ((ObjectCreationExpressionSyntax)creation).ArgumentList?.Arguments.FirstOrDefault()?.Expression is AnonymousFunctionExpressionSyntax;

    private static bool IsPrivate(MethodDeclarationSyntax method)
        => !IsInherited(method)
            && !method.Modifiers.Any(SyntaxKind.PublicKeyword) && !method.Modifiers.Any(SyntaxKind.InternalKeyword)
            && !method.Modifiers.Any(SyntaxKind.ProtectedKeyword);

    /// <summary>
    /// Called through a base type, an interface, or from another part. What a type hands to a thread by itself is seldom called by others
    /// too.
    /// </summary>
    private static bool IsInherited(MethodDeclarationSyntax method)
        => method.ExplicitInterfaceSpecifier is not null || method.Modifiers.Any(SyntaxKind.OverrideKeyword)
            || method.Modifiers.Any(SyntaxKind.VirtualKeyword) || method.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static bool IsOnlyMentionedOffloaded(
        SyntaxToken name,
        SyntaxNode declaration,
        SyntaxNode scope,
        SemanticModel model,
        KnownTypes types,
        int depth,
        bool ownThread,
        CancellationToken cancellationToken)
    {
        if (depth == MaximumDepth || !MayOffload(scope.SyntaxTree, ownThread, cancellationToken))
        {
            return false;
        }

        bool mentioned = false;
        foreach (SimpleNameSyntax mention in NameMentions.In(scope, model)[name.ValueText])
        {
            ExpressionSyntax expression = mention.Parent is MemberAccessExpressionSyntax access
                && access.Name == mention ? access : mention;
            SyntaxNode? caller = expression.Parent is InvocationExpressionSyntax ? FunctionSyntax.Enclosing(mention) : null;
            if (caller is null ? IsHandedOver(expression, model, types, ownThread, cancellationToken) : caller != declaration
                && Contains(caller, model, types, depth + 1, ownThread, cancellationToken))
            {
                mentioned = true;
            }
            else if (caller != declaration)
            {
                return false;
            }
        }

        return mentioned;
    }
}
