namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Tasks that are complete when they are handed out, since the code that hands them out has nothing to wait for: a method that returns
/// <c>Task.FromResult</c>, or that is async and awaits only such tasks. A path that a constant argument rules out does not count.
/// </summary>
/// <remarks>It under-approximates: what it cannot see into has something to wait for.</remarks>
internal sealed class CompletedCalls
{
    private const int MaximumDepth = 4;

    /// <summary>Of more, some will have something to wait for; and to look into all of them would take long.</summary>
    private const int MostImplementations = 8;

    private readonly CodeModel _model;
    private readonly bool _isClosed;
    private readonly int _depth;

    /// <summary>What is known of the parameters of the function that is looked at; null for nothing.</summary>
    private readonly ConstantEvaluation? _known;

    private CompletedCalls(CodeModel model, bool isClosed, int depth, ConstantEvaluation? known)
    {
        (_model, _isClosed, _depth, _known) = (model, isClosed, depth, known);
    }

    /// <summary>The function that is looked at, as it is called; null for the one that waits.</summary>
    private (IMethodSymbol Method, InvocationExpressionSyntax Call, CompletedCalls Caller)? Entry { get; init; }

    /// <summary>
    /// The task is complete when the expression has been evaluated. What implements an abstract member or an interface in this compilation
    /// counts as all that does. For those who call the code that waits: the wait itself is for a task whose maker may change.
    /// </summary>
    public static bool Make(ExpressionSyntax task, CodeModel model)
        => CallSyntax.WithoutSuppression(CallSyntax.WithoutConfiguration(task))
                is InvocationExpressionSyntax or MemberAccessExpressionSyntax
            && new CompletedCalls(model, isClosed: true, 0, null).IsComplete(task);

    /// <summary>
    /// <c>LoadAsync(key, refresh: false)</c>, <c>GetAsync(id, CacheMode.CacheOnly)</c>: the call passes flags, and the task is complete
    /// with them. Here other assemblies may have implementations of what they can see.
    /// </summary>
    public static bool MakeWithConstants(InvocationExpressionSyntax call, CodeModel model)
        => HasFlags(call, model) && new CompletedCalls(model, isClosed: false, 0, null).IsComplete(call);

    /// <summary>
    /// The same as <see cref="Make"/> of a call with flags, where something is known of the caller's own. <c>Load(async: false)</c> is over
    /// when it returns, since a flag that says so by its name is off.
    /// </summary>
    public static bool MakeWith(ConstantEvaluation known, InvocationExpressionSyntax call, CodeModel model)
        => HasFlags(call, model)
            && (IsSynchronous(call, known, model) || new CompletedCalls(model, isClosed: true, 0, known).IsComplete(call));

    private static bool HasFlags(InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.MethodOf(call, model) is { DeclaringSyntaxReferences.IsEmpty: false } method
            && method.Parameters.Any(static parameter
                => parameter.Type is { SpecialType: SpecialType.System_Boolean } or { TypeKind: TypeKind.Enum });

    private static bool IsSynchronous(InvocationExpressionSyntax call, ConstantEvaluation known, CodeModel model)
        => CallSyntax.MethodOf(call, model) is { } method
            && KnownArguments.Of(method, call.ArgumentList, known).Any(pair => pair.Value is bool value
                && AsyncFlag.SideOfName((method.ReducedFrom ?? method).Parameters[pair.Key].Name) is var side and not FlagSide.Unknown
                && side == FlagSide.Asynchronous != value);

    private bool IsComplete(ExpressionSyntax task)
    {
        ExpressionSyntax value = CallSyntax.WithoutSuppression(CallSyntax.WithoutConfiguration(task));
        switch (value)
        {
            case ThrowExpressionSyntax:
                return true;
            case ConditionalExpressionSyntax conditional:
                return (IsRuledOut(conditional.WhenTrue) || IsComplete(conditional.WhenTrue))
                    && (IsRuledOut(conditional.WhenFalse) || IsComplete(conditional.WhenFalse));
            case SwitchExpressionSyntax { Arms.Count: > 0 } @switch:
                return @switch.Arms.All(arm => IsComplete(arm.Expression));
            case IdentifierNameSyntax when _model.SymbolOf(value) is ILocalSymbol local:
                return LocalAssignments.OnlyValueOf(local, _model) is { } only && IsComplete(only);
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value" } access when IsLazy(_model.TypeOf(access.Expression)):
                return IsLazyComplete(access.Expression);
            case InvocationExpressionSyntax call:
                return IsMadeComplete(call) || IsCompleteCall(call);
            case BaseObjectCreationExpressionSyntax or MemberAccessExpressionSyntax or LiteralExpressionSyntax or DefaultExpressionSyntax
                or IdentifierNameSyntax:
                return IsMadeComplete(value);
            default:
                return false;
        }
    }

    private bool IsMadeComplete(ExpressionSyntax value)
        => _model.GetOperation(value) is { } operation
            && CompletionFacts.IsCompleteByItself(CompletionFacts.Strip(operation, _model.Types), _model.Types);

    private bool IsCompleteCall(InvocationExpressionSyntax call)
    {
        if (CallSyntax.MethodOf(call, _model) is not { } method)
        {
            return false;
        }

        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return DelegateOf(call) is IdentifierNameSyntax name && LambdaFor(name) is var (lambda, maker)
                && maker.Within(null, null).IsOver(lambda);
        }

        return _depth < MaximumDepth && method.ReturnType.IsTaskOrValueTask(_model.Types)
            && Implementations(method) is { Length: > 0 and <= MostImplementations } all
            && KnownArguments.Of(method, call.ArgumentList, _known ?? Evaluation(KnownArguments.None, _model)) is var values
            && all.All(implementation => CalledSource.Of(implementation, _model) is { } source
                && Within(Known(values, implementation, source.Function), (method, call, this), source.Function).IsOver(source.Function));
    }

