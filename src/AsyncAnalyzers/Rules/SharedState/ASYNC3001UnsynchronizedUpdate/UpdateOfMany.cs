namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// Updates in functions that no start names: one object or one static field serves many callers, or callers further up are started.
/// </summary>
internal static class UpdateOfMany
{
    /// <summary>The kinds of nodes that can be such an update.</summary>
    public static readonly SyntaxKind[] Kinds =
    {
        SyntaxKind.PostIncrementExpression, SyntaxKind.PreIncrementExpression, SyntaxKind.PostDecrementExpression,
        SyntaxKind.PreDecrementExpression, SyntaxKind.AddAssignmentExpression, SyntaxKind.SubtractAssignmentExpression,
        SyntaxKind.MultiplyAssignmentExpression, SyntaxKind.OrAssignmentExpression, SyntaxKind.AndAssignmentExpression,
        SyntaxKind.ExclusiveOrAssignmentExpression, SyntaxKind.SimpleAssignmentExpression,
    };

    private static readonly ModelCache<CallersOfType> Callers = new();
    private static readonly ModelCache<HashSet<string>> OwnNames = new();

    /// <summary>By syntax alone: something with a name is updated, and not by the header of a loop.</summary>
    public static bool MayBe(SyntaxNode node) => node switch
    {
        PostfixUnaryExpressionSyntax step => IsNamed(step.Operand) && node.Parent is not ForStatementSyntax,
        PrefixUnaryExpressionSyntax step => IsNamed(step.Operand) && node.Parent is not ForStatementSyntax,
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
            => IsNamed(assignment.Left) && IsMadeOf(assignment.Right, assignment.Left),
        AssignmentExpressionSyntax assignment => IsNamed(assignment.Left) && node.Parent is not ForStatementSyntax,
        _ => false,
    };

    /// <summary>What else runs the update at the same time; null where nothing is known to.</summary>
    public static (StateUpdate Update, StatePath State, Conflict Conflict)? At(SyntaxNode node, RuleContext context)
    {
        if (context.Types.HasTestFramework
            || FunctionSyntax.Enclosing(node) is not { } function
            || function is ConstructorDeclarationSyntax or DestructorDeclarationSyntax
            || FunctionSyntax.Body(function) is not { } body)
        {
            return null;
        }

        bool isOfEndpoint = function.AncestorsAndSelf().Any(EndpointHandlers.MayBe);
        SyntaxNode scope = node.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? node.SyntaxTree.GetRoot(context.CancellationToken);
        CallersOfType callers = Callers.GetOrAdd(context.Model, scope, one => CallersOfType.Of(one, context));
        bool mayBeStarted = callers.AreStarted
            || (FunctionSyntax.IsAsync(function) && FunctionSyntax.OwnNodes(body).Any(FunctionSyntax.IsAwait));
        bool mayBeNamed = EndpointHandlers.MayHaveNamed(context.Model);
        bool mayBeShared = isOfEndpoint || callers.AreMany;
        if (!(mayBeStarted || mayBeShared || mayBeNamed || callers.IsOfHost)
            || StateUpdate.At(node, body) is not { } update
            || update.Form is UpdateForm.Coalesce or UpdateForm.TestThenWrite
            || (CallSyntax.LeftmostOf(update.Target) is IdentifierNameSyntax { Identifier.ValueText: var root }
                && OwnNames.GetOrAdd(context.Model, function, static one => NamesOf(one)).Contains(root))
            || IsInterrupted(update, body)
            || StatePath.Of(update.Target, context.Model) is not { Type.TypeKind: not TypeKind.Error } state
            || (state.IsOfVariable && state.IsDeclaredIn(function))
            || state is { IsOfVariable: false, Root: { IsStatic: false, ContainingType.IsValueType: true } }
            || state.Type.TypeKind == TypeKind.Delegate)
        {
            return null;
        }

        Conflict? conflict = (mayBeStarted ? OfStarts(node, function, state, context) : null)
            ?? (mayBeStarted && !state.IsOfVariable ? OfUnawaitedCall(update, function, state, context) : null)
            ?? (mayBeNamed && SharedObject.OfNamedEndpoint(function, state, context.Model) is { } endpoint
                ? new Conflict(endpoint.Place, endpoint.Text)
                : null)
            ?? (callers.IsOfHost ? HostedWork.ConflictOf(update, function, state, context) : null)
            ?? (mayBeShared ? OfCallers(update, function, state, callers, isOfEndpoint, context) : null);
        return conflict is null || IsLocked(node, isOfEndpoint && function is AnonymousFunctionExpressionSyntax, context)
            || IsGuardedElsewhere(state, scope, context) ? null : (update, state, conflict);
    }

