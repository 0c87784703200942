namespace AsyncAnalyzers.Semantics;

/// <summary>A call that returns an awaitable which nothing receives.</summary>
internal sealed class DroppedTask
{
    private DroppedTask(ExpressionSyntax expression, InvocationExpressionSyntax call, IMethodSymbol method,
        InvocationExpressionSyntax maker, IMethodSymbol makingMethod, SyntaxNode function)
    {
        Expression = expression;
        Call = call;
        Method = method;
        Maker = maker;
        MakingMethod = makingMethod;
        Function = function;
    }

    /// <summary>The whole dropped expression, <c>?.</c> and <c>ConfigureAwait</c> included.</summary>
    public ExpressionSyntax Expression { get; }

    /// <summary>The outermost call in it.</summary>
    public InvocationExpressionSyntax Call { get; }

    /// <summary>The method that <see cref="Call"/> binds to.</summary>
    public IMethodSymbol Method { get; }

    /// <summary>The call that returned the task, before <c>ConfigureAwait</c>.</summary>
    public InvocationExpressionSyntax Maker { get; }

    /// <summary>The method that <see cref="Maker"/> binds to.</summary>
    public IMethodSymbol MakingMethod { get; }

    /// <summary>The innermost function around it.</summary>
    public SyntaxNode Function { get; }

    /// <summary>
    /// The expression that an expression statement, an expression-bodied void member or a lambda may drop, by syntax
    /// alone; null where it is no call.
    /// </summary>
    public static ExpressionSyntax? CandidateIn(SyntaxNode node)
    {
        ExpressionSyntax? expression = node switch
        {
            ExpressionStatementSyntax statement => statement.Expression,
            ArrowExpressionClauseSyntax arrow when ReturnsVoid(arrow) => arrow.Expression,
            LambdaExpressionSyntax { ExpressionBody: { } body } => body,
            _ => null,
        };
        return expression is not null && CallIn(expression) is not null ? expression : null;
    }

    /// <summary>The outermost call of the expression: behind <c>?.</c> the one at the end of the chain.</summary>
    public static InvocationExpressionSyntax? CallIn(ExpressionSyntax expression) => CallSyntax.WalkDownParentheses(expression) switch
    {
        InvocationExpressionSyntax invocation => invocation,
        ConditionalAccessExpressionSyntax access => CallIn(access.WhenNotNull),
        _ => null,
    };

    /// <summary>Finds a dropped task; null where the value is used, complete, or dropped in a way that is known to be meant.</summary>
    public static DroppedTask? Find(SyntaxNode node, CodeModel model)
    {
        if (CandidateIn(node) is not { } expression
            || CallIn(expression) is not { } call
            || CallSyntax.MethodOf(call, model) is not { } method
            || FunctionSyntax.Enclosing(expression) is not { } function
            || !(IsStartedWork(method) || FunctionResult.IsStartedBy(call, method, model))
            || !IsReportedAwaitable(method.ReturnType, model, call.SpanStart)
            || (node is LambdaExpressionSyntax lambda && !IsVoidDelegate(lambda, model))
            || ExpressionTree.Contains(expression, model)
            || IsMeant(call, method, model))
        {
            return null;
        }

        // Behind ConfigureAwait stands the call that matters.
        InvocationExpressionSyntax maker = WithoutConfiguration(call);
        if (maker != call && CallSyntax.MethodOf(maker, model) is { } made)
        {
            return IsMeant(maker, made, model) ? null
                : new DroppedTask(expression, call, method, maker, made, function);
        }

        return new DroppedTask(expression, call, method, call, method, function);
    }

    /// <summary>
    /// The compiler says so itself, as CS4014: of a plain call in an async function (outside of lock and unsafe), and of a plain
    /// call of an async method of the source anywhere. Behind <c>?.</c> it says nothing.
    /// </summary>
    public bool IsReportedByCompiler()
    {
        if (CallSyntax.WalkDownParentheses(Expression) is not InvocationExpressionSyntax)
        {
            return false;
        }

        return Method.IsAsync || (FunctionSyntax.IsAsync(Function) && !IsOutOfTheCompilersSight(Expression, Function));
    }

