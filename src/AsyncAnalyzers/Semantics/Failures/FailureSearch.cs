namespace AsyncAnalyzers.Semantics;

/// <summary>How an awaited task ends.</summary>
internal enum TaskEnd
{
    /// <summary>In a way that is not known.</summary>
    MayFail,

    /// <summary>At once, or when time has passed.</summary>
    Idle,

    /// <summary>When somebody lets it go on: a semaphore, a channel.</summary>
    Gate,

    /// <summary>When a stream is disposed that was only read.</summary>
    Disposal,

    /// <summary>As the functions do that the search has been given.</summary>
    Followed,
}

/// <summary>
/// All functions whose failures come out of the first one: each is looked at once, the nearest first, so that nothing depends on the
/// order of questions.
/// </summary>
internal sealed class FailureSearch(CodeModel model)
{
    /// <summary>
    /// How far awaited functions are followed without a doubt: a handler awaits a method that catches everything, or hands on the task
    /// of one.
    /// </summary>
    private const int NearDepth = 3;

    private const int MaximumDepth = 8;
    private const int MaximumFunctions = 60;

    private readonly HashSet<SyntaxNode> _seen = new();
    private readonly Queue<(SyntaxNode Function, int Depth)> _pending = new();
    private int _depth;
    private EscapeChance _chance;
    private bool _isWritten;

    private bool _isFollowed;
    private bool _isAsyncRoot;
    private bool _isOfSource;

    public void Add(SyntaxNode function)
    {
        if (_seen.Add(function))
        {
            _pending.Enqueue((function, _depth));
        }
    }

    public EscapingFailures Run(bool isCall)
    {
        bool isFirst = !isCall;
        while (_pending.Count > 0)
        {
            model.CancellationToken.ThrowIfCancellationRequested();
            (SyntaxNode function, int depth) = _pending.Dequeue();
            if (depth > MaximumDepth || _seen.Count > MaximumFunctions || !Look(function, depth, isFirst))
            {
                return new EscapingFailures(EscapeChance.Likely, isWritten: false);
            }

            isFirst = false;
        }

        // What a function awaits that does nothing at all stands, as a rule, for something else.
        return new EscapingFailures(
            _isAsyncRoot && _isFollowed && !_isWritten && !_isOfSource ? EscapeChance.Likely : _chance, _isWritten, _isOfSource);
    }

    /// <summary>False where an exception of the function is likely to leave it.</summary>
    private bool Look(SyntaxNode function, int depth, bool isFirst)
    {
        if (FunctionSyntax.Body(function) is not { } body || !model.Compilation.ContainsSyntaxTree(function.SyntaxTree))
        {
            return false;
        }

        _depth = depth + 1;
        CodeModel there = model.In(function.SyntaxTree);
        if (depth > NearDepth)
        {
            _chance = EscapeChance.Conceivable;
        }

        bool isAsync = FunctionSyntax.IsAsync(function);
        bool returnsTask = !isAsync && FunctionSyntax.SymbolOf(function, there)?.ReturnType.IsTaskOrValueTask(model.Types) == true;
        bool isCaught = false, isFollowed = false, isGate = false, isDone = false, isDisposal = false;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            if (node is TryStatementSyntax @try)
            {
                isCaught |= ExceptionGuard.CatchesAll(@try);
            }
            else if (ExceptionGuard.IsThrow(node))
            {
                // What a function that is not async throws before it returns its task comes to whoever calls it.
                if (!ExceptionGuard.LetsOut(node, body) || (depth == 0 && returnsTask))
                {
                    continue;
                }

                if (depth == 0 || !TestsArguments(node))
                {
                    return false;
                }

                _chance = EscapeChance.Conceivable;
            }
            else if (FunctionSyntax.IsAwait(node) && !ExceptionGuard.IsCaught(node, body))
            {
                switch (node is AwaitExpressionSyntax await ? AddTask(await.Expression, there, isOnlyTask: false)
                    : node is ForEachStatementSyntax loop && SafeWaits.IsOwnStream(loop.Expression, there) ? TaskEnd.Gate
                    : ReadStreams.IsOnlyDisposalOf(node, there) ? TaskEnd.Disposal
                    : TaskEnd.MayFail)
                {
                    case TaskEnd.MayFail:
                        return false;
                    case TaskEnd.Gate:
                        isGate = true;
                        break;
                    case TaskEnd.Disposal:
                        isDisposal = true;
                        break;
                    case TaskEnd.Followed:
                        isFollowed = true;
                        break;
                }
            }
        }

        if (isDisposal && !isCaught)
        {
            // To open it may fail, which is plain code.
            _chance = EscapeChance.Conceivable;
        }

        if (returnsTask)
        {
            foreach (ExpressionSyntax returned in FunctionSyntax.ReturnedBy(body))
            {
                switch (ExceptionGuard.IsCaught(returned, body) ? TaskEnd.MayFail : AddTask(returned, there, isOnlyTask: true))
                {
                    case TaskEnd.MayFail:
                        return false;
                    case TaskEnd.Idle:
                        isDone = true;
                        break;
                    default:
                        isFollowed = true;
                        break;
                }
            }
        }

        if (!isAsync && !returnsTask)
        {
            // The work of 'Task.Run': () => source.TrySetResult(answer)
            isCaught |= body is InvocationExpressionSyntax && SafeCalls.AreAllIn(body, there);
        }
        else if (isGate && !isCaught && (isFirst || !isFollowed))
        {
            // Nobody has caught anything, and nothing need be.
            isCaught = SafeCalls.AreAllIn(body, there);
            if (!isCaught && !isFirst)
            {
                _chance = EscapeChance.Conceivable;
                isCaught = true;
            }
        }

