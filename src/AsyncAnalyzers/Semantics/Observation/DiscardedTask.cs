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

        return NeverFails(call, model) || DropIntent.HandsOutStoredTask(method, model)
            || RaisedHandlers.Of(call, method, model) == KnownHandlers.Harmless;
    }

    /// <summary>What runs in the task that the call starts is known, and catches whatever happens in it.</summary>
    public static bool NeverFails(InvocationExpressionSyntax call, CodeModel model)
        => FunctionsOf(call, model) is { Count: > 0 } functions
            && functions.All(function => NeverFails(function, model, MaximumDepth, isOpen: false));

    /// <summary>The function of a delegate catches whatever happens in it, or is over when it returns.</summary>
    public static bool NeverFailsIn(SyntaxNode function, CodeModel model) => NeverFails(function, model, MaximumDepth, isOpen: false);

    /// <summary>
    /// The same of a method that others may override, with what this compilation overrides it with; also where another method only hands
    /// on its task.
    /// </summary>
    public static bool NeverFailsHere(IMethodSymbol method, CodeModel model) => NeverFailsHere(method, model, MaximumDepth);

    private static bool NeverFailsHere(IMethodSymbol method, CodeModel model, int depth)
        => !method.IsAbstract
            && CalledSource.Of(method, model) is { } source && NeverFails(source.Function, model, depth, isOpen: true)
            && (!CalledSource.MayBeOverridden(method)
                || OnlyImplementation.OverridesOf(method, model).All(overriding
                    => CalledSource.Of(overriding, model) is { } other && NeverFails(other.Function, model, depth, isOpen: true)));

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

    /// <summary>The function catches whatever happens in it, or does nothing but call one that does, or hand out a complete task.</summary>
    /// <param name="function">The function.</param>
    /// <param name="model">The model of any file of the compilation.</param>
    /// <param name="depth">How many calls are followed.</param>
    /// <param name="isOpen">Methods are followed that others may override.</param>
    private static bool NeverFails(SyntaxNode function, CodeModel model, int depth, bool isOpen)
    {
        if (FunctionSyntax.Body(function) is not { } body)
        {
            return false;
        }

        SemanticModel? there = function.SyntaxTree == model.SyntaxTree ? model
            : model.Compilation.ContainsSyntaxTree(function.SyntaxTree) ? TreeModels.Of(function.SyntaxTree, model) : null;
        ExpressionSyntax[] returned = FunctionSyntax.IsAsync(function) ? Array.Empty<ExpressionSyntax>()
            : FunctionSyntax.ReturnedBy(body).ToArray();
        if (returned.Length > 0 && !(function is AnonymousFunctionExpressionSyntax && there is not null
            && FunctionSyntax.SymbolOf(function, model.With(there)) is { } lambda && !lambda.ReturnType.IsTaskOrValueTask(model.Types)))
        {
            return returned.All(value => CallSyntax.IsCompletedTask(value) || Calls(value));
        }

        if (OnlyCallIn(body) is { } only)
        {
            return Calls(only);
        }

        return FunctionSyntax.OwnNodes(body).Any(node => node is TryStatementSyntax @try && ExceptionGuard.CatchesAll(@try))
            && ExceptionGuard.Of(function, there, model.CancellationToken).IsWhole;

        bool Calls(ExpressionSyntax value)
            => depth > 0 && there is not null
                && MadeBy(CallSyntax.WalkDownParentheses(CallSyntax.WithoutConfiguration(value)), model.With(there)) is { } inner
                && (FunctionsOf(inner, model.With(there)) is { Count: 1 } callee
                    ? NeverFails(callee[0], model.With(there), depth - 1, isOpen)
                    : isOpen && CallSyntax.MethodOf(inner, model.With(there)) is { } method
                        && NeverFailsHere(method, model.With(there), depth - 1));
    }

    /// <summary>The call, or the one whose task a local holds that is never set again.</summary>
    private static InvocationExpressionSyntax? MadeBy(ExpressionSyntax value, CodeModel model)
        => (value is IdentifierNameSyntax name && model.SymbolOf(name) is ILocalSymbol local
            ? LocalAssignments.OnlyValueOf(local, model)
            : value) as InvocationExpressionSyntax;

    /// <summary><c>await F();</c> as all that an async function does.</summary>
    private static ExpressionSyntax? OnlyCallIn(SyntaxNode body) => body switch
    {
        AwaitExpressionSyntax await => await.Expression,
        BlockSyntax { Statements: { Count: 1 } statements }
            when statements[0] is ExpressionStatementSyntax { Expression: AwaitExpressionSyntax await } => await.Expression,
        _ => null,
    };
}
