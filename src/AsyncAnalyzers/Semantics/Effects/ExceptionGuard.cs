namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Whether an exception can leave an async function. Every await and every throw of it has to stand in a <c>try</c> whose
/// <c>catch</c> takes all exceptions and throws none: what is awaited is what fails.
/// </summary>
internal readonly struct ExceptionGuard
{
    /// <summary>
    /// How far awaited functions are followed: a handler awaits a method that catches everything, or hands on the task of one.
    /// </summary>
    private const int MaximumDepth = 3;

    private ExceptionGuard(bool isWhole, bool isWritten)
    {
        IsWhole = isWhole;
        IsWritten = isWritten;
    }

    /// <summary>No exception of an await leaves the function.</summary>
    public bool IsWhole { get; }

    /// <summary>Somebody has thought about exceptions: some await is caught, and not merely one that cannot fail.</summary>
    public bool IsWritten { get; }

    /// <param name="function">The function.</param>
    /// <param name="model">The model of its file; null where there is none: then what it awaits is not followed.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static ExceptionGuard Of(SyntaxNode function, SemanticModel? model, CancellationToken cancellationToken)
        => Of(function, model, MaximumDepth, cancellationToken);

    /// <summary>A catch of the statement takes every exception, and none of its catches throws.</summary>
    public static bool CatchesAll(TryStatementSyntax @try)
        => @try.Catches.Any(IsGeneral) && @try.Catches.All(@catch => !Throws(@catch));

    /// <summary>
    /// A throw in the block, or <c>ExceptionDispatchInfo.Throw</c>, that the block does not catch itself; not under a test for what ends a
    /// process anyway: <c>if (IsFatal(e)) throw;</c>
    /// </summary>
    public static bool Throws(CatchClauseSyntax @catch)
        => FunctionSyntax.OwnNodes(@catch.Block).Any(node => IsThrow(node) && !IsOfFatal(node) && !IsCaught(node, @catch.Block));

    private static bool IsOfFatal(SyntaxNode node)
    {
        SyntaxNode? statement = node is ThrowStatementSyntax { Parent: BlockSyntax { Statements.Count: 1 } block } ? block : node;
        return statement.Parent is IfStatementSyntax @if && @if.Statement == statement && FatalExceptions.AreAllIn(@if.Condition);
    }

    /// <summary>
    /// <c>catch</c>, <c>catch (Exception)</c>; not with a filter, unless all that it lets out is what ends a process anyway.
    /// </summary>
    public static bool IsGeneral(CatchClauseSyntax @catch)
        => (@catch.Filter is null || FatalExceptions.AreAllLetOutBy(@catch.Filter.FilterExpression))
            && (@catch.Declaration is null || TypeNames.Of(@catch.Declaration.Type) == "Exception");

    /// <summary>The same where the type that is caught is bound: another one may be called <c>Exception</c>.</summary>
    public static bool IsGeneral(CatchClauseSyntax @catch, CodeModel model)
        => IsGeneral(@catch)
            && (@catch.Declaration is null
                || model.TypeOf(@catch.Declaration.Type) is
                {
                    ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
                });

    /// <summary>
    /// The await or the call stands in a <c>try</c> of its function whose <c>catch</c> takes all exceptions and throws none.
    /// </summary>
    public static bool IsCaught(SyntaxNode node)
        => FunctionSyntax.Enclosing(node) is { } function && FunctionSyntax.Body(function) is { } body && IsCaught(node, body);

    /// <summary>
    /// The await stands in a <c>try</c> of its function, one <c>catch</c> of which takes all exceptions, and may throw them on.
    /// </summary>
    public static CatchClauseSyntax? GeneralCatchAround(SyntaxNode node, SyntaxNode body)
    {
        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent; current is not null && child != body; child = current, current = current.Parent)
        {
            if (current is TryStatementSyntax @try && child == @try.Block && @try.Catches.FirstOrDefault(IsGeneral) is { } general)
            {
                return general;
            }
        }

        return null;
    }

    private static ExceptionGuard Of(SyntaxNode function, SemanticModel? model, int depth, CancellationToken cancellationToken)
    {
        if (FunctionSyntax.Body(function) is not { } body)
        {
            return default;
        }

        bool isWritten = false;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            bool isAwait = FunctionSyntax.IsAwait(node);
            if (!isAwait && (!IsThrow(node) || IsOfFatal(node)))
            {
                continue;
            }

            if (IsCaught(node, body)
                || (isAwait && node is AwaitExpressionSyntax await && AwaitsGuarded(await, model, depth, cancellationToken)))
            {
                isWritten = true;
            }
            else if (!isAwait || node is not AwaitExpressionSyntax { Expression: var awaited } || !NeverFails(awaited))
            {
                return default;
            }
        }

        return new ExceptionGuard(isWhole: true, isWritten);
    }

    private static bool IsCaught(SyntaxNode node, SyntaxNode body)
    {
        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent; current is not null && child != body; child = current, current = current.Parent)
        {
            // To tell of a failure, a catch may await: that one is not caught again by anybody.
            if (current is TryStatementSyntax @try && (child == @try.Block || !IsThrow(node)) && CatchesAll(@try))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsThrow(SyntaxNode node)
        => node is ThrowStatementSyntax or ThrowExpressionSyntax
            || (node is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Throw" } access
            }
                && access.Expression.ToString().Contains("ExceptionDispatchInfo"));

    /// <summary>
    /// The awaited call runs an async function that lets no exception out, also by way of one that only hands on its task; nobody
    /// elsewhere can override it.
    /// </summary>
    private static bool AwaitsGuarded(AwaitExpressionSyntax await, SemanticModel? model, int depth, CancellationToken cancellationToken)
        => model is not null && IsGuarded(await.Expression, CodeModel.Of(model, cancellationToken), depth);

    private static bool IsGuarded(ExpressionSyntax task, CodeModel model, int depth)
    {
        if (depth == 0 || CallSyntax.WalkDownParentheses(CallSyntax.WithoutConfiguration(task)) is not InvocationExpressionSyntax
            {
                Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax
            } call
            || CallSyntax.MethodOf(call, model) is not { IsAbstract: false } method
            || CalledSource.Of(method, model) is not { } called || !IsGuarded(called, model, depth - 1))
        {
            return false;
        }

        return !CalledSource.MayBeOverridden(method)
            || call.Expression is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax }
            || (!CalledSource.IsOpenToOthers(method, model.Compilation)
                && OnlyImplementation.OverridesOf(method, model).All(overriding
                    => CalledSource.Of(overriding, model) is { } other && IsGuarded(other, model, depth - 1)));
    }

    private static bool IsGuarded(CalledSource called, CodeModel model, int depth)
    {
        if (FunctionSyntax.IsAsync(called.Function))
        {
            return Of(called.Function, called.Model, depth, model.CancellationToken) is { IsWhole: true, IsWritten: true };
        }

        return called.Body switch
        {
            ExpressionSyntax task => IsGuarded(task, model.With(called.Model), depth),
            BlockSyntax { Statements: { Count: 1 } statements } when statements[0] is ReturnStatementSyntax { Expression: { } task }
                => IsGuarded(task, model.With(called.Model), depth),
            _ => false,
        };
    }

    /// <summary>
    /// <c>Task.Delay(time)</c>, <c>Task.Yield()</c>, <c>Task.WhenAny(…)</c> and <c>semaphore.WaitAsync()</c>, without a token that cancels
    /// them; <c>dispatcher.InvokeAsync(() => { })</c>, which only lets other work pass.
    /// </summary>
    private static bool NeverFails(ExpressionSyntax awaited)
        => OperationOf(CallSyntax.WithoutConfiguration(awaited)) is InvocationExpressionSyntax
        {
            ArgumentList.Arguments: { Count: var count } arguments
        } call
            && CallSyntax.CalledName(call) switch
            {
                "Delay" => count == 1,
                "Yield" => count == 0 || call.Expression is MemberAccessExpressionSyntax
                {
                    Expression: IdentifierNameSyntax { Identifier.ValueText: "Dispatcher" }
                },
                "WaitAsync" => count == 0,
                "WhenAny" => true,
                "InvokeAsync" or "BeginInvoke" => arguments.Any(static argument
                    => argument.Expression is LambdaExpressionSyntax { Block.Statements.Count: 0 }),
                _ => false,
            };

    /// <summary>The operation of a dispatcher whose task is asked for: <c>….Task</c>, <c>….GetTask()</c>.</summary>
    private static ExpressionSyntax OperationOf(ExpressionSyntax task) => task switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Task", Expression: InvocationExpressionSyntax operation } => operation,
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "GetTask", Expression: InvocationExpressionSyntax operation
            }
        } => operation,
        _ => task,
    };
}
