namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>What is wrong with an initialisation that other threads see.</summary>
internal enum PublicationFaultKind
{
    /// <summary>The object can be seen before it is filled.</summary>
    NotFilled,

    /// <summary>The flag can be seen before the work that it stands for is done.</summary>
    NotDone,

    /// <summary>The state is not tested again under the lock.</summary>
    NotTestedAgain,

    /// <summary>The factory of a <c>LazyInitializer</c> sets the variable itself.</summary>
    SetByFactory,
}

/// <summary>An initialisation that another thread can see too early, or do again.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Assignment">What sets the state: the place that is flagged.</param>
/// <param name="Test">The test that another thread passes, or the call that takes the factory.</param>
/// <param name="Later">What comes too late: the filling, the work.</param>
/// <param name="IsSure">Several threads are known to come here, and what is lost can be told.</param>
/// <param name="Use">The test and the assignment; null for a factory.</param>
internal sealed record PublicationFault(
    PublicationFaultKind Kind, AssignmentExpressionSyntax Assignment, SyntaxNode Test, SyntaxNode? Later, bool IsSure, FirstUse? Use)
{
    public string Name => OwnMember.NameWithTypeOf(Assignment.Left)!;

    public static PublicationFault? Find(FirstUse use, CodeModel model)
    {
        if (FunctionSyntax.Enclosing(use.If) is not { } function || function is ConstructorDeclarationSyntax)
        {
            return null;
        }

        bool mayLock = FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(IsLock);
        if (!mayLock && (use.IsFlag || model.Types.HasTestFramework
            || function is not (BaseMethodDeclarationSyntax or AccessorDeclarationSyntax
            or LocalFunctionStatementSyntax) || !SharedUse.MayBeShared(use)))
        {
            return null;
        }

        SyntaxNode? late = use.IsFlag ? FlaggedWork.Find(use, function, model)
            : Filling.Find(use.Later(), use, model, model.CancellationToken);
        LockStatementSyntax? again = mayLock && LockWithoutTest(use) is { } untested && IsOwn(untested, model)
            ? untested
            : null;
        if (late is null && again is null
            || StatePath.Of(use.State, model) is not { IsDirect: true, IsOfVariable: false } state
            || StatePath.Of(use.Assignment.Left, model) is not { } assigned || !assigned.Equals(state)
            || IsPerThread(state.Holder))
        {
            return null;
        }

        if (late is not null && !use.IsFlag && !SharedUse.IsUsedOutside(use, state.Holder))
        {
            late = null;
        }

        if (!mayLock)
        {
            return late is null ? null : Unlocked(use, function, late, state, model);
        }

        LockSet atTest = LockSets.At(use.If.Condition, model);
        LockSet atAssignment = LockSets.At(use.Assignment, model);
        bool isLocked = !atAssignment.HoldsUnknown && atAssignment.Locks.Any(static held => held.Mode == LockMode.Exclusive);
        if (!atTest.IsEmpty)
        {
            return isLocked && !atTest.HoldsUnknown && late is not null && OtherTest.Find(state, function, model)
                is { } other ? Early(other) : null;
        }

        if (atAssignment.IsEmpty)
        {
            return late is not null && !use.IsFlag && !model.Types.HasTestFramework && SharedUse.MayBeShared(use)
                ? Unlocked(use, function, late, state, model)
                : null;
        }

        return !isLocked || SharedUse.IsRunOnce(function, model) ? null
            : late is not null ? Early(use.If.Condition)
            : again is not null && !IsDisposal(function) ? Again(again)
            : null;

        PublicationFault Early(SyntaxNode test) => new(
            use.IsFlag ? PublicationFaultKind.NotDone : PublicationFaultKind.NotFilled, use.Assignment, test, late,
            !AnswersWhatIsMade(use, function), use);

        PublicationFault? Again(LockStatementSyntax @lock)
            => LostWork.IsIn(@lock, use, state.Type, model) is var isLost && (isLost || !model.Types.HasTestFramework)
                ? new(PublicationFaultKind.NotTestedAgain, use.Assignment, use.If.Condition, @lock, isLost, use)
                : null;
    }

    /// <summary>
    /// <c>if (_built) return _sdk;</c>, and <c>_sdk</c> is set before the flag: who comes early gets it whole. What is done behind the
    /// flag may come back here, and would find it not set.
    /// </summary>
    private static bool AnswersWhatIsMade(FirstUse use, SyntaxNode function)
        => use.IsFlag
            && FunctionSyntax.OwnNodes(use.If.Statement).FirstOrDefault(static node => node is ReturnStatementSyntax)
                is ReturnStatementSyntax { Expression: { } answer }
            && OwnMember.NameWithTypeOf(CallSyntax.WithoutSuppression(answer)) is { } name
            && FunctionSyntax.OwnNodes(function).Any(node => node is AssignmentExpressionSyntax made
                && made.Span.End <= use.Assignment.SpanStart && OwnMember.NameWithTypeOf(made.Left) == name);

    /// <summary>The fault that an assignment has been flagged for.</summary>
    public static PublicationFault? Of(AssignmentExpressionSyntax assignment, CodeModel model)
    {
        foreach (FirstUse use in FirstUse.Around(assignment))
        {
            if (Find(use, model) is { } fault)
            {
                return fault;
            }
        }

        return assignment.Ancestors().OfType<InvocationExpressionSyntax>().Select(CallSyntax.CalledNameSyntax).OfType<SimpleNameSyntax>()
            .Where(static name => name.Identifier.ValueText == "EnsureInitialized")
            .Select(name => FactoryFault.Find(name, model))
            .FirstOrDefault(fault => fault?.Assignment == assignment);
    }

    private static PublicationFault? Unlocked(FirstUse use, SyntaxNode function, SyntaxNode fill, StatePath state, CodeModel model)
    {
        if (state.Holder.ContainingType is not { } type || UserInterfaceTypes.IsOrDerivesFrom(type) || UserInterfaceTypes.IsPainted(type)
            || SharedUse.IsRunOnce(function, model)
            || !LockSets.At(use.If.Condition, model).IsEmpty
            || OneTimeCode.Is(function, model)
            || use.If.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || SharedUse.IsStartedConcurrently(function, declaration))
        {
            return null;
        }

        bool isSure = state.Holder.IsStatic && (SharedTypes.ServeSeveralRequests(type) || SharedUse.IsUsedUnderLock(declaration, use.Name));
        return isSure || model.Types.HttpContext is not null || SharedUse.KnowsThreads(declaration)
            ? new PublicationFault(PublicationFaultKind.NotFilled, use.Assignment, use.If.Condition, fill, isSure, use)
            : null;
    }

    private static bool IsLock(SyntaxNode node) => node is LockStatementSyntax
        || (node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name && LockCalls.Takes(name));

    /// <summary>The lock is of the type: that of another object may be held for what is done with that.</summary>
    private static bool IsOwn(LockStatementSyntax @lock, CodeModel model)
    {
        ExpressionSyntax locked = CallSyntax.WithoutCasts(@lock.Expression);
        return locked is MemberAccessExpressionSyntax { Expression: not (ThisExpressionSyntax or BaseExpressionSyntax) and var holder }
            ? model.SymbolOf(holder) is ITypeSymbol
            : model.SymbolOf(locked) is not (ILocalSymbol or IParameterSymbol);
    }

    /// <summary>What makes the object stands in a lock that it is not asked for in again.</summary>
    private static LockStatementSyntax? LockWithoutTest(FirstUse use)
    {
        if (LockSets.LockStatementAround(use.Assignment) is not { } @lock || !use.Region.Span.Contains(@lock.Span)
            || use.Once() != @lock.Statement
            || CallSyntax.Operands(
                use.If.Condition, use.IsBehindReturn ? SyntaxKind.LogicalAndExpression : SyntaxKind.LogicalOrExpression).Count() > 1
            || use.Assignment.Parent is not ExpressionStatementSyntax statement)
        {
            return null;
        }

        StatementSyntax outer = statement.Parent is BlockSyntax { Parent: TryStatementSyntax @try } ? @try : statement;
        if (outer != @lock.Statement && outer.Parent != @lock.Statement)
        {
            return null;
        }

        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(@lock.Statement))
        {
            if (node.SpanStart >= statement.SpanStart)
            {
                return @lock;
            }

            if (node is ReturnStatementSyntax or IfStatementSyntax or SwitchStatementSyntax
                || (node is IdentifierNameSyntax name && name.Identifier.ValueText == use.Name))
            {
                return null;
            }
        }

        return @lock;
    }

    /// <summary>Who comes second finds nothing left to dispose of.</summary>
    private static bool IsDisposal(SyntaxNode function)
        => function is MethodDeclarationSyntax { Identifier.ValueText: "Dispose" or "DisposeAsync" or "DisposeCore" or "DisposeAsyncCore" };

    private static bool IsPerThread(ISymbol holder)
        => holder is IFieldSymbol { Type: INamedTypeSymbol { Name: "ThreadLocal" or "AsyncLocal" } };
}
