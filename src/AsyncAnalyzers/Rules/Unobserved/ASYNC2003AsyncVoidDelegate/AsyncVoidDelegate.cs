namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>What an async function that returns nothing is given to.</summary>
internal enum AsyncVoidTarget
{
    /// <summary>Some delegate that returns nothing.</summary>
    Delegate,

    /// <summary><c>+=</c>, or the shape of an event handler.</summary>
    Event,

    /// <summary><c>List.ForEach</c> and its like, which call it for one item after the other and return.</summary>
    ForEach,

    /// <summary><c>Parallel.For</c>, <c>ForEach</c> or <c>Invoke</c>.</summary>
    Parallel,

    /// <summary><c>ForAll</c> of a parallel query.</summary>
    ParallelQuery,

    /// <summary>The constructor of a timer.</summary>
    Timer,

    /// <summary><c>ThreadPool.QueueUserWorkItem</c>, <c>new Thread</c>, <c>new Task</c>.</summary>
    Work,

    /// <summary>A method beside which stands one that takes a task: <c>Execute</c> and <c>ExecuteAsync</c>.</summary>
    Counterpart,

    /// <summary>An assertion about what it throws.</summary>
    Assertion,
}

/// <summary>An async lambda, anonymous method or method group that was turned into a delegate which returns nothing.</summary>
internal sealed class AsyncVoidDelegate
{
    private readonly IMethodSymbol? _function;
    private readonly ExpressionSyntax? _event;

    private AsyncVoidDelegate(AsyncVoidTarget target, Phrase display, IMethodSymbol function, ExpressionSyntax? @event)
        : this(target, display)
    {
        _function = function;
        _event = @event;
    }

    private AsyncVoidDelegate(
        AsyncVoidTarget target, Phrase display, ExpressionSyntax? call = null, IMethodSymbol? method = null, string? counterpart = null)
    {
        Target = target;
        Display = display;
        Call = call;
        Method = method;
        Counterpart = counterpart;
    }

    public AsyncVoidTarget Target { get; }

    /// <summary>The target in the middle of a sentence.</summary>
    public Phrase Display { get; }

    /// <summary>The invocation or object creation that it is an argument of.</summary>
    public ExpressionSyntax? Call { get; }

    /// <summary>The method or constructor that is called.</summary>
    public IMethodSymbol? Method { get; }

    /// <summary>The name of the method that takes a function returning a task.</summary>
    public string? Counterpart { get; }

    /// <summary>The target is used as if the work were done when it returns.</summary>
    public bool IsTakenForDone
        => Target is AsyncVoidTarget.ForEach or AsyncVoidTarget.Parallel or AsyncVoidTarget.ParallelQuery or AsyncVoidTarget.Counterpart
            or AsyncVoidTarget.Assertion;

    /// <summary>It handles an event under the SynchronizationContext of a user interface, or is posted to its loop.</summary>
    public bool IsOfUserInterface(ExpressionSyntax place, CodeModel model)
        => Target == AsyncVoidTarget.Event
            ? _function is not null && HandlerContext.IsUserInterface(_function, place, _event, model)
            : IsPosted && UserInterfaceTypes.IsOrDerivesFrom(Method!.ContainingType);

    /// <summary>
    /// It is handed to a loop, which runs it later and waits for nothing: <c>context.Post(async _ => …)</c>. What it throws comes to the
    /// same place as the exception of a function that is not async.
    /// </summary>
    public bool IsPosted
        => Target == AsyncVoidTarget.Delegate && Method is { Name: var name }
            && (name is "Post" or "BeginInvoke" or "InvokeAsync" or "Dispatch" or "DispatchAsync" or "TryEnqueue" or "RunAsync"
                || name.StartsWith("BeginInvokeOn", StringComparison.Ordinal) || name.StartsWith("RunOn", StringComparison.Ordinal)
                || name.StartsWith("InvokeOn", StringComparison.Ordinal));

    /// <summary><c>mock.Setup(…).Callback(async () => …)</c>, <c>When(…).Do(async _ => …)</c>.</summary>
    public bool IsOfDouble => Target == AsyncVoidTarget.Delegate && Method?.Name is "Callback" or "Do" or "AndDoes" or "Invokes";

    /// <summary>Null where the function returns a task.</summary>
    public static AsyncVoidDelegate? Of(ExpressionSyntax function, CodeModel model)
    {
        if (model.SymbolOf(function) is not IMethodSymbol { IsAsync: true, ReturnsVoid: true } self)
        {
            return null;
        }

        ExpressionSyntax value = ValueOf(function, model);
        if (value.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } subscription
            && subscription.Right == value)
        {
            // Behind the last handler of an exception the process ends in any case.
            return NameOf(subscription.Left) == "UnhandledException"
                ? null
                : new AsyncVoidDelegate(AsyncVoidTarget.Event, $"the event '{NameOf(subscription.Left)}'", self, subscription.Left);
        }

