namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>What a function does that its token could stop.</summary>
internal static class StoppableWork
{
    /// <summary>With these begin the names of what runs a lambda at once, until it ends.</summary>
    private static readonly string[] Runners = { "Run", "StartNew", "Select", "ForEach", "Execute", "Retry", "Invoke", "Measure", "With" };

    /// <summary>
    /// The first call that takes a token and is given none; else the first loop that awaits what may last; else, where the function is free
    /// to choose its parameters, the first await; else a loop of calls that block, or may. Null where there is nothing to stop.
    /// </summary>
    public static SyntaxNode? First(IgnoredToken token, CodeModel model)
    {
        bool answers = false;
        foreach ((InvocationExpressionSyntax call, _) in CallsOf(token, model))
        {
            if (!ContextAnswer.Is(call, token, model))
            {
                return call;
            }

            answers = true;
        }

        if (answers)
        {
            return null;
        }

        if (token.Function is AnonymousFunctionExpressionSyntax || HasOtherToken(token, model))
        {
            return null;
        }

        // A loop of an iterator goes on for those who enumerate with a token, whatever an interface asks for.
        bool isFree = !token.IsSignatureGiven || token.Parameter.AttributeLists.Count > 0;
        var work = new LastingWork(model.Types, model.CancellationToken);
        SyntaxNode? wait = null;
        SyntaxNode? loop = null;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(token.Body))
        {
            if (IsEnumeration(node)
                || (FunctionSyntax.IsAwait(node) && LoopAround(node, token.Body) is { } around && IsEnumeration(around)))
            {
                continue;
            }

            if (FunctionSyntax.IsAwait(node) && !IsCleanUp(node, token.Body)
                && !CompletedAwait.Is(node, model) && !AwaitsDelegate(node, model) && !AwaitsNothing(node, model))
            {
                if (LoopAround(node, token.Body) is { } awaiting
                    && (isFree || (AwaitsEachTime(awaiting, node) && (LoopWaits.IsEndless(awaiting) || work.MayLast(node, model)))))
                {
                    return awaiting;
                }

                wait ??= node as AwaitExpressionSyntax;
            }
            else if (loop is null && LoopBounds.IsLoop(node) && !IsCleanUp(node, token.Body) && Calls(node)
                && !FunctionSyntax.OwnNodes(node).Any(inner => AwaitsDelegate(inner, model))
                && (token.IsSignatureGiven ? work.Blocks(node, model) : LoopWaits.IsEndless(node) || !work.IsCheap(node, model)))
            {
                loop = node;
            }
        }

