namespace AsyncAnalyzers.Semantics;

/// <summary>How the functions that a call is given come to run at the same time as other code.</summary>
internal enum ConcurrencyKind
{
    /// <summary>Parallel.For, ForEach, ForEachAsync, ForAsync: each function runs on several threads at once.</summary>
    ParallelLoop,

    /// <summary>Parallel.Invoke: each function runs beside the others.</summary>
    ParallelInvoke,

    /// <summary>Operators behind AsParallel.</summary>
    ParallelQuery,

    /// <summary>
    /// Task.Run, StartNew, new Thread, QueueUserWorkItem: the function runs once for each start, beside the code that goes on.
    /// </summary>
    Started,

    /// <summary>A timer that fires again and again.</summary>
    Timer,

    /// <summary>
    /// A subscription to what another thread raises, one event after the other: of a watcher of files, a process, a port.
    /// </summary>
    Handler,

    /// <summary>Task.WhenAll over a Select: what stands behind an await runs beside the same code for other items.</summary>
    AwaitedTogether,
}

/// <summary>
/// A call, creation or subscription that makes functions run concurrently. Found by syntax; <see cref="IsConfirmed"/> binds it.
/// </summary>
/// <param name="Kind">What it does with the functions.</param>
/// <param name="Call">The invocation, the creation, or the subscription.</param>
/// <param name="Name">The name that a reader knows it by.</param>
/// <param name="Functions">The functions: lambdas, anonymous methods, method groups; for a query, its clauses.</param>
internal sealed record ConcurrentStart(ConcurrencyKind Kind, ExpressionSyntax Call, string Name, ImmutableArray<SyntaxNode> Functions)
{
    /// <summary>The names that make up a start; <see cref="At"/> is to be asked for each use of one.</summary>
    public static readonly string[] TriggerNames =
    {
        "Parallel", "Run", "StartNew", "QueueUserWorkItem", "UnsafeQueueUserWorkItem",
        "Thread", "Timer", "CreateTimer", "Elapsed", "AsParallel", "WhenAll",
        "Changed", "Created", "Deleted", "Renamed", "OutputDataReceived", "ErrorDataReceived", "DataReceived",
    };

