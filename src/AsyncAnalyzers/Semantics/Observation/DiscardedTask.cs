namespace AsyncAnalyzers.Semantics;

/// <summary><c>_ = FAsync();</c> where a failure of the call is seen by nobody.</summary>
internal sealed class DiscardedTask
{
    private const int MaximumDepth = 3;

    private DiscardedTask(ExpressionSyntax expression, InvocationExpressionSyntax call, string name)
    {
        Expression = expression;
        Call = call;
        Name = name;
    }

    /// <summary>What is assigned to the discard.</summary>
    public ExpressionSyntax Expression { get; }

    /// <summary>The call that makes the task, without <c>AsTask</c> and the like.</summary>
    public InvocationExpressionSyntax Call { get; }

    /// <summary>What a message calls it.</summary>
    public string Name { get; }

    /// <summary>A call is assigned to something named <c>_</c>, as a statement: the cheap half of <see cref="Find"/>.</summary>
    public static bool MayBe(SyntaxNode node)
        => node is AssignmentExpressionSyntax
        {
            RawKind: (int)SyntaxKind.SimpleAssignmentExpression,
            Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Right: { } right
        } assignment
            && assignment.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax
            && DroppedTask.CallIn(right) is not null;

    public static DiscardedTask? Find(
        AssignmentExpressionSyntax assignment, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        ExpressionSyntax discarded = assignment.Right;
        if (MakerIn(discarded) is not { } call
            || CallSyntax.CalledName(call) is not { } name
            || model.GetSymbolInfo(assignment.Left, cancellationToken).Symbol is not IDiscardSymbol
            || CallSyntax.MethodOf(call, model, cancellationToken) is not { } method
            || !method.ReturnType.IsTaskOrValueTask(types)
            || FunctionSyntax.Enclosing(assignment) is null
            || ExpressionTree.Contains(assignment, model, types, cancellationToken)
            || IsHarmless(call, method, model, types, cancellationToken))
        {
            return null;
        }

        return new DiscardedTask(discarded, call, method.IsDeclaredIn(types.Task) ? "Task." + name : name);
    }

    /// <summary>The task runs a loop that does not end: nobody can wait for it.</summary>
    public bool IsEndless(SemanticModel model, CancellationToken cancellationToken)
        => FunctionsOf(Call, model, cancellationToken).Any(function => FunctionSyntax.Body(function) is { } body
            && FunctionSyntax.OwnNodes(body).Any(node => node is WhileStatementSyntax or ForStatementSyntax { Condition: null }
                || node is CommonForEachStatementSyntax
                && FunctionSyntax.IsAwait(node)));

    private static InvocationExpressionSyntax? MakerIn(ExpressionSyntax expression)
    {
        InvocationExpressionSyntax? call = DroppedTask.CallIn(expression);
        while (call is
            {
                Expression: MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "ConfigureAwait" or "AsTask" or "Preserve"
            or "Unwrap" or "WaitAsync"
                } access
            }
            && DroppedTask.CallIn(access.Expression) is { } inner)
        {
            call = inner;
        }

        return call;
    }

    private static bool IsHarmless(
        InvocationExpressionSyntax call, IMethodSymbol method, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        // A mock is asked what was called, or told what to answer.
        if (method.OriginalDefinition.ReturnType is ITypeParameterSymbol && method.MethodKind != MethodKind.DelegateInvoke)
        {
            return true;
        }

        if (method.ContainingType.IsTaskOrValueTask(types))
        {
            switch (method.Name)
            {
                case "FromResult" or "FromException" or "FromCanceled" or "Delay" or "WhenAny":
                    return true;
                case "ContinueWith":
                    return ContinuationBody.ObservesFailure(call);
            }
        }

        if (TaskCaretaker.Of(call, method, model, types, cancellationToken) == TaskCare.Observed
            || CollectedWork.Of(call, method, model, types, cancellationToken) == Collecting.Yes)
        {
            return true;
        }

        return NeverFails(call, model, cancellationToken) || DropIntent.HandsOutStoredTask(method, model, cancellationToken);
    }

    /// <summary>What runs in the task that the call starts is known, and catches whatever happens in it.</summary>
    public static bool NeverFails(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
        => FunctionsOf(call, model, cancellationToken) is { Count: > 0 } functions
            && functions.All(function => NeverFails(function, model, MaximumDepth, cancellationToken));

    /// <summary>
    /// What runs in the task: the function that <c>Task.Run</c> or <c>StartNew</c> is given, or the method that is called; nothing where
    /// that is not known.
    /// </summary>
    private static IReadOnlyList<SyntaxNode> FunctionsOf(
        InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        if (CallSyntax.CalledName(call) is "Run" or "StartNew" && call.ArgumentList.Arguments.FirstOrDefault()?.Expression is { } work)
        {
            return work is AnonymousFunctionExpressionSyntax ? new[] { work } : DeclarationOf(work, model, cancellationToken);
        }

        return DeclarationOf(call, model, cancellationToken);
    }

    /// <summary>The one body that runs; none where others may override it.</summary>
    private static IReadOnlyList<SyntaxNode> DeclarationOf(
        ExpressionSyntax called, SemanticModel model, CancellationToken cancellationToken)
        => CalledSource.MethodNamedBy(called, model, cancellationToken) is { } method
            && CalledSource.OfOnly(method, model, cancellationToken) is { } source
                ? new[] { source.Function }
                : Array.Empty<SyntaxNode>();

    /// <summary>The function catches whatever happens in it, or does nothing but call one that does, or hand out a complete task.</summary>
    private static bool NeverFails(SyntaxNode function, SemanticModel model, int depth, CancellationToken cancellationToken)
    {
        if (FunctionSyntax.Body(function) is not { } body)
        {
            return false;
        }

        SemanticModel? there = function.SyntaxTree == model.SyntaxTree ? model : null;
        ExpressionSyntax[] returned = FunctionSyntax.IsAsync(function) ? Array.Empty<ExpressionSyntax>()
            : FunctionSyntax.ReturnedBy(body).ToArray();
        if (returned.Length > 0)
        {
            return returned.All(value => CompletedCallee.IsComplete(value) || Calls(value));
        }

        if (OnlyCallIn(body) is { } only)
        {
            return Calls(only);
        }

        return FunctionSyntax.OwnNodes(body).Any(node => node is TryStatementSyntax @try && ExceptionGuard.CatchesAll(@try))
            && ExceptionGuard.Of(function, there, cancellationToken).IsWhole;

        bool Calls(ExpressionSyntax value)
            => depth > 0 && there is not null
                && CallSyntax.WalkDownParentheses(CallSyntax.WithoutConfiguration(value)) is InvocationExpressionSyntax inner
                && DeclarationOf(inner, there, cancellationToken) is { Count: 1 } callee
                && NeverFails(callee[0], there, depth - 1, cancellationToken);
    }

    /// <summary><c>await F();</c> as all that an async function does.</summary>
    private static ExpressionSyntax? OnlyCallIn(SyntaxNode body) => body switch
    {
        AwaitExpressionSyntax await => await.Expression,
        BlockSyntax { Statements: { Count: 1 } statements } when statements[0] is ExpressionStatementSyntax { Expression: AwaitExpressionSyntax await } => await.Expression,
        _ => null,
    };
}
