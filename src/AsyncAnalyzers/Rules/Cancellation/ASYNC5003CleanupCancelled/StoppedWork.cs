namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Why a token is cancelled, or may be, where code cleans up.</summary>
/// <param name="Evidence">The work that was given the token, or what says that it is cancelled.</param>
/// <param name="Kinds">What counts as clean-up there.</param>
/// <param name="IsCertain">The token is cancelled whenever the code runs.</param>
/// <param name="IsFallback">The code may as well try another way: what is not named like clean-up ends it.</param>
internal readonly record struct StoppedWork(SyntaxNode Evidence, WorkKinds Kinds, bool IsCertain = false, bool IsFallback = false)
{
    /// <summary>A <c>finally</c> behind work that was given the token; null where the code there asks the token first.</summary>
    public static StoppedWork? Before(FinallyClauseSyntax @finally, TokenPath token)
        => @finally.Parent is TryStatementSyntax @try
            && !token.IsAskedIn(@finally.Block)
            && GivenIn(@try, token, isCaught: false).FirstOrDefault() is { } work
                ? new StoppedWork(work, CleanupName.Records)
                : null;

    /// <summary>A <c>catch</c> that runs when work is cancelled which was given the token; null for all else.</summary>
    public static StoppedWork? Before(CatchClauseSyntax @catch, TokenPath token, CodeModel model)
    {
        if (@catch.Parent is not TryStatementSyntax @try || token.IsAskedIn(@catch.Block))
        {
            return null;
        }

        bool isGeneral = ExceptionGuard.IsGeneral(@catch.WithFilter(null));
        ITypeSymbol? type = @catch.Declaration is { } declaration ? model.TypeOf(declaration.Type) : null;
        bool isCancellation = type.IsOrDerivesFrom(model.Types.OperationCanceledException);
        if (!isGeneral && !isCancellation)
        {
            return null;
        }

        if (@catch.Filter is { } filter)
        {
            if (SaysCancelled(filter, token) is { } said)
            {
                return new StoppedWork(said, CleanupName.All, IsCertain: true);
            }

            if (isCancellation || !TestsForCancellation(filter))
            {
                return null;
            }

            isCancellation = true;
        }

        if (GivenIn(@try, token, isCaught: true).FirstOrDefault() is not { } work)
        {
            return null;
        }

        if (isCancellation)
        {
            // Without the token in a filter, a time-out of the callee's own ends here as well.
            bool mayBeTimeout = type?.Name == "TaskCanceledException" || HasOtherSource(@try.Block, token);
            return new StoppedWork(work, mayBeTimeout ? CleanupName.Undo : CleanupName.All, IsFallback: true);
        }

        return @try.Catches.TakeWhile(other => other != @catch).Any(static other => SpeaksOfCancellation(HeadOf(other)))
            || SpeaksOfCancellation(@catch.Block)
                ? null
                : new StoppedWork(work, IsOfOneItem(@catch, model) ? CleanupName.Undo : CleanupName.Records, IsFallback: true);
    }

    /// <summary>
    /// What is done item by item goes on with the next one: that a stop is not recorded as the failure of an item is no loss.
    /// </summary>
    private static bool IsOfOneItem(CatchClauseSyntax @catch, CodeModel model)
        => !ExceptionGuard.Throws(@catch)
            && (IsRepeated(@catch)
                || (FunctionSyntax.Enclosing(@catch) is MethodDeclarationSyntax or LocalFunctionStatementSyntax
                    && FunctionSyntax.Enclosing(@catch) is { } function
                    && FunctionSyntax.SymbolOf(function, model) is { } method
                    && CallersOf.Find(method, function, model) is { } callers
                    && callers.Any(IsRepeated)));

    /// <summary>A loop repeats the code, or a call that runs it for each item.</summary>
    private static bool IsRepeated(SyntaxNode code)
        => LoopBounds.IsInLoop(code)
            || (FunctionSyntax.Enclosing(code) is AnonymousFunctionExpressionSyntax
            {
                Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call },
            }
                && CallSyntax.CalledName(call) is "ForEachAsync" or "ForEach" or "ForAsync" or "For" or "Select" or "SelectMany"
                    or "SelectAwait");

    /// <summary>
    /// Where the block of the <c>try</c> gives the token to something, or throws if it is cancelled.
    /// </summary>
    /// <param name="try">The statement.</param>
    /// <param name="token">The token.</param>
    /// <param name="isCaught">Only what can leave the block by an exception: not what an inner <c>catch</c> takes.</param>
    private static IEnumerable<SyntaxNode> GivenIn(TryStatementSyntax @try, TokenPath token, bool isCaught)
        => token.MentionsIn(@try.Block).Where(mention => IsGiven(mention) && !(isCaught && IsSwallowed(mention, @try)));

    private static bool IsGiven(ExpressionSyntax mention) => mention.Parent switch
    {
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
            => CallSyntax.CalledName(call) is not ("CreateLinkedTokenSource" or "nameof" or "FromCanceled" or "TrySetCanceled"),
        ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax } => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ThrowIfCancellationRequested" } => true,
        _ => false,
    };

    /// <summary>A <c>catch</c> of the statement takes what a cancelled token throws in its block, and lets the code go on.</summary>
    public static bool TakesCancellation(TryStatementSyntax @try)
        => @try.Catches.Any(static clause => (ExceptionGuard.IsGeneral(clause) || SpeaksOfCancellation(HeadOf(clause)))
            && !ExceptionGuard.Throws(clause));

    private static bool IsSwallowed(SyntaxNode mention, TryStatementSyntax outer)
    {
        SyntaxNode child = mention;
        for (SyntaxNode? current = mention.Parent; current is not null && current != outer; child = current, current = current.Parent)
        {
            if (current is TryStatementSyntax @try && child == @try.Block && TakesCancellation(@try))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The part of the filter by which the token is cancelled where the block runs; null where there is none.</summary>
    private static SyntaxNode? SaysCancelled(CatchFilterClauseSyntax filter, TokenPath token)
    {
        List<ExpressionSyntax> parts = CallSyntax.Operands(filter.FilterExpression, SyntaxKind.LogicalAndExpression).ToList();
        return parts.Find(part => part is MemberAccessExpressionSyntax access && token.Questions(part).Contains(access))
            ?? parts.Find(part => part is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equality
                && (token.IsAt(equality.Left) || token.IsAt(equality.Right))
                && equality.ToString().Contains(".CancellationToken"));
    }

    /// <summary><c>when (e is OperationCanceledException)</c>, also with others beside it.</summary>
    private static bool TestsForCancellation(CatchFilterClauseSyntax filter)
        => CallSyntax.WalkDownParentheses(filter.FilterExpression) switch
        {
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression } test => SpeaksOfCancellation(test.Right),
            IsPatternExpressionSyntax test => SpeaksOfCancellation(test.Pattern)
                && !test.Pattern.DescendantTokens().Any(static token => token.IsKind(SyntaxKind.NotKeyword)),
            _ => false,
        };

    private static SyntaxNode HeadOf(CatchClauseSyntax clause) => clause.WithBlock(SyntaxFactory.Block());

    private static bool SpeaksOfCancellation(SyntaxNode code)
        => code.DescendantsAndSelf().Any(static node => node is IdentifierNameSyntax
        {
            Identifier.ValueText: "OperationCanceledException" or "TaskCanceledException" or "IsCancellationRequested" or "IsCanceled",
        });

    /// <summary>Another source may have ended the work: one with a time-out of its own.</summary>
    private static bool HasOtherSource(BlockSyntax block, TokenPath token)
        => block.DescendantsAndSelf().Any(node => node switch
        {
            IdentifierNameSyntax name
                => name.Identifier.ValueText is "CreateLinkedTokenSource" or "CancelAfter" or "CancellationTokenSource",
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token" } access => !token.IsAt(access),
            _ => false,
        });
}
