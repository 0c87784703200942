namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>A call that takes a token and is given none, although there is one that it should be given.</summary>
internal sealed class OmittedToken
{
    private static readonly ModelCache<bool> Forwarding = new();

    private OmittedToken(string name, IMethodSymbol method, IParameterSymbol parameter, bool givesNone, TokenAtHand token)
    {
        Name = name;
        Method = method;
        Parameter = parameter;
        GivesNone = givesNone;
        Token = token;
    }

    /// <summary>What is called, as a message names it.</summary>
    public string Name { get; }

    /// <summary>What is called.</summary>
    public IMethodSymbol Method { get; }

    /// <summary>The parameter for the token, of the method or of its overload.</summary>
    public IParameterSymbol Parameter { get; }

    /// <summary>The call gives <c>default</c>, or a token that it makes: <c>new()</c>.</summary>
    public bool GivesNone { get; }

    /// <summary>The token to be passed.</summary>
    public TokenAtHand Token { get; }

    /// <summary>
    /// The loop around the call that ends when the token is cancelled, and that has code behind it which an exception would skip.
    /// </summary>
    public StatementSyntax? LoopToLeave { get; private set; }

    /// <summary>A stop waits for the call for certain.</summary>
    public bool IsCertain { get; private set; }

    /// <summary>The method around the call that would have to take the token first; null where one is in scope.</summary>
    public TokenlessMethod? Below { get; private set; }

    /// <summary>Looks at a call; what a loop with <c>await foreach</c> goes through is ASYNC5006's.</summary>
    public static OmittedToken? Find(InvocationExpressionSyntax call, CodeModel model)
    {
        if (model.Types.HasTestFramework
            || CallSyntax.CalledName(call) is not { } name
            || WorkToFinish.IsNamed(name)
            || FunctionSyntax.Enclosing(call) is not { } function)
        {
            return null;
        }

        if (!TokenAtHand.MayBeAt(call, function, model))
        {
            return FindBelow(call, name, function, model);
        }

        if (WorkToFinish.Contains(call, name)
            || TestMethods.Contain(call)
            || Candidate(call, null, model) is not { } omitted
            || CarriedToken.IsIn(call, function, omitted.Token, model)
            || WorkToFinish.IsMeant(call, omitted.GivesNone)
            || (omitted.GivesNone && omitted.Parameter.IsOptional && IsGivenBeside(call, function, omitted.Token))
            || WorkToFinish.IsGivenTokenInOtherBuild(call, name))
        {
            return null;
        }

        return omitted.IsSafe(call, function, model) && omitted.Token.MayBeCancelledAt(call, model) ? omitted : null;
    }

    /// <summary>
    /// <c>await Check(id, token); await Pay(id, default);</c>, where the parameter could be left out: it is not forgotten.
    /// </summary>
    private static bool IsGivenBeside(InvocationExpressionSyntax call, SyntaxNode function, TokenAtHand token)
        => FunctionSyntax.OwnNodes(function).Any(node => node is ArgumentSyntax { Expression: var given, Parent.Parent: var other }
            && other != call && given.ToString() == token.Expression);

    /// <summary>A long wait, or a request, of a method that all callers could hand a token.</summary>
    private static OmittedToken? FindBelow(InvocationExpressionSyntax call, string name, SyntaxNode function, CodeModel model)
    {
        if (WorkToFinish.Contains(call, name)
            || TokenlessMethod.Of(function, model) is not { } tokenless
            || Candidate(call, tokenless.Token, model) is not { GivesNone: false } omitted
            || WorkToFinish.IsMeant(call, givesNone: false)
            || WorkToFinish.IsGivenTokenInOtherBuild(call, name)
            || !omitted.IsSafe(call, function, model)
            || !(omitted.IsCertain || omitted.IsRequest(call, tokenless)))
        {
            return null;
        }

        omitted.Below = tokenless;
        omitted.IsCertain = false;
        return omitted;
    }

    /// <summary>
    /// A request of HTTP that is waited for, also one that writes, in a method that by its name settles nothing. A handler that takes the
    /// cancellation for a failure, and returns, ends the work too.
    /// </summary>
    private bool IsRequest(InvocationExpressionSyntax call, TokenlessMethod method)
        => IsOfHttp(Method)
            && TaskUse.Of(call).Kind is TaskUseKind.Awaited or TaskUseKind.Returned
            && method.Declaration.Identifier.ValueText is var name
            && !WorkToFinish.IsDispatch(name) && !WorkToFinish.IsPointOfNoReturn(name);

