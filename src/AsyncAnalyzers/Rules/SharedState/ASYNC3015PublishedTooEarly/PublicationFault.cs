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
    public string Name => FirstUse.NameOf(Assignment.Left)!;

    public static PublicationFault? Find(FirstUse use, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (FunctionSyntax.Enclosing(use.If) is not { } function || function is ConstructorDeclarationSyntax)
        {
            return null;
        }

        bool mayLock = FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(IsLock);
        if (!mayLock && (use.IsFlag || types.HasTestFramework || function is not (BaseMethodDeclarationSyntax or AccessorDeclarationSyntax
            or LocalFunctionStatementSyntax) || !MayBeShared(use)))
        {
            return null;
        }

        SyntaxNode? late = use.IsFlag ? FlaggedWork.Find(use, function, model, cancellationToken)
            : Filling.Find(use.Later(), use, model, cancellationToken);
        LockStatementSyntax? again = mayLock ? LockWithoutTest(use) : null;
        if (late is null && again is null
            || StatePath.Of(use.State, model, types, cancellationToken) is not { IsDirect: true, IsOfVariable: false } state
            || StatePath.Of(use.Assignment.Left, model, types, cancellationToken) is not { } assigned || !assigned.Equals(state)
            || IsPerThread(state.Holder))
        {
            return null;
        }

        if (late is not null && !use.IsFlag && !IsUsedOutside(use, state.Holder))
        {
            late = null;
        }

        if (!mayLock)
        {
            return late is null ? null : Unlocked(use, function, late, state, model, types, cancellationToken);
        }

        LockSet atTest = LockSets.At(use.If.Condition, model, types, cancellationToken);
        LockSet atAssignment = LockSets.At(use.Assignment, model, types, cancellationToken);
        bool isLocked = !atAssignment.HoldsUnknown && atAssignment.Locks.Any(static held => held.Mode == LockMode.Exclusive);
        if (!atTest.IsEmpty)
        {
            return isLocked && !atTest.HoldsUnknown && late is not null && OtherTest.Find(state, function, model, types, cancellationToken)
                is { } other ? Early(other) : null;
        }

        if (atAssignment.IsEmpty)
        {
            return late is not null && !use.IsFlag && !types.HasTestFramework && MayBeShared(use)
                ? Unlocked(use, function, late, state, model, types, cancellationToken)
                : null;
        }

        return !isLocked || IsRunOnce(function, model, cancellationToken) ? null
            : late is not null ? Early(use.If.Condition)
            : again is not null ? Again(again)
            : null;

        PublicationFault Early(SyntaxNode test) => new(
            use.IsFlag ? PublicationFaultKind.NotDone : PublicationFaultKind.NotFilled, use.Assignment, test, late, true, use);

        PublicationFault? Again(LockStatementSyntax @lock)
            => LostWork.IsIn(@lock, use, state.Type, model, cancellationToken) is var isLost && (isLost || !types.HasTestFramework)
                ? new(PublicationFaultKind.NotTestedAgain, use.Assignment, use.If.Condition, @lock, isLost, use)
                : null;
    }

    /// <summary>The fault that an assignment has been flagged for.</summary>
    public static PublicationFault? Of(
        AssignmentExpressionSyntax assignment, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        foreach (FirstUse use in FirstUse.Around(assignment))
        {
            if (Find(use, model, types, cancellationToken) is { } fault)
            {
                return fault;
            }
        }

        return assignment.Ancestors().OfType<InvocationExpressionSyntax>().Select(CallSyntax.CalledNameSyntax).OfType<SimpleNameSyntax>()
            .Where(static name => name.Identifier.ValueText == "EnsureInitialized")
            .Select(name => OfFactory(name, model, types, cancellationToken))
            .FirstOrDefault(fault => fault?.Assignment == assignment);
    }

    /// <summary><c>LazyInitializer.EnsureInitialized(ref _x, () => _x = new X())</c>.</summary>
    public static PublicationFault? OfFactory(
        SimpleNameSyntax ensure, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (CallSyntax.InvocationOf(ensure) is not { ArgumentList.Arguments: { Count: > 1 } arguments } call
            || FirstUse.NameOf(arguments[0].Expression) is not { } name
            || arguments.Select(static argument => argument.Expression).OfType<AnonymousFunctionExpressionSyntax>().FirstOrDefault() is not { } factory
            || FunctionSyntax.OwnNodes(factory.Body).OfType<AssignmentExpressionSyntax>().FirstOrDefault(assignment
                => assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && FirstUse.NameOf(assignment.Left) == name
                && !Writes.IsOfInitializedObject(assignment.Left)) is not { } found
            || CallSyntax.MethodOf(call, model, cancellationToken) is not { } method || !method.IsDeclaredIn(types.LazyInitializer)
            || StatePath.Of(arguments[0].Expression, model, types, cancellationToken) is not { } state
            || StatePath.Of(found.Left, model, types, cancellationToken) is not { } assigned || !assigned.Equals(state))
        {
            return null;
        }

        // With a flag of its own nobody looks at the variable before that is set; under a lock an object that is complete does no harm.
        bool hasFlag = method.Parameters.Any(static parameter => parameter.Type.SpecialType == SpecialType.System_Boolean);
        SyntaxNode? fill = FunctionSyntax.OwnNodes(factory.Body).FirstOrDefault(node
            => node is StatementSyntax and not BlockSyntax && node.SpanStart > found.Span.End && Filling.In(node, name, null) is not null);
        return hasFlag || (method.Parameters.Length > 2 && fill is null) ? null
            : new PublicationFault(PublicationFaultKind.SetByFactory, found, call, fill, true, null);
    }

    private static PublicationFault? Unlocked(
        FirstUse use, SyntaxNode function, SyntaxNode fill, StatePath state, SemanticModel model, KnownTypes types,
        CancellationToken cancellationToken)
    {
        if (state.Holder.ContainingType is not { } type || UserInterfaceTypes.IsOrDerivesFrom(type)
            || IsRunOnce(function, model, cancellationToken)
            || !LockSets.At(use.If.Condition, model, types, cancellationToken).IsEmpty
            || OneTimeCode.Is(function, model, types, cancellationToken)
            || use.If.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration || IsStartedConcurrently(function, declaration))
        {
            return null;
        }

        bool isSure = state.Holder.IsStatic && (SharedTypes.ServeSeveralRequests(type) || IsUsedUnderLock(declaration, use.Name));
        return new PublicationFault(PublicationFaultKind.NotFilled, use.Assignment, use.If.Condition, fill, isSure, use);
    }

    private static bool IsLock(SyntaxNode node) => node is LockStatementSyntax
        || (node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name && LockCalls.Takes(name));

    /// <summary>A static field, or one of an object that uses it under a lock too, by syntax alone.</summary>
    private static bool MayBeShared(FirstUse use)
    {
        foreach (TypeDeclarationSyntax type in use.If.Ancestors().OfType<TypeDeclarationSyntax>())
        {
            foreach (MemberDeclarationSyntax member in type.Members)
            {
                bool declares = member switch
                {
                    FieldDeclarationSyntax field => field.Declaration.Variables.Any(one => one.Identifier.ValueText == use.Name),
                    PropertyDeclarationSyntax property => property.Identifier.ValueText == use.Name,
                    _ => false,
                };
                if (declares)
                {
                    return member.Modifiers.Any(SyntaxKind.StaticKeyword) || IsUsedUnderLock(type, use.Name);
                }
            }
        }

        return false;
    }

    private static bool IsUsedUnderLock(TypeDeclarationSyntax type, string name)
        => type.Descendants().OfType<LockStatementSyntax>().Any(@lock => @lock.Statement.Descendants().Any(node
            => node is IdentifierNameSyntax mention && mention.Identifier.ValueText == name));

    /// <summary>Whoever passes the test goes on with the object; where it is only there to run, nobody sees what it lacks.</summary>
    private static bool IsUsedOutside(FirstUse use, ISymbol holder)
        => holder.DeclaredAccessibility != Accessibility.Private || holder.ContainingType.DeclaringSyntaxReferences.Length > 1
            || (use.Once() is var once && use.If.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && type.Descendants().Any(node
                => node is IdentifierNameSyntax name && name.Identifier.ValueText == use.Name
                    && (!once.Span.Contains(name.Span) || CallSyntax.WithCasts(Writes.ExpressionOf(name)).Parent is ReturnStatementSyntax)
                    && Writes.ExpressionOf(name) is var mention && !Writes.IsWritten(mention) && !IsTestedOrEnded(mention)));

    private static bool IsTestedOrEnded(ExpressionSyntax mention)
        => CallSyntax.WithCasts(mention).Parent switch
        {
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } => true,
            IsPatternExpressionSyntax => true,
            MemberAccessExpressionSyntax access => IsEnd(access.Name),
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax call } => CallSyntax.CalledNameSyntax(call) is { } name && IsEnd(name),
            _ => false,
        };

    private static bool IsEnd(SimpleNameSyntax name) => name.Identifier.ValueText is "Dispose" or "DisposeAsync" or "Stop" or "Close";

    /// <summary>What makes the object stands in a lock that it is not asked for in again.</summary>
    private static LockStatementSyntax? LockWithoutTest(FirstUse use)
    {
        if (LockSets.LockStatementAround(use.Assignment) is not { } @lock || !use.Region.Span.Contains(@lock.Span) || use.Once() != @lock.Statement
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

    private static bool IsPerThread(ISymbol holder)
        => holder is IFieldSymbol { Type: INamedTypeSymbol { Name: "ThreadLocal" or "AsyncLocal" } };

    /// <summary>Only constructors and initializers call it: nobody else sees the object, or the type is not yet ready.</summary>
    private static bool IsRunOnce(SyntaxNode function, SemanticModel model, CancellationToken cancellationToken)
        => FunctionSyntax.SymbolOf(function, model, cancellationToken) is { DeclaredAccessibility: Accessibility.Private } symbol
            && CallersOf.Find(symbol, function, model, cancellationToken) is { Count: 0 }
            && symbol.ContainingType.DeclaringSyntaxReferences.SelectMany(part => part.GetSyntax(cancellationToken).Descendants()).Any(node
                => node is SimpleNameSyntax name && name.Identifier.ValueText == symbol.Name
                    && FunctionSyntax.Enclosing(name) is null or ConstructorDeclarationSyntax);

    /// <summary>The function is given to a thread or a loop right here: ASYNC3001 speaks of what it updates.</summary>
    private static bool IsStartedConcurrently(SyntaxNode function, TypeDeclarationSyntax type)
        => type.Descendants().OfType<SimpleNameSyntax>().Select(ConcurrentStart.At).Any(start
            => start is not null && start.Functions.SelectMany(ConcurrentBody.Of).Any(body => body.Function == function));
}
