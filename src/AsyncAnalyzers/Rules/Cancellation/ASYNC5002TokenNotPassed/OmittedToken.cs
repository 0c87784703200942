namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>A call that takes a token and is given none, although there is one that it should be given.</summary>
internal sealed class OmittedToken
{
    private OmittedToken(string name, IMethodSymbol? method, IParameterSymbol? parameter, bool givesNone, TokenAtHand token)
    {
        Name = name;
        Method = method;
        Parameter = parameter;
        GivesNone = givesNone;
        Token = token;
    }

    /// <summary>What is called, as a message names it; of a loop the sequence.</summary>
    public string Name { get; }

    /// <summary>What is called; null for a sequence that is no call.</summary>
    public IMethodSymbol? Method { get; }

    /// <summary>The parameter for the token, of the method or of its overload; null where only <c>WithCancellation</c> takes it.</summary>
    public IParameterSymbol? Parameter { get; }

    /// <summary>The call gives <c>CancellationToken.None</c> or <c>default</c>.</summary>
    public bool GivesNone { get; }

    /// <summary>The token to be passed.</summary>
    public TokenAtHand Token { get; }

    /// <summary>
    /// The loop around the call that ends when the token is cancelled, and that has code behind it which an exception would skip.
    /// </summary>
    public StatementSyntax? LoopToLeave { get; private set; }

    /// <summary>A stop waits for the call for certain.</summary>
    public bool IsCertain { get; private set; }

    /// <summary>Looks at a call, or at what a loop with <c>await foreach</c> goes through.</summary>
    public static OmittedToken? Find(ExpressionSyntax call, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        string? name = call is InvocationExpressionSyntax invocation ? CallSyntax.CalledName(invocation) : "";
        if (name is null
            || WorkToFinish.IsNamed(name)
            || FunctionSyntax.Enclosing(call) is not { } function
            || !TokenAtHand.MayBeAt(call, function, model)
            || WorkToFinish.Contains(call, name)
            || Candidate(call, model, types, cancellationToken) is not { } omitted
            || omitted.IsCarried(call, function)
            || WorkToFinish.IsMeant(call, omitted.GivesNone))
        {
            return null;
        }

        return omitted.IsSafe(call, function, model, types, cancellationToken) ? omitted : null;
    }

    private static OmittedToken? Candidate(
        ExpressionSyntax call, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (call is not InvocationExpressionSyntax invocation)
        {
            return Sequence(call, null, model, types, cancellationToken);
        }

        if (CallSyntax.MethodOf(invocation, model, cancellationToken) is not { } method)
        {
            return null;
        }

        bool isStream = method.ReturnType.Is(types.AsyncEnumerableOfT);
        if (!isStream && !method.ReturnType.IsTaskOrValueTask(types))
        {
            return null;
        }

        IParameterSymbol? own = TokenArguments.ParameterOf(method, types);
        bool givesNone = own is not null && TokenArguments.Given(invocation, own) is { } given && TokenArguments.IsNone(given);
        IParameterSymbol? parameter = givesNone ? own
            : TokenArguments.Free(invocation, method, model, types) ?? (own is null ? AwaitedAlike(method, invocation, types) ?? WithoutParams(method, types) : null);
        if (parameter is null)
        {
            return isStream && own is null && invocation.Parent is not ReturnStatementSyntax
                ? Sequence(call, method, model, types, cancellationToken)
                : null;
        }

        return !ComesBack(parameter, invocation, model, cancellationToken)
            && !(own is null && PassesItsOwn(method, cancellationToken))
            && TokenAtHand.Find(call, model, types, cancellationToken) is { } token
                ? new OmittedToken(method.ContainingType.Name + "." + method.Name, method, parameter, givesNone, token)
                : null;
    }

    /// <summary>
    /// A sequence that <c>WithCancellation</c> hands the token to: a parameter, or what a library returns. An iterator of this code takes
    /// it only by a parameter of its own.
    /// </summary>
    private static OmittedToken? Sequence(
        ExpressionSyntax sequence, IMethodSymbol? method, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (sequence.FirstAncestorOrSelf<CommonForEachStatementSyntax>() is not { } loop || !loop.Expression.Span.Contains(sequence.Span)
            || (method is not null ? !method.DeclaringSyntaxReferences.IsEmpty || method.Name == "WithCancellation"
                : model.GetSymbolInfo(sequence, cancellationToken).Symbol is not IParameterSymbol { Type: var type }
                    || !type.Is(types.AsyncEnumerableOfT)))
        {
            return null;
        }

        return TokenAtHand.Find(sequence, model, types, cancellationToken) is { } token
            ? new OmittedToken(method?.Name ?? sequence.ToString(), method, null, false, token)
            : null;
    }