    private static OmittedToken? Candidate(InvocationExpressionSyntax call, TokenAtHand? own, CodeModel model)
    {
        if (CallSyntax.MethodOf(call, model) is not { } method
            || !method.ReturnType.IsTaskOrValueTask(model.Types)
            // Of an answer the stream is there at once: what is read from it waits.
            || (method.Name == "ReadAsStreamAsync" && method.ContainingType is { Name: "HttpContent", ContainingNamespace.Name: "Http" })
            // The loop is what does not stop: ASYNC5005.
            || LoopWaits.IsPace(call, model))
        {
            return null;
        }

        IParameterSymbol? taken = TokenArguments.ParameterOf(method, model.Types);
        ExpressionSyntax? given = taken is null ? null : GivenArgument.For(taken, call);
        if (given is MemberAccessExpressionSyntax && TokenArguments.IsNone(given))
        {
            // Whoever writes CancellationToken.None means it.
            return null;
        }

        bool givesNone = given is not null && TokenArguments.IsNone(given);
        IParameterSymbol? parameter = givesNone ? taken
            : TokenArguments.Free(call, method, model)
                ?? (taken is null ? WithoutParams(method, model.Types) : null);
        return parameter is not null && !ComesBack(parameter, call, model)
            && !(taken is null && PassesItsOwn(method, model))
            && (own ?? TokenAtHand.Find(call, model)) is { } token
                ? new OmittedToken(method.ContainingType.Name + "." + method.Name, method, parameter, givesNone, token)
                : null;
    }

    /// <summary><c>FindAsync(params object[])</c> beside <c>FindAsync(object[], CancellationToken)</c>.</summary>
    private static IParameterSymbol? WithoutParams(IMethodSymbol method, KnownTypes types)
        => method is { IsStatic: false, Arity: 0, Parameters: { Length: > 0 } parameters } && parameters[parameters.Length - 1].IsParams
            ? method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().FirstOrDefault(other
                => other.Parameters.Length == parameters.Length + 1
                    && other.Parameters[parameters.Length].Type.Is(types.CancellationToken)
                    && SymbolEqualityComparer.Default.Equals(other.ReturnType, method.ReturnType)
                    && parameters.Zip(other.Parameters, static (own, same) => SymbolEqualityComparer.Default.Equals(own.Type, same.Type))
                        .All(static same => same))?.Parameters[parameters.Length]
            : null;