        if (AsyncVoidRoles.HasEventHandlerShape(self, model.Types))
        {
            return new AsyncVoidDelegate(AsyncVoidTarget.Event, "an event", self, null);
        }

        if (value.Parent is ArgumentSyntax { Parent.Parent: ExpressionSyntax call } argument)
        {
            if (model.SymbolOf(call) is IMethodSymbol method)
            {
                return OfArgument(function, argument, call, method, model);
            }

            if (call is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax)
            {
                // The call fits no method: what the function is turned into is the compiler's guess.
                return null;
            }
        }

        string type = model.GetTypeInfo(function).ConvertedType?.Name ?? "Action";
        return new AsyncVoidDelegate(AsyncVoidTarget.Delegate, $"'{type}'");
    }

    /// <summary>The delegate as it is handed on: with parentheses, casts and <c>new Action(…)</c> around it.</summary>
    public static ExpressionSyntax ValueOf(ExpressionSyntax function, CodeModel model)
    {
        ExpressionSyntax value = function;
        while (true)
        {
            switch (value.Parent)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax:
                    value = (ExpressionSyntax)value.Parent;
                    break;
                case ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax creation }
                    when model.TypeOf(creation) is { TypeKind: TypeKind.Delegate }:
                    value = creation;
                    break;
                default:
                    return value;
            }
        }
    }

    private static AsyncVoidDelegate OfArgument(
        ExpressionSyntax function, ArgumentSyntax argument, ExpressionSyntax call, IMethodSymbol method, CodeModel model)
    {
        KnownTypes types = model.Types;
        string type = method.ContainingType.Name;
        if (method.MethodKind == MethodKind.Constructor)
        {
            AsyncVoidTarget created = method.ContainingType.Is(types.Timer) ? AsyncVoidTarget.Timer
                : method.ContainingType.Is(types.Thread) || method.ContainingType.Is(types.Task) ? AsyncVoidTarget.Work
                : AsyncVoidTarget.Delegate;
            return new AsyncVoidDelegate(created, $"'new {type}'", call, method);
        }

        Phrase display = method.MethodKind is MethodKind.LocalFunction or MethodKind.DelegateInvoke
            ? Phrase.Of($"'{method.Name}'")
            : $"'{type}.{method.Name}'";
        AsyncVoidTarget target = method.ContainingType.Is(types.Parallel) ? AsyncVoidTarget.Parallel
            : method.IsDeclaredIn(types.ParallelEnumerable) ? AsyncVoidTarget.ParallelQuery
            : method.Name is "ForEach" or "ForAll" ? AsyncVoidTarget.ForEach
            : method.ContainingType.Is(types.ThreadPool) ? AsyncVoidTarget.Work
            : AsyncVoidTarget.Delegate;
        if (target == AsyncVoidTarget.Delegate && CounterpartOf(method, argument, types) is { } counterpart)
        {
            return new AsyncVoidDelegate(AsyncVoidTarget.Counterpart, display, call, method, counterpart);
        }

        if (target == AsyncVoidTarget.Delegate
            && function is AnonymousFunctionExpressionSyntax lambda
            && TestAssertions.IsAsserted(lambda, model))
        {
            target = AsyncVoidTarget.Assertion;
        }

        return new AsyncVoidDelegate(target, display, call, method);
    }

    /// <summary>
    /// A method of the same type, named <c>…Async</c>, that takes as many arguments, at the same place a function that returns a task, and
    /// that can be awaited.
    /// </summary>
    private static string? CounterpartOf(IMethodSymbol method, ArgumentSyntax argument, KnownTypes types)
    {
        string name = method.Name + "Async";
        method = method.ReducedFrom ?? method;
        int index = argument.NameColon is { } named
            ? method.Parameters.FirstOrDefault(parameter => parameter.Name == named.Name.Identifier.ValueText)?.Ordinal ?? -1
            : ((ArgumentListSyntax)argument.Parent!).Arguments.IndexOf(argument) + (method.IsExtensionMethod
                && argument.Parent!.Parent is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax } ? 1 : 0);
        return index >= 0
            && method.ContainingType.GetMembers(name).OfType<IMethodSymbol>().Any(candidate => candidate.IsStatic == method.IsStatic
                && candidate.Parameters.Length >= method.Parameters.Length
                && candidate.Parameters.Skip(method.Parameters.Length).All(parameter => parameter.IsOptional)
                && candidate.Parameters.Length > index
                && candidate.Parameters[index].Type is INamedTypeSymbol { DelegateInvokeMethod.ReturnType: { } result }
                && result.IsTaskLike(types)
                && candidate.ReturnType.IsTaskLike(types))
            ? name
            : null;
    }

    private static string NameOf(ExpressionSyntax target) => target switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => target.ToString(),
    };
}
