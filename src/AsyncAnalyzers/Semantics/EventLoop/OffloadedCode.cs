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
        "Run", "StartNew", "QueueUserWorkItem", "UnsafeQueueUserWorkItem",
        "RegisterWaitForSingleObject", "For", "ForEach", "ForEachAsync", "Invoke",
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
    public static bool Contains(SyntaxNode function, CodeModel model)
        => Offloaded.GetOrAdd(model, function, node => Contains(node, model, 0, ownThread: false));

    /// <summary>
    /// The same, for code that has a thread of its own: <c>new Thread</c>, or a task that is said to be long-running. It takes none from
    /// the pool.
    /// </summary>
    public static bool RunsOnOwnThread(SyntaxNode function, CodeModel model)
        => OnOwnThread.GetOrAdd(model, function, node => Contains(node, model, 0, ownThread: true));

    private static bool Contains(SyntaxNode function, CodeModel model, int depth, bool ownThread)
    {
        for (SyntaxNode? current = function; current is not null; current = FunctionSyntax.Enclosing(current))
        {
            if (current switch
            {
                AnonymousFunctionExpressionSyntax lambda => IsHandedOver(lambda, model, ownThread),
                LocalFunctionStatementSyntax local when local.Parent is { } scope
                    => IsOnlyMentionedOffloaded(local.Identifier, local, scope is GlobalStatementSyntax
                        ? scope.Parent!
                        : scope, model, depth, ownThread),
                MethodDeclarationSyntax method when (IsPrivate(method) || (ownThread && !IsInherited(method)))
                    && method.Parent is TypeDeclarationSyntax type && !type.Modifiers.Any(SyntaxKind.PartialKeyword)
                    => IsOnlyMentionedOffloaded(method.Identifier, method, type, model, depth, ownThread),
                _ => false,
            })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The expression is an argument of a call that runs it on another thread.</summary>
    public static bool IsHandedOver(ExpressionSyntax function, CodeModel model)
        => IsHandedOver(function, model, ownThread: false);

    private static bool IsHandedOver(ExpressionSyntax function, CodeModel model, bool ownThread)
    {
        SyntaxNode expression = function;
        while (expression.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax
            || expression.Parent is ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax creation }
                && IsDelegateCreation(creation, model))
        {
            expression = expression.Parent is ArgumentSyntax ? expression.Parent.Parent!.Parent! : expression.Parent;
        }

        return expression.Parent is ArgumentSyntax { Parent.Parent: { } call } && IsOffloadingCall(call, model)
            && (!ownThread || StartsThread(call, model));
    }

    /// <summary>A call or creation that runs the delegates it is given on another thread or on the pool.</summary>
    public static bool IsOffloadingCall(SyntaxNode call, CodeModel model)
    {
        if (call is InvocationExpressionSyntax invocation)
        {
            return CallSyntax.CalledName(invocation) is { } name && Array.IndexOf(CallNames, name) >= 0
                && model.GetSymbolInfo(invocation) is var info
                && (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is IMethodSymbol method
                && (method.IsDeclaredIn(model.Types.Task) || method.IsDeclaredIn(model.Types.TaskFactory)
                    || method.IsDeclaredIn(model.Types.TaskFactoryOfT)
                    || method.IsDeclaredIn(model.Types.ThreadPool) || method.IsDeclaredIn(model.Types.Parallel));
        }

        return call is BaseObjectCreationExpressionSyntax
            && model.TypeOf(call) is { } type
            && (type.Is(model.Types.Thread) || type.Is(model.Types.Timer) || type.Is(model.Types.Task) || type.Is(model.Types.TaskOfT));
    }

    /// <summary>
    /// Of the offloading calls, one that starts a thread: <c>new Thread</c>, or <c>TaskCreationOptions.LongRunning</c> among the
    /// arguments.
    /// </summary>
    private static bool StartsThread(SyntaxNode call, CodeModel model)
        => call is BaseObjectCreationExpressionSyntax && model.TypeOf(call).Is(model.Types.Thread)
            || call.Descendants().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == LongRunning);

    private static bool IsDelegateCreation(BaseObjectCreationExpressionSyntax creation, CodeModel model)
        => model.TypeOf(creation) is { TypeKind: TypeKind.Delegate };

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
        => ((ObjectCreationExpressionSyntax)creation).ArgumentList
            ?.Arguments.FirstOrDefault()?.Expression is AnonymousFunctionExpressionSyntax;

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
        CodeModel model,
        int depth,
        bool ownThread)
    {
        if (depth == MaximumDepth || !MayOffload(scope.SyntaxTree, ownThread, model.CancellationToken))
        {
            return false;
        }

        bool mentioned = false;
        foreach (SimpleNameSyntax mention in NameMentions.In(scope, model)[name.ValueText])
        {
            ExpressionSyntax expression = mention.Parent is MemberAccessExpressionSyntax access
                && access.Name == mention ? access : mention;
            SyntaxNode? caller = expression.Parent is InvocationExpressionSyntax ? FunctionSyntax.Enclosing(mention) : null;
            if (caller is null ? IsHandedOver(expression, model, ownThread) : caller != declaration
                && Contains(caller, model, depth + 1, ownThread))
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
