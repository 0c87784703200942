namespace AsyncAnalyzers.Semantics;

/// <summary><c>_ = FAsync();</c> where a failure of the call is seen by nobody.</summary>
internal sealed class DiscardedTask
{
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

    public static DiscardedTask? Find(AssignmentExpressionSyntax assignment, CodeModel model)
    {
        ExpressionSyntax discarded = assignment.Right;
        if (MakerIn(discarded) is not { } call
            || CallSyntax.CalledName(call) is not { } name
            || model.SymbolOf(assignment.Left) is not IDiscardSymbol
            || CallSyntax.MethodOf(call, model) is not { } method
            || !method.ReturnType.IsTaskOrValueTask(model.Types)
            || FunctionSyntax.Enclosing(assignment) is null
            || ExpressionTree.Contains(assignment, model)
            || IsHarmless(call, method, model))
        {
            return null;
        }

        return new DiscardedTask(discarded, call, method.IsDeclaredIn(model.Types.Task) ? "Task." + name : name);
    }

    /// <summary>The task runs a loop that does not end: nobody can wait for it.</summary>
    public bool IsEndless(CodeModel model)
        => FunctionsOf(Call, model).Any(function => FunctionSyntax.Body(function) is { } body
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

    private static bool IsHarmless(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model)
    {
        // A mock is asked what was called, or told what to answer.
        if (method.OriginalDefinition.ReturnType is ITypeParameterSymbol && method.MethodKind != MethodKind.DelegateInvoke)
        {
            return true;
        }

        if (method.ContainingType.IsTaskOrValueTask(model.Types))
        {
            switch (method.Name)
            {
                case "FromResult" or "FromException" or "FromCanceled" or "Delay" or "WhenAny":
                    return true;
                case "ContinueWith":
                    return ContinuationBody.ObservesFailure(call);
            }
        }

        if (TaskCaretaker.Of(call, method, model) == TaskCare.Observed
            || CollectedWork.Of(call, method, model) == Collecting.Yes)
        {
            return true;
        }

        return EscapingFailures.OfTask(call, model).IsSettled || DropIntent.HandsOutStoredTask(method, model)
            || RaisedHandlers.Of(call, method, model) == KnownHandlers.Harmless;
    }

    /// <summary>
    /// What runs in the task: the function that <c>Task.Run</c> or <c>StartNew</c> is given, or the method that is called; nothing where
    /// that is not known.
    /// </summary>
    private static IReadOnlyList<SyntaxNode> FunctionsOf(InvocationExpressionSyntax call, CodeModel model)
    {
        if (CallSyntax.CalledName(call) is "Run" or "StartNew" && call.ArgumentList.Arguments.FirstOrDefault()?.Expression is { } work)
        {
            return work is AnonymousFunctionExpressionSyntax ? new[] { work } : DeclarationOf(work, model);
        }

        return DeclarationOf(call, model);
    }

    /// <summary>The one body that runs; none where others may override it.</summary>
    private static IReadOnlyList<SyntaxNode> DeclarationOf(ExpressionSyntax called, CodeModel model)
        => CalledSource.MethodNamedBy(called, model) is { } method
            && CalledSource.OfOnly(method, model) is { } source
                ? new[] { source.Function }
                : Array.Empty<SyntaxNode>();
}