    /// <summary>In a lock and in unsafe code no await may stand: there the compiler does not ask for one.</summary>
    public static bool IsOutOfTheCompilersSight(SyntaxNode node, SyntaxNode function)
        => node.Ancestors().TakeWhile(ancestor => ancestor != function)
            .Any(ancestor => ancestor is LockStatementSyntax or UnsafeStatementSyntax or FixedStatementSyntax);

    /// <summary>The called name without <c>ConfigureAwait</c>: what a message speaks of.</summary>
    public string Name => CallSyntax.CalledName(Maker) ?? "this call";

    /// <summary>
    /// <c>task.ConfigureAwait(false);</c> with a task that is there already: nothing is started, and nothing is changed, since what the
    /// call returns is for
    /// an await. The task itself is not dropped by it.
    /// </summary>
    public bool IsConfigurationOnly => IsConfiguration(Call);

    /// <inheritdoc cref="IsConfigurationOnly"/>
    public static bool IsConfiguration(InvocationExpressionSyntax call)
        => CallSyntax.CalledName(call) == "ConfigureAwait"
            && WithoutConfiguration(call) == call
            && (call.Expression is MemberBindingExpressionSyntax
                || (call.Expression is MemberAccessExpressionSyntax { Expression: var receiver } && IsThere(receiver)));

    /// <summary>A variable, a field, a property, an element; with <c>!</c> and casts.</summary>
    private static bool IsThere(ExpressionSyntax expression) => CallSyntax.WalkDownParentheses(expression) switch
    {
        SimpleNameSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax => true,
        CastExpressionSyntax cast => IsThere(cast.Expression),
        PostfixUnaryExpressionSyntax suppressed => IsThere(suppressed.Operand),
        _ => false,
    };

    /// <summary>The call that made the task, before <c>ConfigureAwait</c>.</summary>
    public static InvocationExpressionSyntax WithoutConfiguration(InvocationExpressionSyntax call)
    {
        while (CallSyntax.CalledName(call) == "ConfigureAwait"
            && call.Expression is MemberAccessExpressionSyntax { Expression: var configured } && CallIn(configured) is { } inner)
        {
            call = inner;
        }

        return call;
    }

    private static bool ReturnsVoid(ArrowExpressionClauseSyntax arrow) => arrow.Parent switch
    {
        MethodDeclarationSyntax method => IsVoid(method.ReturnType) || method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax local => IsVoid(local.ReturnType) || local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        AccessorDeclarationSyntax accessor => !accessor.IsKind(SyntaxKind.GetAccessorDeclaration),
        ConstructorDeclarationSyntax or DestructorDeclarationSyntax => true,
        _ => false,
    };

