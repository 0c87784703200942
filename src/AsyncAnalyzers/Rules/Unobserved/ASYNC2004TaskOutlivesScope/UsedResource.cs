namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>What a <c>using</c> disposes, and whether a task that leaves it still needs that.</summary>
internal static class UsedResource
{
    /// <summary>How many functions are followed that only hand on what another one makes.</summary>
    private const int MaximumDepth = 3;

    private static readonly HashSet<string> Inert = new(StringComparer.Ordinal)
    {
        "CancellationTokenSource", "SemaphoreSlim", "TextReader", "TextWriter", "BinaryReader", "BinaryWriter", "XmlReader", "XmlWriter",
        "HttpMessageInvoker", "HttpMessageHandler", "HttpRequestMessage", "HttpResponseMessage", "HttpContent", "DbCommand", "DbDataReader",
        "JsonDocument", "HashAlgorithm", "SymmetricAlgorithm", "RandomNumberGenerator",
    };

    /// <summary>The name of the resource that the task needs; empty where it has none; null where the task can do without.</summary>
    public static string? NameOfHeld(
        SyntaxNode scope,
        VariableDeclarationSyntax? declaration,
        ExpressionSyntax? expression,
        ReturnStatementSyntax @return,
        InvocationExpressionSyntax call,
        CodeModel model)
    {
        if (declaration is null)
        {
            return expression is null
                ? null
                : NameOfHeldExpression(scope, CallSyntax.WalkDownParentheses(expression), @return, call, model);
        }

        foreach (VariableDeclaratorSyntax variable in declaration.Variables)
        {
            if (model.GetDeclaredSymbol(variable) is not ILocalSymbol local || IsNeededAtReturnOnly(local.Type, model.Types)
                || EmptyDisposal.IsOf(local.Type, model) || KeepsHandler(local.Type, variable.Initializer?.Value))
            {
                continue;
            }

            if (HeldResource.IsIn(@return.Expression!, local, scope, model)
                || IsActivity(local.Type)
                || (variable.Initializer?.Value is { } value
                    && IsMeantForTheScope(value, local.Type, call, model)
                    && !IsMentioned(variable, scope)))
            {
                return local.Name;
            }
        }

        return null;
    }

    private static string? NameOfHeldExpression(
        SyntaxNode scope, ExpressionSyntax expression, ReturnStatementSyntax @return, InvocationExpressionSyntax call, CodeModel model)
    {
        ITypeSymbol? type = model.TypeOf(expression);
        if (type is null || IsNeededAtReturnOnly(type, model.Types) || EmptyDisposal.IsOf(type, model))
        {
            return null;
        }

        if (expression is IdentifierNameSyntax or MemberAccessExpressionSyntax)
        {
            return model.SymbolOf(expression) is { } symbol
                and (ILocalSymbol or IParameterSymbol or IFieldSymbol)
                && HeldResource.IsIn(@return.Expression!, symbol, scope, model) ? symbol.Name : null;
        }

        return IsMeantForTheScope(expression, type, call, model) ? string.Empty : null;
    }

    /// <summary>
    /// A resource that nobody reads is there for the time between its making and its end: a lock, a transaction, a measurement. What flows
    /// with the execution context is not: continuations keep it.
    /// </summary>
    private static bool IsMeantForTheScope(ExpressionSyntax value, ITypeSymbol type, InvocationExpressionSyntax work, CodeModel model)
    {
        ExpressionSyntax made = CallSyntax.WalkDownParentheses(value);
        if (made is not (InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or ConditionalAccessExpressionSyntax)
            || InMemoryStreams.IsStream(type, model.Types)
            || IsInert(type))
        {
            return false;
        }

        InvocationExpressionSyntax? call = DroppedTask.CallIn(made);
        string name = (call is null ? null : CallSyntax.CalledName(call)) ?? string.Empty;
        return name is not (
            "BeginScope" or "PushProperty" or "PushProperties" or "Push" or "BeginLifetimeScope" or "CreateScope" or "CreateAsyncScope")
            && !SpeaksOfTheCallersContext(call?.Expression.ToString() ?? name) && !SpeaksOfTheCallersContext(type.Name)
            && ExactType(call, type, model) is var exact
            && !AmbientState.IsScope(exact, model)
            && !EmptyDisposal.IsOf(exact, model)
            && (!ReleasesThreadLock(exact, model) || LockedWork.NeedsLock(null, work, model));
    }