    /// <summary>An await stands between the read and the write.</summary>
    public static bool IsInterrupted(StateUpdate update, SyntaxNode body)
        => FunctionSyntax.OwnNodes(update.Read == update.Node ? update.Node : body).Any(node => FunctionSyntax.IsAwait(node)
            && node.SpanStart >= update.Read.SpanStart && node.Span.End <= update.Node.Span.End);

    private static Conflict? OfStarts(SyntaxNode node, SyntaxNode function, StatePath state, RuleContext context)
        => (OverlappingRuns.AreStartedDirectly(function, context.Model)
            ? OverlappingRuns.OfTwoStarts(function, state, context.Model)
            : OverlappingRuns.OnThreads(node, state, context.Model)) is { } runs
                ? new(runs.Place, runs.Text)
                : null;

    /// <summary>The function is called and goes on while its caller runs other code that writes the state.</summary>
    private static Conflict? OfUnawaitedCall(StateUpdate update, SyntaxNode function, StatePath state, RuleContext context)
        => state.MentionsAmong(UnawaitedCalls.NodesBeside(update.Node, function, context.Model), context.Model).FirstOrDefault(mention
            => Writes.IsWritten(mention) && mention != update.Target && LockSets.At(mention, context.Model).IsEmpty) is { } other
                ? new(other.GetLocation(), $"other code ({SourceLine.Of(other)}) updates it concurrently")
                : null;

    private static Conflict? OfCallers(
        StateUpdate update, SyntaxNode function, StatePath state, CallersOfType callers, bool isOfEndpoint, RuleContext context)
    {
        if (!isOfEndpoint && (state.IsOfVariable
            || new FunctionReaches().Of(function, context.Model) != FunctionReach.AnyThread))
        {
            return null;
        }

        if ((isOfEndpoint || callers.ServesAll || callers.IsSingleton || (callers.IsForEachRequest && state.Root.IsStatic))
            && SharedObject.Of(function, state, context.Model) is { } shared
            && (shared.IsCertain || (update.Form is UpdateForm.Step or UpdateForm.Compound && !SetUpCode.Is(function))))
        {
            return new(shared.Place, shared.Text, IsCertain: shared.IsCertain);
        }

        return callers.Promise is { } promise && !isOfEndpoint && !state.IsOfVariable
            ? new(promise, $"'{state.Root.ContainingType.Name}' ({SourceLine.Of(promise)}) promises thread safety", IsCertain: false)
            : null;
    }

    private static bool IsLocked(SyntaxNode node, bool isCalledByFramework, RuleContext context)
        => (isCalledByFramework
            ? LockSets.TakenAt(node, context.Model)
            : LockSets.At(node, context.Model)).KeepsWritersOut;

    /// <summary>A lock of the type is around another use: that it is forgotten here is ASYNC3002's to say.</summary>
    private static bool IsGuardedElsewhere(StatePath state, SyntaxNode scope, RuleContext context)
        => !state.IsOfVariable && NameMentions.In(scope, context.Model)[state.Holder.Name]
            .Any(static name => LockSets.LockStatementAround(name) is not null);

    private static bool IsNamed(ExpressionSyntax target) => target is IdentifierNameSyntax or MemberAccessExpressionSyntax;

    /// <summary><c>x + 1</c>, <c>Math.Max(x, y)</c> for <c>x</c>.</summary>
    private static bool IsMadeOf(ExpressionSyntax value, ExpressionSyntax target)
        => value is BinaryExpressionSyntax or InvocationExpressionSyntax && StateUpdate.Mentions(value, target);

    private static HashSet<string> NamesOf(SyntaxNode function)
        => FunctionSyntax.Body(function) is { } body ? new ConcurrentBody(function, body, function, null).OwnNames() : new();
}