    /// <summary>The part of the call that names it.</summary>
    public Location Location => Call switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax } access }
            => access.Name.GetLocation(),
        InvocationExpressionSyntax invocation => invocation.Expression.GetLocation(),
        ObjectCreationExpressionSyntax creation => creation.Type.GetLocation(),
        AssignmentExpressionSyntax assignment => assignment.Left.GetLocation(),
        _ => Call.GetLocation(),
    };

    /// <summary>What a timer is given as the time between two ticks; null where it is not given in the call.</summary>
    public ExpressionSyntax? Period => Kind != ConcurrencyKind.Timer ? null : Call switch
    {
        InvocationExpressionSyntax call => PeriodIn(call.ArgumentList),
        BaseObjectCreationExpressionSyntax { ArgumentList: { } list } => PeriodIn(list),
        _ => null,
    };

    private static ExpressionSyntax PeriodIn(ArgumentListSyntax list)
        => GivenArgument.For("period", 3, list.Arguments) ?? list.Arguments[3].Expression;

    /// <summary>The start that a name belongs to, by syntax alone.</summary>
    public static ConcurrentStart? At(SimpleNameSyntax name)
    {
        switch (name.Identifier.ValueText)
        {
            case "Parallel":
                ExpressionSyntax receiver = name.Parent is MemberAccessExpressionSyntax qualified
                    && qualified.Name == name ? qualified : name;
                return receiver.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access
                    && access.Expression == receiver
                    && call.Expression == access
                    ? access.Name.Identifier.ValueText switch
                    {
                        "For" or "ForEach" or "ForEachAsync" or "ForAsync"
                            => new(ConcurrencyKind.ParallelLoop, call, "Parallel." + access.Name.Identifier.ValueText,
                                FunctionsIn(call.ArgumentList)),
                        "Invoke" => new(ConcurrencyKind.ParallelInvoke, call, "Parallel.Invoke", FunctionsIn(call.ArgumentList)),
                        _ => null,
                    }
                    : null;
            case "Run":
                return CallSyntax.InvocationOf(name) is { } run && CallSyntax.Receiver(name) is { } task && LastName(task) == "Task"
                    ? new(ConcurrencyKind.Started, run, "Task.Run", FirstFunctionIn(run.ArgumentList))
                    : null;
            case "StartNew":
                return CallSyntax.InvocationOf(name) is { ArgumentList.Arguments.Count: > 0 } startNew
                    ? new(ConcurrencyKind.Started, startNew, "StartNew", FirstFunctionIn(startNew.ArgumentList))
                    : null;
            case "QueueUserWorkItem" or "UnsafeQueueUserWorkItem":
                return CallSyntax.InvocationOf(name) is { } queue
                    ? new(ConcurrencyKind.Started, queue, "ThreadPool." + name.Identifier.ValueText, FirstFunctionIn(queue.ArgumentList))
                    : null;
            case "Thread":
                return CreationOf(name) is { ArgumentList: { } threadArguments } thread
                    ? new(ConcurrencyKind.Started, thread, "new Thread", FirstFunctionIn(threadArguments))
                    : null;
            case "Timer":
                return CreationOf(name) is { ArgumentList: { Arguments.Count: 4 } timerArguments } timer
                    ? new(ConcurrencyKind.Timer, timer, "new Timer", FirstFunctionIn(timerArguments))
                    : null;
            case "CreateTimer":
                return CallSyntax.InvocationOf(name) is { ArgumentList: { Arguments.Count: 4 } providerArguments } createTimer
                    ? new(ConcurrencyKind.Timer, createTimer, "CreateTimer", FirstFunctionIn(providerArguments))
                    : null;
            case "Elapsed":
                return SubscriptionTo(name, ConcurrencyKind.Timer, "Timer.Elapsed");
            case "Changed" or "Created" or "Deleted" or "Renamed" or "OutputDataReceived" or "ErrorDataReceived" or "DataReceived":
                return SubscriptionTo(name, ConcurrencyKind.Handler, name.Identifier.ValueText);
            case "AsParallel":
                return CallSyntax.InvocationOf(name) is { } asParallel
                    ? new(ConcurrencyKind.ParallelQuery, asParallel, "AsParallel", FunctionsBehind(asParallel))
                    : null;
            case "WhenAll":
                return CallSyntax.InvocationOf(name) is { ArgumentList.Arguments: { Count: 1 } tasks } whenAll
                    && SelectedBy(tasks[0].Expression) is { } selector
                    ? new(ConcurrencyKind.AwaitedTogether, whenAll, "Task.WhenAll", ImmutableArray.Create(selector))
                    : null;
            default:
                return null;
        }
    }

    /// <summary>The call is what its name says, and nothing in it makes its functions run one after another.</summary>
    public bool IsConfirmed(CodeModel model)
    {
        switch (Call)
        {
            case InvocationExpressionSyntax invocation when CallSyntax.MethodOf(invocation, model) is { } method:
                return Kind switch
                {
                    ConcurrencyKind.ParallelLoop or ConcurrencyKind.ParallelInvoke
                        => method.IsDeclaredIn(model.Types.Parallel) && !RunsOneAtATime(invocation, model),
                    ConcurrencyKind.ParallelQuery => method.IsDeclaredIn(model.Types.ParallelEnumerable),
                    ConcurrencyKind.AwaitedTogether => method.IsDeclaredIn(model.Types.Task),
                    ConcurrencyKind.Timer => method.ContainingType.IsOrDerivesFrom(model.Types.TimeProvider) && IsPeriodic(Period!, model),
                    _ => method.IsDeclaredIn(model.Types.Task) || method.IsDeclaredIn(model.Types.ThreadPool)
                        || (method.IsDeclaredIn(model.Types.TaskFactory) || method.IsDeclaredIn(model.Types.TaskFactoryOfT))
                            && !HasOwnScheduler(invocation, method),
                };
            case AssignmentExpressionSyntax subscription:
                return model.SymbolOf(subscription.Left) is IEventSymbol { ContainingType: { } source }
                    && (Kind == ConcurrencyKind.Timer ? source.Is(model.Types.TimersTimer)
                        : source.Is(model.Types.FileSystemWatcher) || source.Is(model.Types.Process) || source.Is(model.Types.SerialPort))
                    && subscription.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
                    && !type.Descendants().Any(node
                        => node is IdentifierNameSyntax { Identifier.ValueText: "AutoReset" or "SynchronizingObject" });
            case BaseObjectCreationExpressionSyntax creation:
                ITypeSymbol? created = model.TypeOf(creation);
                return Kind == ConcurrencyKind.Timer
                    ? created.Is(model.Types.Timer) && IsPeriodic(Period!, model)
                    : created.Is(model.Types.Thread);
            default:
                return false;
        }
    }

    /// <summary>A lambda, anonymous method or method group, out of the casts and delegate creations around it.</summary>
    public static SyntaxNode? FunctionOf(ExpressionSyntax expression) => expression switch
    {
        AnonymousFunctionExpressionSyntax => expression,
        IdentifierNameSyntax => expression,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } => expression,
        ParenthesizedExpressionSyntax parenthesized => FunctionOf(parenthesized.Expression),
        CastExpressionSyntax cast => FunctionOf(cast.Expression),
        ObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } => FunctionOf(arguments[0].Expression),
        _ => null,
    };

    /// <summary><c>source.Name += function</c>.</summary>
    private static ConcurrentStart? SubscriptionTo(SimpleNameSyntax name, ConcurrencyKind kind, string shown)
        => name.Parent is MemberAccessExpressionSyntax
        {
            Parent: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } subscription,
        } @event && @event.Name == name && subscription.Left == @event && FunctionOf(subscription.Right) is { } handler
            ? new(kind, subscription, shown, ImmutableArray.Create(handler))
            : null;

    private static ImmutableArray<SyntaxNode> FunctionsIn(ArgumentListSyntax list)
        => list.Arguments.Select(argument => FunctionOf(argument.Expression)).Where(function => function is not null).ToImmutableArray()!;

    private static ImmutableArray<SyntaxNode> FirstFunctionIn(ArgumentListSyntax list)
        => list.Arguments.Count > 0 && FunctionOf(list.Arguments[0].Expression) is { } function
            ? ImmutableArray.Create(function)
            : ImmutableArray<SyntaxNode>.Empty;

    private static string? LastName(ExpressionSyntax expression) => expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary><c>new T(…)</c>, <c>new N.T(…)</c>, or <c>T x = new(…)</c>.</summary>
    public static BaseObjectCreationExpressionSyntax? CreationOf(SimpleNameSyntax name)
    {
        SyntaxNode type = name;
        while (type.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax or NullableTypeSyntax)
        {
            type = type.Parent;
        }

        return type.Parent switch
        {
            ObjectCreationExpressionSyntax creation when creation.Type == type => creation,
            VariableDeclarationSyntax { Variables: { Count: 1 } variables }
                => variables[0].Initializer?.Value as ImplicitObjectCreationExpressionSyntax,
            _ => null,
        };
    }

    private static ImmutableArray<SyntaxNode> FunctionsBehind(InvocationExpressionSyntax asParallel)
    {
        ImmutableArray<SyntaxNode>.Builder functions = ImmutableArray.CreateBuilder<SyntaxNode>();
        ExpressionSyntax current = asParallel;
        while (current.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access
            && access.Expression == current
            && call.Expression == access)
        {
            string name = access.Name.Identifier.ValueText;
            if (name is "AsSequential" or "ToDictionary" or "ToLookup"
                || name == "WithDegreeOfParallelism"
                    && call.ArgumentList.Arguments is { Count: 1 } degree
                    && degree[0].Expression is LiteralExpressionSyntax { Token.Value: 1 })
            {
                break;
            }

            functions.AddRange(FunctionsIn(call.ArgumentList));
            if (name is "AsEnumerable" or "ToList" or "ToArray")
            {
                break;
            }

            current = call;
        }

        if (current.Parent is FromClauseSyntax { Parent: QueryExpressionSyntax query })
        {
            functions.Add(query.Body);
        }

        return functions.ToImmutable();
    }

    /// <summary>The function given to the Select that makes the tasks: in place, or in the initializer of a local.</summary>
    private static SyntaxNode? SelectedBy(ExpressionSyntax tasks)
    {
        if (tasks is IdentifierNameSyntax name)
        {
            SyntaxNode? scope = FunctionSyntax.Enclosing(name);
            ExpressionSyntax? initializer = null;
            while (scope is not null && initializer is null)
            {
                foreach (SyntaxNode node in FunctionSyntax.OwnNodes(FunctionSyntax.Body(scope) ?? scope))
                {
                    if (node is VariableDeclaratorSyntax { Initializer: { } equals } variable
                        && variable.Identifier.ValueText == name.Identifier.ValueText)
                    {
                        initializer = equals.Value;
                    }
                }

                scope = FunctionSyntax.Enclosing(scope);
            }

            if (initializer is null)
            {
                return null;
            }

            tasks = initializer;
        }

        while (tasks is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call)
        {
            switch (access.Name.Identifier.ValueText)
            {
                case "ToArray" or "ToList" or "AsEnumerable":
                    tasks = access.Expression;
                    continue;
                case "Select" when call.ArgumentList.Arguments.Count > 0:
                    return FunctionOf(call.ArgumentList.Arguments.Last().Expression);
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The options say MaxDegreeOfParallelism = 1, in place or where the local is created.</summary>
    private static bool RunsOneAtATime(InvocationExpressionSyntax invocation, CodeModel model)
    {
        foreach (ArgumentSyntax argument in invocation.ArgumentList.Arguments)
        {
            ExpressionSyntax? options = argument.Expression;
            if (options is IdentifierNameSyntax name)
            {
                options = model.SymbolOf(name) is (ILocalSymbol or IFieldSymbol)
                    and { DeclaringSyntaxReferences: { Length: > 0 } references }
                    && references[0].GetSyntax(model.CancellationToken) is VariableDeclaratorSyntax { Initializer.Value: var value }
                        ? value
                        : null;
            }

            if (options is BaseObjectCreationExpressionSyntax { Initializer: { } initializer }
                && initializer.Expressions.Any(expression => expression is AssignmentExpressionSyntax
                {
                    Left: IdentifierNameSyntax { Identifier.ValueText: "MaxDegreeOfParallelism" },
                    Right: LiteralExpressionSyntax { Token.Value: 1 }
                }))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A scheduler other than the default one may run one task at a time.</summary>
    private static bool HasOwnScheduler(InvocationExpressionSyntax invocation, IMethodSymbol method)
        => method.Parameters.Any(parameter => parameter.Type.Name == "TaskScheduler")
            ? !invocation.ArgumentList.Arguments.Any(argument
                => argument.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Default" })
            : invocation.Expression is MemberAccessExpressionSyntax access && LastName(access.Expression) != "Factory";

    private static bool IsPeriodic(ExpressionSyntax period, CodeModel model)
    {
        if (model.GetConstantValue(period) is { HasValue: true, Value: { } value })
        {
            return Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture) is not (0 or -1 or uint.MaxValue);
        }

        // TimeSpan.FromSeconds(5) is; Zero, InfiniteTimeSpan, FromMilliseconds(-1) are not; of a variable nobody knows.
        return period is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } call
            && CallSyntax.CalledName(call) is { } name && name.StartsWith("From", StringComparison.Ordinal)
            && arguments[0].Expression is not PrefixUnaryExpressionSyntax;
    }
}
