namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// A callback with what belongs to one call, registered on a token that outlives the call, whose registration is dropped: all of it stays
/// on the token, call by call.
/// </summary>
internal sealed record UndisposedRegistration(InvocationExpressionSyntax Call, string Token, DiagnosticSeverity Severity)
{
    /// <summary>What the callback is for is awaited in the function: the registration can be disposed there.</summary>
    public bool EndsWithFunction { get; private init; }

    private static readonly string[] TokenWords = { "token", "cancel", "stop", "abort", "shutdown", "quit", "ct" };

    /// <param name="register">The name in <c>token.Register(…)</c>.</param>
    /// <param name="model">The model of the tree.</param>
    public static UndisposedRegistration? Find(SimpleNameSyntax register, CodeModel model)
    {
        if (model.Types.HasTestFramework
            || CallSyntax.InvocationOf(register) is not { ArgumentList.Arguments.Count: >= 1 and <= 3 } call
            || register.Parent is not MemberAccessExpressionSyntax { Expression: var token }
            || !MayBeToken(token) || IsForEndOfApplication(call, token)
            || FunctionSyntax.Enclosing(call) is not { } function
            || IsForEndOfRun(token, function)
            || IsSubscription(call, function) || TokenSubscription.Is(call, function)
            || !IsDropped(call, model)
            || CallFrequency.IsOnce(call, model)
            || CallFrequency.LastsUntilCancelled(function, model)
            || CallSyntax.MethodOf(call, model) is not { } method
            || !method.IsDeclaredIn(model.Types.CancellationToken)
            || LongerToken.Of(token, model) is not { Life: not TokenLife.Call, Name: { } name } longer
            || (longer.Life != TokenLife.Longer && !IsParameter(token, model)))
        {
            return null;
        }

        List<ISymbol> state = StateOf(call, function, model);
        bool isOfObject = state.Count == 0;
        if (isOfObject && !((FunctionSyntax.IsAsync(function) || MakesTask(function)) && UsesObject(call, model)))
        {
            return null;
        }

        Frequency frequency = CallFrequency.Of(call, model);
        if (frequency == Frequency.Once)
        {
            return null;
        }

        bool isUnsure = isOfObject || longer.Life != TokenLife.Longer || frequency == Frequency.Unknown
            || (!FunctionSyntax.IsAsync(function) && IsWaitForToken(call, state, function, model));
        return new UndisposedRegistration(call, name, isUnsure ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning)
        {
            EndsWithFunction = !isOfObject && IsAwaited(call, state, function, model),
        };
    }

    /// <summary>
    /// <c>_pending[id] = new TaskCompletionSource(); token.Register(() => _pending.Remove(id));</c> Each call waits for its answer.
    /// </summary>
    private static bool MakesTask(SyntaxNode function)
        => FunctionSyntax.OwnNodes(function).Any(static node => node is ObjectCreationExpressionSyntax { Type: var type }
            && TypeNames.Of(type) == "TaskCompletionSource");

    /// <summary>The statement that the registration is, or that declares a local for it.</summary>
    public StatementSyntax? Statement => Call.FirstAncestorOrSelf<StatementSyntax>();