    /// <summary><c>ReadLineAsync</c> returns a task, and with a token a value task: awaited, that is the same.</summary>
    private static IParameterSymbol? AwaitedAlike(IMethodSymbol method, InvocationExpressionSyntax call, KnownTypes types)
        => method is { Name: "ReadLineAsync", Parameters.IsEmpty: true } && method.ContainingType.IsOrDerivesFrom(types.TextReader)
            && CallSyntax.WithCasts(call).Parent is AwaitExpressionSyntax
                or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }
            ? method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>()
                .FirstOrDefault(other => other.Parameters.Length == 1 && other.Parameters[0].Type.Is(types.CancellationToken))?.Parameters[0]
            : null;

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
    private static bool ComesBack(
        IParameterSymbol parameter, SyntaxNode call, SemanticModel model, CancellationToken cancellationToken)
    {
        var target = (IMethodSymbol)parameter.ContainingSymbol;
        target = (target.ReducedFrom ?? target).OriginalDefinition;
        for (ISymbol? around = model.GetEnclosingSymbol(call.SpanStart, cancellationToken); around is IMethodSymbol; around = around.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(around.OriginalDefinition, target))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The overload without a token hands on one that its object keeps.</summary>
    private static bool PassesItsOwn(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if ((method.ReducedFrom ?? method).DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is not { } declaration
            || FunctionSyntax.Body(declaration) is not { } body)
        {
            return false;
        }

        foreach (InvocationExpressionSyntax call in FunctionSyntax.OwnNodes(body).OfType<InvocationExpressionSyntax>())
        {
            if (CallSyntax.CalledName(call) == method.Name && call.ArgumentList.Arguments.LastOrDefault() is { Expression: var last }
                && !TokenArguments.IsNone(last)
                && last.DescendantsAndSelf().Any(static node => node is SimpleNameSyntax name
                    && name.Identifier.ValueText.IndexOf("oken", StringComparison.Ordinal) >= 0))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The call has the token already: in its receiver, in an argument, or in what one of them was made with.</summary>
    private bool IsCarried(ExpressionSyntax call, SyntaxNode function)
    {
        foreach (SyntaxNode node in call.DescendantsAndSelf(static node => node is not AwaitExpressionSyntax))
        {
            if (node is not IdentifierNameSyntax { Identifier.ValueText: var name })
            {
                continue;
            }

            if (name == Token.Root || (name.Length > 0 && char.IsLower(name[0]) && IsMadeWithToken(name, function)))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsMadeWithToken(string local, SyntaxNode function)
    {
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function))
        {
            ExpressionSyntax? value = node switch
            {
                VariableDeclaratorSyntax { Initializer.Value: var initial } declarator when declarator.Identifier.ValueText == local => initial,
                AssignmentExpressionSyntax assignment when CallSyntax.LeftmostOf(assignment.Left) is IdentifierNameSyntax name
                    && name.Identifier.ValueText == local => assignment.Right,
                _ => null,
            };
            if (value is not null && value.DescendantsAndSelf(static node => node is not AwaitExpressionSyntax)
                .Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == Token.Root))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Nothing is left half done when the call throws. Settles how sure the report is.</summary>
    private bool IsSafe(
        ExpressionSyntax call, SyntaxNode function, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        var place = new CallPlace(call, function, Token.Root);
        WaitKind kind = Method is null ? WaitKind.Other : WaitingCalls.Of(call, Method, place, model, types, cancellationToken);
        if (kind == WaitKind.None
            || place.IsAsyncVoid(model, cancellationToken)
            || place.HandlesCancellation()
            || place.IsBehindPointOfNoReturn(kind)
            || (kind.IsPause() && place.IsUndoneLater())
            || (Token.Origin == TokenOrigin.Context && !WorkToFinish.Reads(call))
            || (kind == WaitKind.Queue && place.IsEndedByCompletion()))
        {
            return false;
        }

        SwallowedIn swallowed = place.Swallowed();
        if (swallowed == SwallowedIn.Loop)
        {
            return false;
        }

        LoopToLeave = place.AskingLoop is { } loop && place.HasCodeBehind(loop) ? loop : null;
        IsCertain = kind is WaitKind.LongPause or WaitKind.Wait or WaitKind.Queue or WaitKind.Io
            && Parameter is not null
            && !GivesNone
            && Token.IsCertain
            && !types.HasTestFramework
            && swallowed == SwallowedIn.Nothing;
        return true;
    }
}