        _isAsyncRoot |= isFirst && isAsync;
        _isWritten |= isCaught || (isDone && !_isAsyncRoot);
        _isFollowed |= isFollowed;
        return isFirst ? isAsync || returnsTask || isCaught : isCaught || isFollowed || isDone || isDisposal;
    }

    /// <summary>Where the task comes from; what runs in it is looked at next.</summary>
    /// <param name="task">What is awaited or returned.</param>
    /// <param name="there">The model of its file.</param>
    /// <param name="isOnlyTask">It is handed on, and stands for nothing else.</param>
    public TaskEnd AddTask(ExpressionSyntax task, CodeModel there, bool isOnlyTask)
    {
        if (SafeWaits.SuppressesFailures(task))
        {
            return TaskEnd.Gate;
        }

        task = CallSyntax.WithoutSuppression(CallSyntax.WithoutConfiguration(task));
        switch (task)
        {
            case IdentifierNameSyntax name when there.SymbolOf(name) is ILocalSymbol local
                && LocalAssignments.OnlyValueOf(local, there) is { } value and not AwaitExpressionSyntax:
                return AddTask(value, there, isOnlyTask);
            case ConditionalExpressionSyntax either:
                return Worse(AddTask(either.WhenTrue, there, isOnlyTask), AddTask(either.WhenFalse, there, isOnlyTask));
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce:
                return Worse(AddTask(coalesce.Left, there, isOnlyTask: true), AddTask(coalesce.Right, there, isOnlyTask));
            case ConditionalAccessExpressionSyntax conditional when isOnlyTask:
                return AddTask(conditional.WhenNotNull, there, isOnlyTask);
        }

        if (SettledSources.IsTaskOf(task, there))
        {
            _isOfSource = true;
            return TaskEnd.Gate;
        }

        return CallSyntax.IsCompletedTask(task) ? TaskEnd.Idle
            : SafeWaits.Of(task, there) switch
            {
                SafeWait.Time => isOnlyTask ? TaskEnd.MayFail : TaskEnd.Idle,
                SafeWait.Gate => TaskEnd.Gate,
                _ => task is InvocationExpressionSyntax call ? AddCall(call, there) : TaskEnd.MayFail,
            };
    }

    private TaskEnd AddCall(InvocationExpressionSyntax call, CodeModel there)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        switch (CallSyntax.CalledName(call))
        {
            case "Run" or "StartNew" when arguments.Count > 0:
                return AddFunction(arguments[0].Expression, there) ? TaskEnd.Followed : TaskEnd.MayFail;
            case "WhenAll" when arguments.Count > 0:
                return arguments.All(argument => AddEach(argument.Expression, there)) ? TaskEnd.Followed : TaskEnd.MayFail;
            case "Unwrap" when call.Expression is MemberAccessExpressionSyntax access:
                return AddTask(access.Expression, there, isOnlyTask: true);
            case null:
                return TaskEnd.MayFail;
        }

        return CalledSource.MethodNamedBy(call, there) is { } method
            && AddMethod(
                method,
                isBase: call.Expression is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax })
                    ? TaskEnd.Followed : TaskEnd.MayFail;
    }

    /// <summary>One task of those that are waited for together, or a query that starts one for each item.</summary>
    private bool AddEach(ExpressionSyntax tasks, CodeModel there)
        => tasks is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Select" },
            ArgumentList.Arguments: { Count: 1 } arguments
        }
            ? AddFunction(arguments[0].Expression, there)
            : AddTask(tasks, there, isOnlyTask: true) is not TaskEnd.MayFail;

    private bool AddFunction(ExpressionSyntax function, CodeModel there)
    {
        if (CallSyntax.WithoutCasts(function) is AnonymousFunctionExpressionSyntax lambda)
        {
            Add(lambda);
            return true;
        }

        return CalledSource.MethodNamedBy(function, there) is { } method && AddMethod(method, isBase: false);
    }

    /// <summary>All bodies of this compilation that a call of the method may run.</summary>
    private bool AddMethod(IMethodSymbol method, bool isBase)
    {
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return false;
        }

        bool any = false;
        if (!method.IsAbstract)
        {
            if (!AddBody(method))
            {
                return false;
            }

            any = true;
        }

        if (isBase || !CalledSource.MayBeOverridden(method))
        {
            return any;
        }

        foreach (IMethodSymbol implementation in method.IsAbstract
            ? OnlyImplementation.AllOf(method, model)
            : OnlyImplementation.OverridesOf(method, model))
        {
            if (!AddBody(implementation))
            {
                return false;
            }

            any = true;
        }

        if (CalledSource.IsOpenToOthers(method, model.Compilation))
        {
            _chance = EscapeChance.Conceivable;
        }

        return any;
    }

    private bool AddBody(IMethodSymbol method)
    {
        if (CalledSource.Of(method, model) is not { } source)
        {
            return false;
        }

        Add(source.Function);
        return true;
    }

    private static TaskEnd Worse(TaskEnd one, TaskEnd other)
        => one == TaskEnd.MayFail || other == TaskEnd.MayFail ? TaskEnd.MayFail : one > other ? one : other;

    /// <summary><c>throw new ArgumentNullException(…)</c>: only a mistake of the code that calls meets it.</summary>
    private static bool TestsArguments(SyntaxNode @throw)
        => @throw switch
        {
            ThrowStatementSyntax statement => statement.Expression,
            ThrowExpressionSyntax expression => expression.Expression,
            _ => null,
        } is ObjectCreationExpressionSyntax { Type: var type }
            && TypeNames.Of(type) is "ArgumentException" or "ArgumentNullException" or "ArgumentOutOfRangeException"
                or "UnreachableException" or "InvalidEnumArgumentException";
}