        return !token.IsSignatureGiven && !IsForward(token.Body) && wait is not null
            && !(IsOnlyAwait(wait, token.Body) && TakesNoToken(wait, model) && token.Method.DeclaredAccessibility != Accessibility.Private
                && token.Method.MethodKind == MethodKind.Ordinary)
                ? wait
                : loop;
    }

    /// <summary>
    /// <c>await foreach (var item in items)</c>: what a variable holds is enumerated without the token, of which ASYNC5006 tells.
    /// </summary>
    private static bool IsEnumeration(SyntaxNode loop)
        => loop is CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0, Expression: var stream }
            && CallSyntax.WithoutConfiguration(stream) is SimpleNameSyntax or MemberAccessExpressionSyntax;

    /// <summary>Nothing else is awaited in the function, so that there is nowhere to test the token.</summary>
    public static bool IsOnlyAwait(SyntaxNode await, SyntaxNode body)
        => FunctionSyntax.OwnNodes(body).All(node => node == await || !FunctionSyntax.IsAwait(node) || IsCleanUp(node, body));

    /// <summary>The call is one of a library, which takes no token: the parameter is there for the day when it does.</summary>
    public static bool TakesNoToken(SyntaxNode await, CodeModel model)
        => await is AwaitExpressionSyntax { Expression: var task }
            && CallSyntax.WithoutConfiguration(task) is InvocationExpressionSyntax call
            && CallSyntax.MethodOf(call, model) is { DeclaringSyntaxReferences.IsEmpty: true, MethodKind: not MethodKind.DelegateInvoke };

    /// <summary>Whoever made the delegate may have given it the token.</summary>
    private static bool AwaitsDelegate(SyntaxNode node, CodeModel model)
        => node is AwaitExpressionSyntax { Expression: var task }
            && CallSyntax.WithoutConfiguration(task) is InvocationExpressionSyntax call
            && call.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke" }
            && CallSyntax.MethodOf(call, model) is { MethodKind: MethodKind.DelegateInvoke };

    private static bool AwaitsNothing(SyntaxNode node, CodeModel model)
        => node is AwaitExpressionSyntax { Expression: var task }
            && CallSyntax.WithoutConfiguration(task) is InvocationExpressionSyntax call
            && CallSyntax.MethodOf(call, model) is { } method
            && WaitingCalls.AreNone(call, method, model);

    /// <summary>The calls that could be given the token, each with the parameter for it.</summary>
    public static IEnumerable<(InvocationExpressionSyntax Call, IParameterSymbol Parameter)> CallsOf(IgnoredToken token, CodeModel model)
    {
        string name = token.Parameter.Identifier.ValueText;
        InvocationExpressionSyntax[]? settlements = null;
        foreach (SyntaxNode node in token.Body.DescendantsAndSelf(static node => !IsRunElsewhere(node)))
        {
            if (node is InvocationExpressionSyntax call
                && CallSyntax.CalledName(call) is { } called
                && called is not ("nameof" or "ContinueWith" or "Register" or "UnsafeRegister" or "ConfigureAwait")
                && CallSyntax.MethodOf(call, model) is { } method
                && TokenArguments.Free(call, method, model) is { } free
                && !IsItself(free, method, token.Method)
                && !WaitingCalls.AreNone(call, method, model)
                && !IsDropped(call, method, model.Types)
                && !MustFinish(call, called, token.Body)
                && !(settlements ??= SettlementsIn(token.Body)).Any(settled
                    => settled.Span.End <= call.SpanStart && ControlFlowSyntax.MayReach(settled, call))
                && !CancelledToken.IsExpectedAt(call, name, token.Function, model))
            {
                yield return (call, free);
            }
        }
    }

    /// <summary>
    /// The call has to run to its end though the token is cancelled: by its name it closes, flushes or takes back; a handler makes it; it
    /// takes what a <c>finally</c> gives back anyway. So has what stands behind a commit.
    /// </summary>
    private static bool MustFinish(InvocationExpressionSyntax call, string name, SyntaxNode body)
        => (WorkNames.KindsOf(name) & WorkKinds.Undo) != 0 || WorkNames.FirstWord(name) == "Flush"
            || IsCleanUp(call, body)
            || (WorkNames.FirstWord(name) is "Wait" or "Enter" or "Acquire" or "Lock" && IsGivenBackAnyway(call, body));

    private static InvocationExpressionSyntax[] SettlementsIn(SyntaxNode body)
        => body.Descendants().OfType<AwaitExpressionSyntax>()
            .Select(static settled => CallSyntax.WithoutConfiguration(settled.Expression)).OfType<InvocationExpressionSyntax>()
            .Where(static call => CallSyntax.CalledName(call) is { } name && (WorkNames.KindsOf(name) & WorkKinds.Settlement) != 0)
            .ToArray();

    private static bool IsGivenBackAnyway(SyntaxNode call, SyntaxNode body)
        => call.Ancestors().TakeWhile(ancestor => ancestor != body).Any(ancestor => ancestor is TryStatementSyntax { Finally: { } end } @try
            && @try.Block.Span.Contains(call.Span)
            && end.Descendants().Any(static node => node is SimpleNameSyntax { Identifier.ValueText: "Release" or "Exit" or "Unlock" }));

    /// <summary>
    /// One of the calls is a long wait, which ASYNC5002 reports where it stands: it is awaited in the function itself, and no handler takes
    /// its cancellation for a failure.
    /// </summary>
    public static bool IsToldOfAtCall(IgnoredToken token, CodeModel model)
        => CallsOf(token, model).Any(found => FunctionSyntax.Enclosing(found.Call) == token.Function
            && IsToldOf(found.Call, token.Body, model))
            || token.Body.Descendants().Any(node => node is LocalFunctionStatementSyntax { ParameterList.Parameters.Count: 0 } local
                && FunctionSyntax.OwnNodes(local).Any(inner => inner is InvocationExpressionSyntax call
                    && CallSyntax.MethodOf(call, model) is { } method
                    && TokenArguments.Free(call, method, model) is not null
                    && IsToldOf(call, local, model)));

    private static bool IsToldOf(InvocationExpressionSyntax call, SyntaxNode body, CodeModel model)
        => TaskUse.Of(call).Kind is TaskUseKind.Awaited or TaskUseKind.Returned
            && !IsHandled(call, body)
            && WaitingCalls.Of(
                call, CallSyntax.MethodOf(call, model)!, LoopAround(call, body) is not null, isLoopAsked: false, model).IsLong();

    private static bool IsHandled(SyntaxNode call, SyntaxNode body)
        => call.Ancestors().TakeWhile(ancestor => ancestor != body.Parent).Any(ancestor => ancestor is TryStatementSyntax @try
            && @try.Block.Span.Contains(call.Span)
            && @try.Catches.Any(static clause => clause.Declaration is not { Type: var type }
                || TypeNames.Of(type) is "Exception" or "SystemException" or "OperationCanceledException" or "TaskCanceledException"));

    /// <summary>The name of what is awaited; null where it has none.</summary>
    public static string? NameOf(AwaitExpressionSyntax await) => CallSyntax.WithoutConfiguration(await.Expression) switch
    {
        InvocationExpressionSyntax call => CallSyntax.CalledName(call),
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>A function that is not part of the work that is waited for here: a handler, what is registered for later.</summary>
    private static bool IsRunElsewhere(SyntaxNode node) => node switch
    {
        LocalFunctionStatementSyntax => true,
        AnonymousFunctionExpressionSyntax lambda => lambda.Modifiers.Any(SyntaxKind.StaticKeyword)
            || lambda.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
            || CallSyntax.CalledName(call) is not { } name
            || !Runners.Any(runner => name.StartsWith(runner, StringComparison.Ordinal))
            || !lambda.Ancestors().TakeWhile(static ancestor => !FunctionSyntax.IsFunction(ancestor) && ancestor is not BlockSyntax)
                .Any(static ancestor => ancestor is AwaitExpressionSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax),
        _ => false,
    };

    /// <summary>What no code here waits for goes on after the function: the token of the call is not meant for it.</summary>
    private static bool IsDropped(InvocationExpressionSyntax call, IMethodSymbol method, KnownTypes types)
    {
        if (!method.ReturnType.IsTaskOrValueTask(types))
        {
            return false;
        }

        SyntaxNode current = call;
        while (current.Parent is ParenthesizedExpressionSyntax or ConditionalAccessExpressionSyntax or PostfixUnaryExpressionSyntax
            or ConditionalExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression }
            || current.Parent is MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "ContinueWith" or "ConfigureAwait" or "Unwrap" or "AsTask" or "Forget" or "FireAndForget"
                or "SafeFireAndForget", Parent: InvocationExpressionSyntax
            })
        {
            current = current.Parent is MemberAccessExpressionSyntax ? current.Parent.Parent! : current.Parent;
        }

        return current.Parent is ExpressionStatementSyntax or AssignmentExpressionSyntax;
    }

    /// <summary>The overload without a token, called by the one with it.</summary>
    private static bool IsItself(IParameterSymbol free, IMethodSymbol called, IMethodSymbol function)
        => !SymbolEqualityComparer.Default.Equals(free.ContainingSymbol, called)
            && free.ContainingSymbol is IMethodSymbol { Name: var name } overload
            && name == function.Name
            && (SymbolEqualityComparer.Default.Equals((overload.ReducedFrom ?? overload).OriginalDefinition, function.OriginalDefinition)
                || overload.ContainingType.TypeKind == TypeKind.Interface);

    /// <summary>Another token, of a source or a field, stops the work.</summary>
    private static bool HasOtherToken(IgnoredToken token, CodeModel model)
        => FunctionSyntax.OwnNodes(token.Body).Any(node => node switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCancellationRequested" or "ThrowIfCancellationRequested" } => true,
            ArgumentSyntax { Expression: SimpleNameSyntax or MemberAccessExpressionSyntax } argument
                => TokenCarriers.IsNamedAsToken(argument.Expression)
                    && model.TypeOf(argument.Expression).Is(model.Types.CancellationToken),
            _ => false,
        });

    private static bool IsCleanUp(SyntaxNode node, SyntaxNode body)
        => node.Ancestors().TakeWhile(ancestor => ancestor != body.Parent)
            .Any(static ancestor => ancestor is FinallyClauseSyntax or CatchClauseSyntax);

    /// <summary>The outermost loop of the function that the node is repeated by.</summary>
    private static SyntaxNode? LoopAround(SyntaxNode node, SyntaxNode body)
        => node.AncestorsAndSelf().TakeWhile(ancestor => ancestor != body.Parent)
            .LastOrDefault(static ancestor => LoopBounds.IsLoop(ancestor)) is { } loop
            && !(loop is ForEachStatementSyntax { AwaitKeyword.RawKind: 0 } each && each.Expression.Span.Contains(node.Span)) ? loop : null;

    /// <summary>The loop has no end of its own, or awaits the node in each iteration, whatever it comes upon.</summary>
    private static bool AwaitsEachTime(SyntaxNode loop, SyntaxNode await)
        => loop is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax { Condition: null }
            || FunctionSyntax.IsAwait(loop)
            || !await.Ancestors().TakeWhile(ancestor => ancestor != loop).Any(static ancestor => ancestor
                is IfStatementSyntax or SwitchStatementSyntax or SwitchExpressionSyntax or ConditionalExpressionSyntax
                or ConditionalAccessExpressionSyntax or BinaryExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.CoalesceExpression or (int)SyntaxKind.LogicalAndExpression
                    or (int)SyntaxKind.LogicalOrExpression
                });

    private static bool Calls(SyntaxNode loop)
        => FunctionSyntax.OwnNodes(loop).Any(static node => node is InvocationExpressionSyntax { Parent: not ForEachStatementSyntax });

    /// <summary>Nothing but a call that is handed on.</summary>
    private static bool IsForward(SyntaxNode body)
    {
        SyntaxNode? only = body is BlockSyntax block
            ? block.Statements.Count != 1 ? null : block.Statements[0] switch
            {
                ReturnStatementSyntax @return => @return.Expression,
                ExpressionStatementSyntax statement => statement.Expression,
                _ => null,
            }
            : body;
        return only is AwaitExpressionSyntax or InvocationExpressionSyntax
            && only.Descendants().Count(FunctionSyntax.IsAwait) == 0;
    }
}