    /// <summary>The call would be one of the function that it stands in.</summary>
    private static bool ComesBack(IParameterSymbol parameter, SyntaxNode call, CodeModel model)
    {
        var target = (IMethodSymbol)parameter.ContainingSymbol;
        target = (target.ReducedFrom ?? target).OriginalDefinition;
        for (ISymbol? around = model.GetEnclosingSymbol(call.SpanStart);
            around is IMethodSymbol;
            around = around.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(around.OriginalDefinition, target))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The overload without a token hands on one that its object keeps.</summary>
    private static bool PassesItsOwn(IMethodSymbol method, CodeModel model)
        => (method.ReducedFrom ?? method).FirstSyntax(model.CancellationToken) is { } declaration
            && Forwarding.GetOrAdd(model, declaration, static declaration => PassesItsOwn(declaration));

    private static bool PassesItsOwn(SyntaxNode declaration)
        => FunctionSyntax.Body(declaration) is { } body
            && FunctionSyntax.OwnNodes(body).Any(node => node is InvocationExpressionSyntax call
                && CallSyntax.CalledName(call) == (declaration as MethodDeclarationSyntax)?.Identifier.ValueText
                && call.ArgumentList.Arguments.LastOrDefault() is { Expression: var last }
                && !TokenArguments.IsNone(last)
                && last.DescendantsAndSelf().Any(static part => part is SimpleNameSyntax name
                    && name.Identifier.ValueText.IndexOf("oken", StringComparison.Ordinal) >= 0));

    /// <summary>
    /// A call of a method that would take the token and throw when it is cancelled: nothing is left half done there, and nothing around has
    /// to change.
    /// </summary>
    public static bool MayThrow(InvocationExpressionSyntax call, SyntaxNode function, TokenAtHand token, CodeModel model)
    {
        var place = new CallPlace(call, function, token.Root, model);
        return !place.IsAsyncVoid(model.CancellationToken)
            && !place.HandlesCancellation()
            && !place.IsBehindPointOfNoReturn(WaitKind.Other)
            && place.Swallowed() == SwallowedIn.Nothing
            && !(place.AskingLoop is { } loop && place.HasCodeBehind(loop));
    }

    /// <summary>Nothing is left half done when the call throws. Settles how sure the report is.</summary>
    private bool IsSafe(InvocationExpressionSyntax call, SyntaxNode function, CodeModel model)
    {
        var place = new CallPlace(call, function, Token.Root, model);
        bool isLoopAsked = place.Loop is { } repeated && place.LooksAtToken(repeated);
        WaitKind kind = WaitingCalls.Of(call, Method, place.Loop is not null, isLoopAsked, model);
        StatementSyntax? left = place.AskingLoop is { } loop && place.HasCodeBehind(loop) ? loop : null;
        if (kind == WaitKind.None
            || WaitingCalls.IsOfCompletedBase(call, Method, model)
            || place.IsAsyncVoid(model.CancellationToken)
            || place.HandlesCancellation()
            || place.IsEndedByCallback()
            || place.IsBehindPointOfNoReturn(kind)
            || (kind.IsPause() && (place.IsUndoneLater() || DebugPause.Is(call)))
            || !(kind.IsLong() || kind == WaitKind.Room || IsWanted(call, kind, place, left, model))
            || (Token.Origin is TokenOrigin.Context or TokenOrigin.Request && !WorkToFinish.Reads(call))
            || (Token.Origin == TokenOrigin.Request && kind == WaitKind.LongPause && place.Loop is null)
            || (kind == WaitKind.Queue && place.IsEndedByCompletion())
            || (kind == WaitKind.Io && !IsOfHttp(Method) && place.IsClosedByCallback()))
        {
            return false;
        }

        SwallowedIn swallowed = place.Swallowed();
        if (swallowed == SwallowedIn.Loop)
        {
            return false;
        }

        LoopToLeave = left;
        IsCertain = kind.IsLong()
            && !GivesNone
            // What is begun here is waited for further down.
            && TaskUse.Of(call).Kind != TaskUseKind.Assigned
            && Token.IsCertain
            && swallowed == SwallowedIn.Nothing;
        // A parameter that is used nowhere is told of where it is declared, ASYNC5008, but for what a stop waits for.
        return IsCertain || !Token.IsUnusedParameter
            || (kind.IsLong() && swallowed == SwallowedIn.Nothing && TaskUse.Of(call).Kind == TaskUseKind.Awaited);
    }

    /// <summary>
    /// Whether a reader would want the token to end a call that is not a long wait. A write, or a call that hands work to others, had
    /// better run to its end: it counts where it is one, and the function gives the parameter to other calls too, and where it writes to a
    /// stream or the network.
    /// For a request, what takes long counts, and what stands beside a call that is given its token.
    /// </summary>
    private bool IsWanted(InvocationExpressionSyntax call, WaitKind kind, CallPlace place, StatementSyntax? loopToLeave, CodeModel model)
    {
        if (Token.Origin == TokenOrigin.Request && !place.GivesToken(Token.Expression))
        {
            return false;
        }

        string name = CallSyntax.CalledName(call)!;
        return !WorkToFinish.IsDispatch(name)
            && (kind.IsPause()
                || !(WorkToFinish.IsWrite(name) || WorkToFinish.IsPointOfNoReturn(name))
                || (Token.Origin == TokenOrigin.Variable && loopToLeave is null && !WorkToFinish.IsPointOfNoReturn(name)
                    && (IsOfHttp(Method)
                        || ((place.Loop is null || Method.ContainingType.Name is "Stream" or "FileStream") && !IsOfMessages(call, model)
                            && place.GivesToken(Token.Expression)))));
    }

    /// <summary>A write that ends in the middle leaves half a message, and nobody can use the connection any more.</summary>
    private static bool IsOfMessages(InvocationExpressionSyntax call, CodeModel model)
        => call.Expression is MemberAccessExpressionSyntax { Expression: var connection }
            && model.TypeOf(connection)?.Name is "NetworkStream" or "SslStream" or "PipeStream" or "NamedPipeClientStream"
            or "NamedPipeServerStream" or "PipeWriter" or "WebSocket" or "ClientWebSocket" or "Socket";

    private static bool IsOfHttp(IMethodSymbol method)
        => (method.ReducedFrom ?? method).ContainingType.Name is "HttpClient" or "HttpMessageInvoker" or "HttpClientJsonExtensions";
}