    /// <summary><c>lifetime.ApplicationStopping.Register(server.Stop);</c> That is how to subscribe to the end of the program.</summary>
    private static bool IsForEndOfApplication(InvocationExpressionSyntax call, ExpressionSyntax token)
        => token is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "ApplicationStopping" or "ApplicationStopped" or "ApplicationStarted"
        }
            && FunctionSyntax.Enclosing(call) is { } function && !FunctionSyntax.IsAsync(function);

    /// <summary>
    /// <c>_cts = new(); … _cts.Token.Register(Unsubscribe);</c> The field gets a source for each run: what a function that does not wait
    /// registers on it is for the end of that run. So is what <c>void StartCore(CancellationToken token)</c> registers, or <c>MainLoop</c>.
    /// </summary>
    private static bool IsForEndOfRun(ExpressionSyntax token, SyntaxNode function)
        => !FunctionSyntax.IsAsync(function)
            && (token is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token", Expression: var source }
                ? LongerToken.IsMadeForEachRun(source)
                : token is IdentifierNameSyntax && function is MethodDeclarationSyntax { Identifier.ValueText: var name } method
                    && TypeNames.Of(method.ReturnType) == "void"
                    && NameWords.Of(name) is { Count: > 0 } words
                    && (words[0] is "Start" or "Begin" or "Listen" or "Launch" or "Main" or "Run" || words[words.Count - 1] is "Loop"));

    /// <summary>
    /// <c>void OnCompleted(Action continuation) => _token.Register(continuation);</c> The function only hands on what its callers want to
    /// run when the token is cancelled: that of an awaiter, or an event of one's own.
    /// </summary>
    private static bool IsSubscription(InvocationExpressionSyntax call, SyntaxNode function)
        => function is MethodDeclarationSyntax { ParameterList.Parameters: var parameters }
            && !FunctionSyntax.IsAsync(function)
            && call.ArgumentList.Arguments.Any(argument
                => CallSyntax.WithoutCasts(argument.Expression) is IdentifierNameSyntax { Identifier.ValueText: var callback }
                    && parameters.Any(parameter => parameter.Identifier.ValueText == callback
                        && (argument == call.ArgumentList.Arguments[0] || TypeNames.Of(parameter.Type) is "Action" or "Func")));

    /// <summary>By its name, or by that of its declared type: most calls of Register are about something else.</summary>
    private static bool MayBeToken(ExpressionSyntax receiver)
    {
        string name = CallSyntax.WithoutCasts(receiver) switch
        {
            IdentifierNameSyntax simple => simple.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            _ => "",
        };
        if (name.Length == 0)
        {
            return false;
        }

        foreach (string word in TokenWords)
        {
            if (name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return receiver.Ancestors().OfType<BaseMethodDeclarationSyntax>().Any(method => method.ParameterList.Parameters.Any(parameter
            => parameter.Identifier.ValueText == name && TypeNames.Of(parameter.Type) == "CancellationToken"));
    }

    /// <summary>The statement ends with it, or a local takes it that nothing reads.</summary>
    private static bool IsDropped(InvocationExpressionSyntax call, CodeModel model) => TaskUse.Of(call) switch
    {
        { Kind: TaskUseKind.Dropped or TaskUseKind.Discarded } => true,
        { Kind: TaskUseKind.Assigned, Place: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax declaration } local }
            => declaration.UsingKeyword.IsKind(SyntaxKind.None) && !VariableMentions.Of(local, model).Any(),
        _ => false,
    };

    private static bool IsParameter(ExpressionSyntax token, CodeModel model)
        => token is IdentifierNameSyntax && model.SymbolOf(token) is IParameterSymbol;

    /// <summary>The locals and parameters that the callback keeps; not the token, and not what a program has one of.</summary>
    private static List<ISymbol> StateOf(InvocationExpressionSyntax call, SyntaxNode function, CodeModel model)
    {
        var state = new List<ISymbol>();
        SyntaxNode member = FunctionSyntax.OutermostEnclosing(function);
        foreach (IdentifierNameSyntax name in call.ArgumentList.Descendants().OfType<IdentifierNameSyntax>())
        {
            if (!(name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
                && name.Parent is not (NameColonSyntax or TypeArgumentListSyntax)
                && model.SymbolOf(name) is { } symbol
                && symbol switch { ILocalSymbol local => local.Type, IParameterSymbol parameter => parameter.Type, _ => null } is { } type
                && model.SyntaxOf(symbol) is { } declaration
                && member.Span.Contains(declaration.Span) && !call.Span.Contains(declaration.Span)
                && !type.IsValueType && type.SpecialType != SpecialType.System_String && !type.Name.Contains("Logger")
                && !state.Contains(symbol, SymbolEqualityComparer.Default))
            {
                state.Add(symbol);
            }
        }

        return state;
    }

    /// <summary>The callback keeps the object that the function belongs to.</summary>
    private static bool UsesObject(InvocationExpressionSyntax call, CodeModel model)
        => call.ArgumentList.Descendants().Any(node => node is ThisExpressionSyntax || (node is IdentifierNameSyntax name
            && !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
            && model.SymbolOf(name) is { IsStatic: false } symbol
                and (IFieldSymbol or IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary })));

    /// <summary>All that the function hands out is completed by the callback alone: it makes a task of the token.</summary>
    private static bool IsWaitForToken(InvocationExpressionSyntax call, List<ISymbol> state, SyntaxNode function, CodeModel model)
        => state.Count == 1 && state[0] is ILocalSymbol { Type.Name: "TaskCompletionSource" } source
            && FunctionSyntax.Body(function) is { } body
            && MentionsOf(source, body, model).All(mention => call.Span.Contains(mention.Span)
                || mention.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Task" });

    private static IEnumerable<IdentifierNameSyntax> MentionsOf(ISymbol variable, SyntaxNode code, CodeModel model)
        => code.DescendantsAndSelf().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == variable.Name
            && SymbolEqualityComparer.Default.Equals(model.SymbolOf(name), variable));

    /// <summary>
    /// The function awaits what the callback ends, behind the registration and in its block, and hands nothing of it on.
    /// </summary>
    private static bool IsAwaited(InvocationExpressionSyntax call, List<ISymbol> state, SyntaxNode function, CodeModel model)
    {
        if (call.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: { } block } statement
            || block is not (BlockSyntax or GlobalStatementSyntax)
            || statement is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 }))
        {
            return false;
        }

        bool isAwaited = false;
        foreach (IdentifierNameSyntax mention in state.SelectMany(variable
            => MentionsOf(variable, block is BlockSyntax ? block : block.Parent!, model)))
        {
            if (mention.SpanStart < statement.Span.End)
            {
                continue;
            }

            if (FunctionSyntax.Enclosing(mention) != function)
            {
                return false;
            }

            if (IsHandedOn(mention))
            {
                return false;
            }

            isAwaited |= mention.Ancestors().TakeWhile(static ancestor => ancestor is not StatementSyntax)
                .Any(static ancestor => ancestor is AwaitExpressionSyntax);
        }

        return isAwaited;
    }

    /// <summary>The value goes to the caller or into a field, as it is or by its task.</summary>
    private static bool IsHandedOn(IdentifierNameSyntax mention)
    {
        SyntaxNode value = mention;
        while (value.Parent is MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax)
        {
            value = value.Parent;
        }

        return value.Parent is ReturnStatementSyntax or AssignmentExpressionSyntax or EqualsValueClauseSyntax
            or InitializerExpressionSyntax;
    }
}
