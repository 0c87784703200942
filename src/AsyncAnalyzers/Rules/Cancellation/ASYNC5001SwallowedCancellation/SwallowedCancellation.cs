namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>What a <c>catch</c> clause makes of a cancellation.</summary>
internal enum SwallowedAs
{
    /// <summary>The loop goes on, and each of its further turns fails.</summary>
    Turn,

    /// <summary>The loop ends, and an error is logged first.</summary>
    LoggedError,

    /// <summary>Another exception is thrown.</summary>
    OtherException,

    /// <summary>A value is returned.</summary>
    Result,

    /// <summary>The clause is for the derived type, and the next one takes the rest for errors.</summary>
    DerivedType,
}

/// <summary>A <c>catch</c> clause that takes a cancellation for something else.</summary>
/// <param name="As">What it makes of it.</param>
/// <param name="Clause">The clause.</param>
/// <param name="Loop">The loop around it.</param>
/// <param name="Call">The call that is cancelled.</param>
/// <param name="Token">The only token that the block is cancelled by; null where there are several.</param>
/// <param name="IsCertain">False where something that is not seen may make it right.</param>
internal sealed record SwallowedCancellation(
    SwallowedAs As, CatchClauseSyntax Clause, SyntaxNode? Loop, CancelledCall Call, LoopToken? Token, bool IsCertain)
{
    private static readonly ModelCache<SwallowedCancellation?> Found = new();

    /// <summary>Where a failure is an answer; and where exceptions end, or are told to whoever runs the code.</summary>
    private static readonly string[] Asking =
    {
        "Try", "Is", "Can", "Has", "Check", "Ping", "Probe", "Test", "Validate", "Main", "Invoke", "Execute", "Run", "Handle", "On",
    };

    /// <summary>By syntax alone, for most clauses: it may take a cancellation of what its block calls.</summary>
    public static bool MayBe(CatchClauseSyntax clause)
        => clause.Parent is TryStatementSyntax @try
            && CancellationCatch.TypeOf(clause) is not CaughtCancellations.None and var type
            && (clause.Filter is null || !CancellationCatch.SpeaksOfCancellation(clause.Filter))
            && !CancellationCatch.HasEarlierClause(clause)
            && (type == CaughtCancellations.OfTasks || LaterTurns.LoopAround(@try) is not null || OtherResultOf(clause) is not null)
            && CancelledCall.MayBeIn(@try.Block);

    /// <summary>
    /// Null where the clause is right, or where that cannot be told. By syntax it <see cref="MayBe"/>, which is not asked again.
    /// </summary>
    public static SwallowedCancellation? Of(CatchClauseSyntax clause, CodeModel model)
        => Found.GetOrAdd(model, clause, _ => Find(clause, model));

    private static SwallowedCancellation? Find(CatchClauseSyntax clause, CodeModel model)
    {
        var @try = (TryStatementSyntax)clause.Parent!;
        SyntaxNode? loop = LaterTurns.LoopAround(@try);
        if ((loop ?? FunctionSyntax.Enclosing(clause)) is not { } turn
            || (clause.Declaration is { } declaration
                && !IsOfSystem(model.TypeOf(declaration.Type))))
        {
            return null;
        }

        CancelledCall[] calls = CancelledCall.In(@try.Block, turn, model).ToArray();
        CaughtCancellations type = CancellationCatch.TypeOf(clause);
        if (calls.Length == 0 || FunctionSyntax.Enclosing(clause) is not { } function || EndsWork(function)
            || HandledException.IsLeftToOther(clause, model))
        {
            return null;
        }

        LoopToken? token = Array.TrueForAll(calls, call => call.Token.Asked == calls[0].Token.Asked) ? calls[0].Token : null;
        if (type == CaughtCancellations.OfTasks && clause.Filter is null && OfDerivedType(clause, calls, token) is { } derived)
        {
            return derived;
        }

        if (loop is not null)
        {
            switch (new LaterTurns(clause, loop, calls, model).Follow())
            {
                case AfterCancellation.GoesOn when HandledException.KeepsForLater(clause, loop, model)
                    || LoopOfItems.IsQuietDrain(clause, loop)
                    || (HandledException.IsCollected(clause) && IsOfEach(calls[0], loop)):
                    // Whoever gets what is kept tries it again: a filter would lose it. Nor does a round that tells all of them, and
                    // hands on what each has thrown, end by one of them.
                    return null;
                case AfterCancellation.GoesOn:
                    bool isCertain = (type != CaughtCancellations.OfTasks || calls[0].ThrowsTaskCanceled) && calls[0].Token.IsFixed
                        && !loop.Descendants().Any(static node => node is YieldStatementSyntax) && !IsOfEach(calls[0], loop)
                        && !IsRoundOfCleanup(calls[0], loop)
                        && !HandledException.IsCollected(clause) && !LoopOfItems.IsOfFew(loop, model)
                        && calls[0].IsSure(model)
                        && !LoopOfItems.IsAskedBehind(loop, calls[0], model);
                    // A token of one's own may be there to wake the loop up: whoever catches just that knows.
                    return type == CaughtCancellations.AllExceptions || calls[0].Token.IsGiven
                        ? new SwallowedCancellation(SwallowedAs.Turn, clause, loop, calls[0], token, isCertain)
                        : null;
                case AfterCancellation.Ends when type == CaughtCancellations.AllExceptions && clause.Filter is null
                    && !CancellationCatch.SpeaksOfCancellation(clause) && CancellationCatch.LogsError(clause)
                    // A source of one's own may well be cancelled at each ordinary end.
                    && !(calls[0].Token.IsGiven && LoopOfItems.EndsByThrow(loop))
                    // What sets right or cleans up and cannot is an error, whatever keeps it from that.
                    && !@try.Ancestors().TakeWhile(ancestor => ancestor != loop).Any(static ancestor
                        => ancestor is CatchClauseSyntax or FinallyClauseSyntax)
                    && !clause.Block.Descendants().Any(static node
                        => node is ThrowStatementSyntax or ReturnStatementSyntax or BreakStatementSyntax):
                    return new SwallowedCancellation(SwallowedAs.LoggedError, clause, loop, calls[0], token, IsCertain: false);
            }
        }

        return type == CaughtCancellations.AllExceptions && clause.Filter is null && calls[0].Token is { IsGiven: true, Source: null }
            && OtherResultOf(clause) is { } other && !IsAsked(function, model)
            && !(other is ReturnStatementSyntax && DropsResult(function, model))
            && !ThrowsItself(clause, turn, calls[0], model)
            && !(other is ThrowStatementSyntax { Expression: { } thrown }
                && model.TypeOf(thrown).IsOrDerivesFrom(model.Types.OperationCanceledException))
                ? new SwallowedCancellation(
                    other is ThrowStatementSyntax ? SwallowedAs.OtherException : SwallowedAs.Result,
                    clause, loop, calls[0], token, IsCertain: false)
                : null;
    }

    /// <summary>
    /// <c>foreach (var listener in listeners) … await listener.StartedAsync(token);</c>, of an interface: each is told, whatever another
    /// one makes of the token.
    /// </summary>
    private static bool IsOfEach(CancelledCall call, SyntaxNode loop)
        => (call.Method.IsAbstract || call.Method.ContainingType.TypeKind == TypeKind.Interface)
            && CallSyntax.CalledNameSyntax(call.Call) is { } name
            && CallSyntax.Receiver(name) is { } target
            && CallSyntax.LeftmostOf(target) is IdentifierNameSyntax { Identifier.ValueText: var receiver }
            && loop switch
            {
                ForEachStatementSyntax { AwaitKeyword.RawKind: 0, Identifier.ValueText: var each, Statement: var body }
                    => receiver == each || IsOtherNameOf(each, receiver, body),
                // foreach (var (_, listener) in listeners)
                ForEachVariableStatementSyntax { AwaitKeyword.RawKind: 0, Variable: var parts }
                    => parts.Descendants().Any(part
                        => part is SingleVariableDesignationSyntax { Identifier.ValueText: var each } && receiver == each),
                _ => false,
            };

    /// <summary><c>one is IListener listener</c>, <c>var listener = (IListener)one;</c></summary>
    private static bool IsOtherNameOf(string each, string name, StatementSyntax body)
        => FunctionSyntax.OwnNodes(body).Any(node => node switch
        {
            IsPatternExpressionSyntax { Expression: IdentifierNameSyntax tested, Pattern: var pattern }
                => tested.Identifier.ValueText == each && pattern.Descendants().Any(part
                    => part is SingleVariableDesignationSyntax { Identifier.ValueText: var given } && given == name),
            VariableDeclaratorSyntax { Identifier.ValueText: var given, Initializer.Value: var value }
                => given == name && CallSyntax.WithoutCasts(value) is IdentifierNameSyntax cast && cast.Identifier.ValueText == each,
            _ => false,
        });

    /// <summary>
    /// <c>foreach (var one in added) … await store.DeleteAsync(one, token);</c> Each is to be closed, removed or told, and one that fails
    /// is no reason to leave the others: they may rather be called without a token.
    /// </summary>
    private static bool IsRoundOfCleanup(CancelledCall call, SyntaxNode loop)
        => loop is ForStatementSyntax { Condition: not null } or CommonForEachStatementSyntax { AwaitKeyword.RawKind: 0 }
            && (((WorkNames.KindsOf(call.Name) & (WorkKinds.Undo | WorkKinds.Removal)) != 0 && WorkNames.FirstWord(call.Name) != "Restore")
                || WorkNames.FirstWord(call.Name) == "Notify"
                || NameWords.Of(call.Name).Exists(static word => word.EndsWith("ing", StringComparison.Ordinal)
                    && WorkNames.IsClosing(word)));

    /// <summary>
    /// The last statement of a clause that does not speak of cancellation: <c>throw new X(…)</c>, or, behind an error in the log,
    /// <c>return false</c>.
    /// </summary>
    private static StatementSyntax? OtherResultOf(CatchClauseSyntax clause)
    {
        StatementSyntax? last = clause.Block.Statements.LastOrDefault();
        return clause.Filter is null
            && last switch
            {
                ThrowStatementSyntax { Expression: ObjectCreationExpressionSyntax } => true,
                ReturnStatementSyntax { Expression: LiteralExpressionSyntax or DefaultExpressionSyntax }
                    => CancellationCatch.LogsError(clause),
                _ => false,
            }
            && !CancellationCatch.SpeaksOfCancellation(clause)
            && !FunctionSyntax.OwnNodes(clause.Block).Any(node => node != last && node is ThrowStatementSyntax or ReturnStatementSyntax)
                ? last
                : null;
    }

    private static SwallowedCancellation? OfDerivedType(CatchClauseSyntax clause, CancelledCall[] calls, LoopToken? token)
        => Array.Find(calls, static call => !call.ThrowsTaskCanceled) is { } call
            && ((TryStatementSyntax)clause.Parent!).Catches.SkipWhile(other => other != clause).Skip(1).ToArray() is var later
            && !Array.Exists(later, static other => CancellationCatch.TypeOf(other) == CaughtCancellations.All)
            && Array.Exists(later, other => CancellationCatch.TypeOf(other) == CaughtCancellations.AllExceptions
                && other.Filter is null && !CancellationCatch.SpeaksOfCancellation(other) && CancellationCatch.LogsError(other)
                && !CancellationCatch.EndsAlike(clause, other))
                ? new SwallowedCancellation(SwallowedAs.DerivedType, clause, null, call, token, IsCertain: false)
                : null;

    /// <summary>The function ends something, and does so though it is cancelled.</summary>
    private static bool EndsWork(SyntaxNode function)
    {
        for (SyntaxNode? current = function; current is not null; current = FunctionSyntax.Enclosing(current))
        {
            if (CancelledCall.EndsWork(EventLoopContext.NameOf(current)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// By its name, the function says whether something is possible, and a cancellation says no; or a framework calls it.
    /// </summary>
    private static bool IsAsked(SyntaxNode function, CodeModel model)
        => function is AnonymousFunctionExpressionSyntax
            || FunctionSyntax.SymbolOf(function, model) is not { ReturnsVoid: false, Name: var name }
            || Array.Exists(Asking, word => name.StartsWith(word, StringComparison.Ordinal));

    /// <summary>
    /// The clause waits with the same token before it comes to its end, whatever it has caught: the cancellation leaves from there.
    /// </summary>
    private static bool ThrowsItself(CatchClauseSyntax clause, SyntaxNode turn, CancelledCall call, CodeModel model)
        => CancelledCall.MayBeIn(clause.Block) && CancelledCall.In(clause.Block, turn, model).Any(inner
            => inner.Token.Asked == call.Token.Asked
                && inner.Call.Ancestors().TakeWhile(ancestor => ancestor != clause.Block).All(static ancestor => ancestor
                    is BlockSyntax or UsingStatementSyntax or LocalDeclarationStatementSyntax or ExpressionStatementSyntax
                        or AwaitExpressionSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax
                        or VariableDeclarationSyntax or VariableDeclaratorSyntax or EqualsValueClauseSyntax or AssignmentExpressionSyntax
                        or ParenthesizedExpressionSyntax or ArgumentListSyntax or ArgumentSyntax));

    /// <summary>Nobody looks at what the function returns: all calls of it are in sight, and each drops the value.</summary>
    private static bool DropsResult(SyntaxNode function, CodeModel model)
        => FunctionSyntax.SymbolOf(function, model) is { } method
            && CallsInProject.Of(method, model) is { Count: > 0 } calls
            && calls.All(static call => call is InvocationExpressionSyntax made && TaskUse.Of(made) is
            {
                Kind: TaskUseKind.Awaited,
                Place.Parent: ExpressionStatementSyntax
                    or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } }
            });

    private static bool IsOfSystem(ITypeSymbol? type)
        => type?.ContainingNamespace is { } space
            && (space is { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
                || space.ToDisplayString() == "System.Threading.Tasks");
}
