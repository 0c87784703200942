namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>What keeps a loop from being stopped.</summary>
internal enum LoopFault
{
    /// <summary>It looks at no token, although there is one.</summary>
    LooksAtNoToken,

    /// <summary>It looks at the token, but waits without it.</summary>
    WaitsWithoutToken,

    /// <summary>A loop of a hosted service for which there is no token.</summary>
    HasNoToken,
}

/// <summary>An endless loop that a cancellation does not stop, or not until a wait is over.</summary>
/// <param name="Loop">The loop.</param>
/// <param name="Fault">What keeps it from being stopped.</param>
/// <param name="Token">The token that it looks at, or could.</param>
/// <param name="Waits">The waits that could take the token and do not; the one that is reported first.</param>
/// <param name="IsCertain">The host, or who handed over the token, waits for it.</param>
internal sealed record UnstoppableLoop(
    StatementSyntax Loop, LoopFault Fault, LoopToken? Token, IReadOnlyList<InvocationExpressionSyntax> Waits, bool IsCertain)
{
    /// <summary>A stop that waits no longer than this is as good as one at once: in milliseconds.</summary>
    private const double ShortWait = 250;

    /// <summary>What is wrong with the loop; null where nothing is, or where it may end in another way.</summary>
    public static UnstoppableLoop? Find(
        StatementSyntax loop, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (!LoopWaits.IsEndless(loop)
            || FunctionSyntax.Enclosing(loop) is not { } function
            || LoopWaits.IsLeft(loop)
            || LoopWaits.LoopAround(loop) is not null
            || TypeAround(loop, model, cancellationToken) is not { } type)
        {
            return null;
        }

        return LooksAtToken(loop, model, types, cancellationToken)
            ? WaitingWithoutToken(loop, function, type, model, types, cancellationToken)
            : Unstopped(loop, function, type, model, types, cancellationToken);
    }

    private static INamedTypeSymbol? TypeAround(StatementSyntax loop, SemanticModel model, CancellationToken cancellationToken)
        => loop.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            ? model.GetDeclaredSymbol(declaration, cancellationToken)
            : model.GetEnclosingSymbol(loop.SpanStart, cancellationToken)?.ContainingType;

    private static UnstoppableLoop? Unstopped(
        StatementSyntax loop, SyntaxNode function, INamedTypeSymbol type, SemanticModel model, KnownTypes types,
        CancellationToken cancellationToken)
    {
        TokenInScope scope = TokenInScope.Of(loop, type, model, types, cancellationToken);
        bool isHosted = HostedService.Is(type, types);
        if (scope.IsUnclear
            || scope.Token is null && !isHosted
            || EntryPoint.Is(FunctionSyntax.OutermostEnclosing(function), model, cancellationToken)
            || new OtherEnds(loop, type, model, types, cancellationToken).Exist())
        {
            return null;
        }

        if (scope.Token is { IsParameter: false } && loop is CommonForEachStatementSyntax or WhileStatementSyntax { Condition: AwaitExpressionSyntax })
        {
            // What the type cancels is perhaps not meant for a loop that has an end of its own.
            return null;
        }

        InvocationExpressionSyntax[] all = LoopWaits.In(loop, model, types, cancellationToken).ToArray();
        if (scope.Token is null)
        {
            return FunctionSyntax.IsAsync(function) || !RunsOnBackgroundThread(loop)
                ? new UnstoppableLoop(loop, LoopFault.HasNoToken, null, Array.Empty<InvocationExpressionSyntax>(), true)
                : null;
        }

        if (!scope.Token.IsParameter && all.Length == 0)
        {
            return null;
        }

        bool isTimed = all.Any(static wait => CallSyntax.CalledName(wait) is "Delay" or "Sleep" or "WaitForNextTickAsync");
        return new UnstoppableLoop(
            loop, LoopFault.LooksAtNoToken, scope.Token,
            all.Where(wait => CouldTakeToken(wait, function, model, types, cancellationToken)).ToArray(),
            isHosted || (scope.Token.IsParameter && isTimed));
    }

    private static UnstoppableLoop? WaitingWithoutToken(
        StatementSyntax loop, SyntaxNode function, INamedTypeSymbol type, SemanticModel model, KnownTypes types,
        CancellationToken cancellationToken)
    {
        InvocationExpressionSyntax[] waits = LoopWaits.In(loop, model, types, cancellationToken)
            .Where(wait => CouldTakeToken(wait, function, model, types, cancellationToken)).ToArray();
        if (waits.Length == 0 || TokenOf(loop, model, types, cancellationToken) is not { } token)
        {
            return null;
        }

        var others = new OtherEnds(loop, type, model, types, cancellationToken);
        (InvocationExpressionSyntax Wait, double Length)[] lasting = waits
            .Select(wait => (Wait: wait, Length: LengthOf(wait, model, cancellationToken)))
            .Where(wait => wait.Length > ShortWait && !others.IsEndedElsewhere(wait.Wait)
                && !(token.Symbol is IParameterSymbol or ILocalSymbol && token.IsToken
                    && CancelledToken.IsExpectedAt(wait.Wait, token.Text, OwnerOf(token.Symbol, function, cancellationToken))))
            .OrderByDescending(static wait => wait.Length).ToArray();
        return lasting.Length == 0
            ? null
            : new UnstoppableLoop(
                loop, LoopFault.WaitsWithoutToken, token,
                lasting.Select(static wait => wait.Wait).Concat(waits).Distinct().ToArray(),
                (token.IsParameter || HostedService.Is(type, types))
                    && !EntryPoint.Is(FunctionSyntax.OutermostEnclosing(function), model, cancellationToken));
    }

    private static SyntaxNode OwnerOf(ISymbol token, SyntaxNode function, CancellationToken cancellationToken)
        => token.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } declaration
            ? declaration.Ancestors().FirstOrDefault(ancestor
                => ancestor is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax
                    or CompilationUnitSyntax) ?? function
            : function;

    /// <summary>Anything in the loop is a token, a source of one, or returns one.</summary>
    private static bool LooksAtToken(StatementSyntax loop, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
        => loop.Descendants().Any(node => node is SimpleNameSyntax name
            && name.Parent is not (TypeArgumentListSyntax or NameColonSyntax or VariableDeclarationSyntax)
            && LoopToken.IsTokenOrSource(model.GetSymbolInfo(name, cancellationToken).Symbol, types));

    /// <summary>
    /// The token that the loop asks in its condition, or else anywhere, or else gives to what it calls; null where there are several, and for
    /// one that each iteration makes anew.
    /// </summary>
    private static LoopToken? TokenOf(StatementSyntax loop, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        ExpressionSyntax[] asked = FunctionSyntax.OwnNodes(loop)
            .OfType<MemberAccessExpressionSyntax>()
            .Where(static access => access.Name.Identifier.ValueText is "IsCancellationRequested" or "ThrowIfCancellationRequested")
            .Select(static access => access.Expression).ToArray();
        ExpressionSyntax? inHead = asked.FirstOrDefault(expression => !ControlFlowSyntax.LoopBody(loop)!.Span.Contains(expression.Span));
        IEnumerable<ExpressionSyntax> candidates = inHead is not null ? new[] { inHead }
            : asked.Length > 0 ? asked
            : FunctionSyntax.OwnNodes(loop).OfType<ArgumentSyntax>().Select(static argument => argument.Expression)
                .Where(static expression => expression is IdentifierNameSyntax or MemberAccessExpressionSyntax);
        LoopToken[] tokens = candidates
            .Select(expression => LoopToken.Of(expression, model, types, cancellationToken))
            .OfType<LoopToken>()
            .Where(token => asked.Length > 0 || token.IsToken && token.Symbol.Name != "None")
            .GroupBy(static token => token.Text).Select(static same => same.First()).ToArray();
        return tokens.Length == 1 && !tokens[0].Symbol.DeclaringSyntaxReferences.Any(reference
            => reference.SyntaxTree == loop.SyntaxTree && loop.Span.Contains(reference.Span)) ? tokens[0] : null;
    }

    /// <summary>An overload, or an optional parameter, takes a token; a sleep of synchronous code can be a wait for one.</summary>
    private static bool CouldTakeToken(
        InvocationExpressionSyntax wait, SyntaxNode function, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
        => CallSyntax.MethodOf(wait, model, cancellationToken) is { } method
            && (method.IsDeclaredIn(types.Thread)
                ? EventLoopContext.Of(wait, model, types, cancellationToken).Relation == EventLoopRelation.Off
                    && !FunctionSyntax.IsAsync(function)
                : TokenArguments.Free(wait, method, model, types) is not null);

    /// <summary>How long the wait lasts: infinitely where that is not known.</summary>
    private static double LengthOf(InvocationExpressionSyntax wait, SemanticModel model, CancellationToken cancellationToken)
    {
        ExpressionSyntax? duration = CallSyntax.CalledName(wait) switch
        {
            "Delay" or "Sleep" or "Wait" or "WaitAsync" or "WaitOne" => wait.ArgumentList.Arguments.FirstOrDefault()?.Expression,
            "WaitForNextTickAsync" => PeriodOf(wait, model, cancellationToken),
            _ => null,
        };
        return duration is not null && Durations.Milliseconds(duration, model, cancellationToken) is { } length && length >= 0
            ? length
            : double.PositiveInfinity;
    }

    /// <summary>What the timer in a local or readonly field is made with.</summary>
    private static ExpressionSyntax? PeriodOf(InvocationExpressionSyntax tick, SemanticModel model, CancellationToken cancellationToken)
    {
        ExpressionSyntax? timer = tick.Expression is not MemberAccessExpressionSyntax { Expression: var receiver } ? null
            : model.GetSymbolInfo(receiver, cancellationToken).Symbol switch
            {
                ILocalSymbol local => LocalAssignments.OnlyValueOf(local, model, cancellationToken),
                IFieldSymbol { IsReadOnly: true } field => field.DeclaringSyntaxReferences.FirstOrDefault() is { } reference
                    && reference.SyntaxTree == tick.SyntaxTree
                        ? (reference.GetSyntax(cancellationToken) as VariableDeclaratorSyntax)?.Initializer?.Value
                        : null,
                _ => null,
            };
        return (timer as BaseObjectCreationExpressionSyntax)?.ArgumentList?.Arguments.FirstOrDefault()?.Expression;
    }

    /// <summary>A thread that ends with the process is what the type starts.</summary>
    private static bool RunsOnBackgroundThread(StatementSyntax loop)
        => loop.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
            && type.Descendants().Any(static node => node is IdentifierNameSyntax { Identifier.ValueText: "IsBackground" });
}