    private CompletedCalls Within(
        ConstantEvaluation? known, (IMethodSymbol, InvocationExpressionSyntax, CompletedCalls)? entry, SyntaxNode? function = null)
        => new(function is null ? _model : _model.In(function.SyntaxTree), _isClosed, _depth + 1, known) { Entry = entry ?? Entry };

    /// <summary>The parameters by what the call passes for them; those that the function writes are left out.</summary>
    private ConstantEvaluation? Known(IReadOnlyList<KeyValuePair<int, object?>> values, IMethodSymbol method, SyntaxNode function)
    {
        CodeModel model = _model.In(function.SyntaxTree);
        ImmutableArray<IParameterSymbol> parameters = (method.ReducedFrom ?? method).OriginalDefinition.Parameters;
        KnownArguments known = KnownArguments.None.With(values
            .Where(pair => !LocalAssignments.WritesOf(parameters[pair.Key].Name, function, model).Any())
            .Select(pair => new KeyValuePair<ISymbol, object?>(parameters[pair.Key], pair.Value)));
        return known.IsEmpty ? null : Evaluation(known, model);
    }

    private static ConstantEvaluation Evaluation(KnownArguments known, CodeModel model)
        => new(known, model, tree => model.In(tree).Semantic);

    /// <summary>Nothing is left to do when the function returns: no await that runs waits, or all that it returns is complete.</summary>
    private bool IsOver(SyntaxNode function)
    {
        if (FunctionSyntax.Body(function) is not { } body)
        {
            return false;
        }

        if (FunctionSyntax.IsAsync(function))
        {
            return FunctionSyntax.OwnNodes(body).Prepend(body).Where(FunctionSyntax.IsAwait).All(await
                => IsRuledOut(await) || (await is AwaitExpressionSyntax { Expression: var awaited } && IsComplete(awaited)));
        }

        bool any = false;
        foreach (ExpressionSyntax returned in FunctionSyntax.ReturnedBy(body))
        {
            if (!IsRuledOut(returned))
            {
                if (!IsComplete(returned))
                {
                    return false;
                }

                any = true;
            }
        }

        return any;
    }

    private bool IsRuledOut(SyntaxNode node) => _known?.RulesOut(ControllingCondition.Of(node)) == true;

    /// <summary>The functions that a call may run; none where one of them may be unknown.</summary>
    private IMethodSymbol[] Implementations(IMethodSymbol method)
    {
        if (!CalledSource.MayBeOverridden(method))
        {
            return new[] { method };
        }

        // A virtual method with a body is there to be overridden by others, an interface mostly to be given an implementation.
        return CalledSource.IsOpenToOthers(method, _model.Compilation) && !(_isClosed && method.IsAbstract)
            ? Array.Empty<IMethodSymbol>()
            : (method.IsAbstract
                ? OnlyImplementation.AllOf(method, _model)
                : OnlyImplementation.OverridesOf(method, _model).Prepend(method)).ToArray();
    }

    private static ExpressionSyntax DelegateOf(InvocationExpressionSyntax call)
        => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke", Expression: var receiver }
            ? receiver
            : call.Expression;

    /// <summary>
    /// <c>Run(() => Task.FromResult(f()))</c>: the lambda that the caller gives for the parameter, and the function that it is written in.
    /// </summary>
    private (SyntaxNode Lambda, CompletedCalls Maker)? LambdaFor(IdentifierNameSyntax name)
        => Entry is var (method, call, caller)
            && method.Parameters.FirstOrDefault(parameter => parameter.Name == name.Identifier.ValueText) is { } given
            && _model.SymbolOf(name) is IParameterSymbol
            && GivenArgument.For(given, call) is { } argument
                ? argument switch
                {
                    AnonymousFunctionExpressionSyntax lambda => (lambda, caller),
                    IdentifierNameSyntax passedOn => caller.LambdaFor(passedOn),
                    _ => null,
                }
                : null;

    private static bool IsLazy(ITypeSymbol? type)
        => type.SelfAndBases().Any(static one => one is { Name: "Lazy", ContainingNamespace.Name: "System" });

    /// <summary>A lazy value that is made here from a complete task, or by a constructor that makes it of what is there.</summary>
    private bool IsLazyComplete(ExpressionSyntax lazy)
        => (CallSyntax.WalkDownParentheses(lazy) is IdentifierNameSyntax name && _model.SymbolOf(name) is ILocalSymbol local
            ? LocalAssignments.OnlyValueOf(local, _model)
            : lazy) is BaseObjectCreationExpressionSyntax { ArgumentList: { } arguments } creation
            && _model.SymbolOf(creation) is IMethodSymbol constructor
            && IsMadeComplete(constructor, arguments);

    private bool IsMadeComplete(IMethodSymbol constructor, ArgumentListSyntax arguments)
    {
        if (constructor.ContainingType is { Name: "Lazy", ContainingNamespace.Name: "System" })
        {
            return arguments.Arguments.Count > 0 && arguments.Arguments[0].Expression is var made
                && (made is AnonymousFunctionExpressionSyntax lambda
                    ? Within(null, null).IsOver(lambda)
                    : _model.TypeOf(made).IsTask(_model.Types) && IsComplete(made));
        }

        return _depth < MaximumDepth
            && CalledSource.DeclarationOf(constructor, _model.CancellationToken)
                is ConstructorDeclarationSyntax { Initializer: { } chained }
            && _model.Compilation.ContainsSyntaxTree(chained.SyntaxTree)
            && Within(null, null, chained) is var inner
            && inner._model.SymbolOf(chained) is IMethodSymbol next
            && inner.IsMadeComplete(next, chained.ArgumentList);
    }
}