    private static bool IsVoid(TypeSyntax type) => type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };

    /// <summary>A method that hands out what it was given (GetOrAdd, Exchange, Dequeue) starts nothing; a delegate does.</summary>
    public static bool IsStartedWork(IMethodSymbol method)
        => method.MethodKind == MethodKind.DelegateInvoke || method.OriginalDefinition.ReturnType is not ITypeParameterSymbol;

    /// <summary>A task, a value task, or another type whose own <c>GetAwaiter</c> makes it awaitable.</summary>
    public static bool IsReportedAwaitable(ITypeSymbol type, CodeModel model, int position)
        => type.IsTaskOrValueTask(model.Types)
            || (type is INamedTypeSymbol { SpecialType: SpecialType.None } && !IsUserInterfaceOperation(type)
                && type.IsAwaitable(model, position)
                && model.LookupSymbols(position, type, "GetAwaiter").Any(member => member is IMethodSymbol { Parameters.IsEmpty: true }));

    /// <summary>WPF's DispatcherOperation: BeginInvoke posts to the loop and is not meant to be awaited.</summary>
    private static bool IsUserInterfaceOperation(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.Name == "DispatcherOperation")
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsVoidDelegate(LambdaExpressionSyntax lambda, CodeModel model)
        => model.GetTypeInfo(lambda).ConvertedType is INamedTypeSymbol { DelegateInvokeMethod.ReturnsVoid: true };

    /// <summary>
    /// Complete from the start, a statement of what is to happen afterwards, work for the background, work that a batch runs, a task that
    /// the callee takes over, or a
    /// question to a mock: the caller does not need its task.
    /// </summary>
    public static bool IsMeant(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model)
    {
        if (PostedWork.IsOfSomebodyElse(call))
        {
            return true;
        }

        if (method.ContainingType.IsTaskOrValueTask(model.Types)
            || method.IsDeclaredIn(model.Types.TaskFactory)
            || method.IsDeclaredIn(model.Types.TaskFactoryOfT))
        {
            switch (method.Name)
            {
                // Complete from the start, or a statement of what is to happen afterwards.
                case "FromResult" or "FromException" or "FromCanceled" or "ContinueWith" or "ContinueWhenAll" or "ContinueWhenAny":
                    return true;
                case "Run" or "StartNew":
                    return IsBackgroundWork(call, model);
            }
        }

        return IsMockVerification(call, model)
            || TaskCaretaker.Of(call, method, model) != TaskCare.None
            || CompletedCallee.IsOf(call, method, model)
            || CompletedCallee.IsOfConsole(call, model)
            || CompletedCallee.IsOfEmptyBase(call, method)
            || HandsBack(call, method, model)
            || CollectedWork.Of(call, method, model) == Collecting.Yes;
    }

    /// <summary>
    /// <c>task.Observe();</c>, where the method looks at the exception of the task that it is given and answers with the task itself:
    /// nothing is started, and whoever has the variable has the task.
    /// </summary>
    private static bool HandsBack(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model)
    {
        if (method.IsAsync || CalledSource.OfOnly(method, model) is not { } source || FunctionSyntax.IsAsync(source.Function))
        {
            return false;
        }

        string? handed = null;
        foreach (ExpressionSyntax returned in FunctionSyntax.ReturnedBy(source.Body))
        {
            if (returned is not IdentifierNameSyntax { Identifier.ValueText: var name } || (handed is not null && handed != name))
            {
                return false;
            }

            handed = name;
        }

        IMethodSymbol definition = method.ReducedFrom ?? method;
        return handed is not null
            && source.Body.DescendantsAndSelf().Any(node => node is MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "Exception", Expression: IdentifierNameSyntax asked
            } && asked.Identifier.ValueText == handed)
            && definition.Parameters.FirstOrDefault(parameter => parameter.Name == handed && parameter.RefKind == RefKind.None) is { } given
            && !LocalAssignments.IsWritten(handed, source.Function, model.With(source.Model))
            && (method.ReducedFrom is not null && given.Ordinal == 0
                ? (call.Expression as MemberAccessExpressionSyntax)?.Expression
                : GivenArgument.For(given.Name, given.Ordinal - (method.ReducedFrom is null ? 0 : 1), call.ArgumentList.Arguments))
                is { } task
            && IsThere(task);
    }

    /// <summary>
    /// A long-running task of synchronous work, an endless loop, or a body that lets no exception out: nobody needs to wait for it.
    /// </summary>
    public static bool IsBackgroundWork(InvocationExpressionSyntax call, CodeModel model)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        // The thread of its own that LongRunning asks for is left at the first await: it says nothing of an async function.
        if (arguments.Any(argument
            => argument.Expression.DescendantsAndSelf().Any(node
                => node is IdentifierNameSyntax { Identifier.ValueText: "LongRunning" }))
            && (CallSyntax.MethodOf(call, model)?.ReturnType is not INamedTypeSymbol { TypeArguments: { Length: 1 } result }
                || result[0].Name is not ("Task" or "ValueTask")))
        {
            return true;
        }

        if (arguments.FirstOrDefault()?.Expression is AnonymousFunctionExpressionSyntax signal && PostedWork.OnlySignals(signal))
        {
            return true;
        }

        SyntaxNode? function = arguments.FirstOrDefault()?.Expression switch
        {
            AnonymousFunctionExpressionSyntax { ExpressionBody: InvocationExpressionSyntax inner } => DeclarationOf(inner.Expression),
            AnonymousFunctionExpressionSyntax { ExpressionBody: AwaitExpressionSyntax { Expression: InvocationExpressionSyntax inner } }
                => DeclarationOf(inner.Expression),
            AnonymousFunctionExpressionSyntax lambda => lambda,
            { } methodGroup => DeclarationOf(methodGroup),
            null => null,
        };
        // Of an async void function another rule speaks: the task has nothing to do with what it does after its first await.
        return (function is not null && FunctionSyntax.IsAsync(function) && FunctionSyntax.ReturnType(function) is PredefinedTypeSyntax)
            || (function is not null && LooksAfterItself(function))
            || (CallSyntax.CalledName(call) is "Run" or "StartNew" && EscapingFailures.OfTask(call, model).IsSettled);

        SyntaxNode? DeclarationOf(ExpressionSyntax called)
            => CalledSource.MethodNamedBy(called, model) is { } method
                ? CalledSource.DeclarationOf(method, model.CancellationToken)
                : null;
    }

    /// <summary>The function loops without end, or lets no exception out: its task has nothing to tell.</summary>
    public static bool LooksAfterItself(SyntaxNode function)
        => FunctionSyntax.Body(function) is BlockSyntax body
            && (IsWhollyGuarded(body) || body.Statements.Any(IsBackgroundLoop)
                || (body.Statements.OfType<TryStatementSyntax>().FirstOrDefault() is { } @try
                    && @try.Block.Statements.Any(IsBackgroundLoop)));

    private static bool IsBackgroundLoop(StatementSyntax statement)
        => statement is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax { Condition: null }
            || statement is UsingStatementSyntax { Statement: BlockSyntax inner } && inner.Statements.Any(IsBackgroundLoop)
            || statement is CommonForEachStatementSyntax loop && loop.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword);

    /// <summary>The body is one try statement that catches every exception and throws none again.</summary>
    private static bool IsWhollyGuarded(BlockSyntax body)
        => body.Statements.LastOrDefault() is TryStatementSyntax @try
            && body.Statements.Take(body.Statements.Count - 1).All(statement
                => statement is LocalDeclarationStatementSyntax or LocalFunctionStatementSyntax)
            && @try.Catches.Any(static @catch => ExceptionGuard.IsGeneral(@catch)
                && !@catch.Block.Descendants().Any(node => node is ThrowStatementSyntax));

    /// <summary>NSubstitute: <c>service.Received().SaveAsync()</c> asks, and calls nothing.</summary>
    private static bool IsMockVerification(InvocationExpressionSyntax call, CodeModel model)
    {
        for (ExpressionSyntax? current = call; current is not null;)
        {
            current = current switch
            {
                InvocationExpressionSyntax invocation => invocation.Expression,
                MemberAccessExpressionSyntax access => access.Expression,
                ParenthesizedExpressionSyntax parenthesized => parenthesized.Expression,
                _ => null,
            };
            if (current is InvocationExpressionSyntax inner && IsMocking(inner))
            {
                return true;
            }
        }

        return call.Ancestors().OfType<AnonymousFunctionExpressionSyntax>()
            .Any(lambda => lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax around } && IsMocking(around));

        bool IsMocking(InvocationExpressionSyntax invocation)
            => CallSyntax.CalledName(invocation) is { } name
                && (name.StartsWith("Received", StringComparison.Ordinal)
                    || name.StartsWith("DidNotReceive", StringComparison.Ordinal)
                    || name is "InOrder" or "When" or "WhenForAnyArgs" or "Configure")
                && CallSyntax.MethodOf(invocation, model)?.ContainingNamespace is { } space
                && (space.Name == "NSubstitute" || space.ContainingNamespace?.Name == "NSubstitute");
    }
}
