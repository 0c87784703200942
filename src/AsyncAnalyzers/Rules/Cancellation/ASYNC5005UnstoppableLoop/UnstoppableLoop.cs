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
    StatementSyntax Loop, LoopFault Fault, StoppingToken? Token, IReadOnlyList<InvocationExpressionSyntax> Waits, bool IsCertain)
{
    /// <summary>A stop that waits no longer than this is as good as one at once: in milliseconds.</summary>
    private const double ShortWait = 250;

    /// <summary>What is wrong with the loop; null where nothing is, or where it may end in another way.</summary>
    public static UnstoppableLoop? Find(StatementSyntax loop, CodeModel model)
    {
        if (!LoopWaits.IsEndless(loop)
            || FunctionSyntax.Enclosing(loop) is not { } function
            || LoopWaits.IsLeft(loop)
            || LoopWaits.LoopAround(loop, model) is not null
            || TypeAround(loop, model) is not { } type)
        {
            return null;
        }

        return StoppingToken.IsLookedAtIn(loop, model)
            ? WaitingWithoutToken(loop, function, type, model)
            : Unstopped(loop, function, type, model);
    }

    private static INamedTypeSymbol? TypeAround(StatementSyntax loop, CodeModel model)
        => loop.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            ? model.GetDeclaredSymbol(declaration)
            : model.GetEnclosingSymbol(loop.SpanStart)?.ContainingType;

    private static UnstoppableLoop? Unstopped(StatementSyntax loop, SyntaxNode function, INamedTypeSymbol type, CodeModel model)
    {
        TokenInScope scope = TokenInScope.Of(loop, type, model);
        bool isHosted = HostedService.Is(type, model.Types);
        if (scope.IsUnclear
            || scope.Token is null && !isHosted
            || EntryPoint.Is(FunctionSyntax.OutermostEnclosing(function), model)
            || new OtherEnds(loop, type, model).Exist())
        {
            return null;
        }

        if (scope.Token is { IsParameter: false }
            && loop is CommonForEachStatementSyntax or WhileStatementSyntax { Condition: AwaitExpressionSyntax }
            // What 'await foreach' goes through is ASYNC5006's.
            || (scope.Token is not null && loop is CommonForEachStatementSyntax))
        {
            // What the type cancels is perhaps not meant for a loop that has an end of its own.
            return null;
        }

        InvocationExpressionSyntax[] all = LoopWaits.In(loop, model).ToArray();
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
            all.Where(wait => CouldTakeToken(wait, function, model)).ToArray(),
            isHosted || (scope.Token.IsParameter && isTimed));
    }

    private static UnstoppableLoop? WaitingWithoutToken(StatementSyntax loop, SyntaxNode function, INamedTypeSymbol type, CodeModel model)
    {
        InvocationExpressionSyntax[] waits = LoopWaits.In(loop, model)
            .Where(wait => !(loop is CommonForEachStatementSyntax each && each.Expression.Span.Contains(wait.Span))
                && CouldTakeToken(wait, function, model)).ToArray();
        if (waits.Length == 0 || StoppingToken.LookedAtIn(loop, model) is not { } token)
        {
            return null;
        }

        var others = new OtherEnds(loop, type, model);
        (InvocationExpressionSyntax Wait, double Length)[] lasting = waits
            .Select(wait => (Wait: wait, Length: WaitLength.Of(wait, model)))
            .Where(wait => wait.Length > ShortWait && !others.IsEndedElsewhere(wait.Wait) && !others.IsEndedByWriter(wait.Wait)
                && !IsExpectedToBeCancelled(wait.Wait))
            .OrderByDescending(static wait => wait.Length).ToArray();
        return lasting.Length == 0
            ? null
            : new UnstoppableLoop(
                loop, LoopFault.WaitsWithoutToken, token,
                lasting.Select(static wait => wait.Wait).Concat(waits).Distinct().ToArray(),
                (token.IsParameter && (token.IsVariable || AsksForCancellation(loop)) || HostedService.Is(type, model.Types))
                    && !BecomesFailure(loop)
                    && !lasting.All(wait => WaitLength.IsUsuallyShort(wait.Wait, model))
                    && !EntryPoint.Is(FunctionSyntax.OutermostEnclosing(function), model));

        bool IsExpectedToBeCancelled(InvocationExpressionSyntax wait)
            => token is { IsVariable: true, IsOfSource: false }
                && CancelledToken.IsExpectedAt(wait, token.Name, OwnerOf(token.Root, function, model.CancellationToken), model);
    }

    /// <summary>A token that is only handed on may be that of an operation, and not what ends the loop.</summary>
    private static bool AsksForCancellation(StatementSyntax loop)
        => FunctionSyntax.OwnNodes(loop).Any(static node => node is IdentifierNameSyntax
        {
            Identifier.ValueText: "IsCancellationRequested" or "ThrowIfCancellationRequested",
        });

    /// <summary>
    /// A handler around the loop takes the exception of a cancelled wait for a failure: <c>catch (Exception e) { throw new X(e); }</c>.
    /// </summary>
    private static bool BecomesFailure(StatementSyntax loop)
        => loop.Ancestors().TakeWhile(static ancestor => !FunctionSyntax.IsFunction(ancestor)).OfType<TryStatementSyntax>()
            .Where(@try => @try.Block.Span.Contains(loop.Span))
            .SelectMany(static @try => @try.Catches)
            .FirstOrDefault(static clause => LoopWaits.IsCancellation(clause) || ExceptionGuard.IsGeneral(clause)) is { } first
            && !LoopWaits.IsCancellation(first)
            && first.Block.Statements.LastOrDefault() is ThrowStatementSyntax { Expression: not null };

    private static SyntaxNode OwnerOf(ISymbol token, SyntaxNode function, CancellationToken cancellationToken)
        => token.FirstSyntax(cancellationToken) is { } declaration
            ? declaration.Ancestors().FirstOrDefault(ancestor
                => ancestor is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax
                    or CompilationUnitSyntax) ?? function
            : function;

    /// <summary>An overload, or an optional parameter, takes a token; a sleep of synchronous code can be a wait for one.</summary>
    private static bool CouldTakeToken(InvocationExpressionSyntax wait, SyntaxNode function, CodeModel model)
        => CallSyntax.MethodOf(wait, model) is { } method
            && (method.IsDeclaredIn(model.Types.Thread)
                ? EventLoopContext.Of(wait, model).Relation == EventLoopRelation.Off
                    && !FunctionSyntax.IsAsync(function)
                : TokenArguments.Free(wait, method, model) is not null);

    /// <summary>A thread that ends with the process is what the type starts.</summary>
    private static bool RunsOnBackgroundThread(StatementSyntax loop)
        => loop.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
            && type.Descendants().Any(static node => node is IdentifierNameSyntax { Identifier.ValueText: "IsBackground" });
}