    /// <summary>
    /// What a method of this compilation that promises an interface hands out, where it returns in one place; also what it got from
    /// another such method.
    /// </summary>
    private static ITypeSymbol ExactType(InvocationExpressionSyntax? call, ITypeSymbol type, CodeModel model)
    {
        for (int depth = 0; depth < MaximumDepth && type.TypeKind == TypeKind.Interface && call is not null; depth++)
        {
            if (CallSyntax.MethodOf(call, model) is not { } method
                || CalledSource.Of(OnlyImplementation.Of(method, model) ?? method, model) is not { } source
                || FunctionSyntax.ReturnedBy(source.Body).ToArray() is not { Length: 1 } returned)
            {
                break;
            }

            model = model.With(source.Model);
            type = model.TypeOf(returned[0]) ?? type;
            call = DroppedTask.CallIn(returned[0]);
        }

        return type;
    }

    /// <summary>
    /// Its <c>Dispose</c> releases a lock of the thread (<c>Monitor.Exit</c>, <c>ExitReadLock</c>): like a <c>lock</c>, it may guard no
    /// more than the start of the work, and no await may stand in it.
    /// </summary>
    private static bool ReleasesThreadLock(ITypeSymbol type, CodeModel model)
        => type.GetMembers("Dispose").OfType<IMethodSymbol>().FirstOrDefault(static method
                => method is { Parameters.IsEmpty: true, ReturnsVoid: true }) is { } dispose
            && CalledSource.Of(dispose, model) is { } source
            && model.With(source.Model) is var there
            && FunctionSyntax.OwnNodes(source.Body).Any(node => node is InvocationExpressionSyntax release
                && CallSyntax.CalledName(release) is { } name && LockCalls.Releases(name)
                && ThreadAffineLocks.IsCalledBy(release, there));

    /// <summary>It does nothing to anybody who does not use it: a token source, a reader, a command, a client.</summary>
    private static bool IsInert(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (Inert.Contains(current.Name)
                && current.ContainingNamespace.ToDisplayString().StartsWith("System.", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is set aside for the time of the call and must be put back on the same thread.</summary>
    private static bool SpeaksOfTheCallersContext(string name)
        => name.Contains("Context") || name.Contains("Flow") || name.Contains("Culture");

    private static bool IsNeededAtReturnOnly(ITypeSymbol type, KnownTypes types)
        => type.Name is "AsyncFlowControl" || type.IsTask(types)
            || type.AllInterfaces.Any(implemented => implemented is { Name: "IEnumerator", ContainingNamespace.Name: "Collections" });

    /// <summary><c>new HttpMessageInvoker(handler, disposeHandler: false)</c>: its end ends nothing.</summary>
    private static bool KeepsHandler(ITypeSymbol type, ExpressionSyntax? made)
        => type.Name == "HttpMessageInvoker"
            && made is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } arguments }
            && arguments[1].Expression.IsKind(SyntaxKind.FalseLiteralExpression);

    /// <summary>Its end is the end of what it measures.</summary>
    private static bool IsActivity(ITypeSymbol type)
        => type is { Name: "Activity", ContainingNamespace: { Name: "Diagnostics", ContainingNamespace.Name: "System" } };

    private static bool IsMentioned(VariableDeclaratorSyntax variable, SyntaxNode scope)
        => scope.Descendants().Any(node
            => node is IdentifierNameSyntax name && name.Identifier.ValueText == variable.Identifier.ValueText);
}
