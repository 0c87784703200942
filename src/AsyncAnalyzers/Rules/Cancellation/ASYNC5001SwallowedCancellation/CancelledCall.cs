namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>A call in a <c>try</c> block that throws when the token is cancelled that it is given.</summary>
/// <param name="Call">The call.</param>
/// <param name="Name">The name of what it calls.</param>
/// <param name="Token">The token.</param>
/// <param name="Method">What it calls.</param>
internal sealed record CancelledCall(InvocationExpressionSyntax Call, string Name, LoopToken Token, IMethodSymbol Method)
{
    /// <summary>By syntax alone, whether the block may hold such a call.</summary>
    public static bool MayBeIn(BlockSyntax block)
        => FunctionSyntax.OwnNodes(block).Any(static node => node is InvocationExpressionSyntax call && TokensOf(call).Any());

    /// <summary>The calls of the block whose cancellation leaves it.</summary>
    /// <param name="block">The block of a try statement.</param>
    /// <param name="turn">The loop around it; where there is none, the function.</param>
    /// <param name="model">The model of the tree.</param>
    public static IEnumerable<CancelledCall> In(BlockSyntax block, SyntaxNode turn, CodeModel model)
    {
        foreach (SyntaxNode node in block.Descendants(node => node == block || (!FunctionSyntax.IsFunction(node) && !IsKept(node))))
        {
            if (node is not InvocationExpressionSyntax call)
            {
                continue;
            }

            foreach (ExpressionSyntax argument in TokensOf(call))
            {
                if (CallSyntax.CalledName(call) is { } name
                    && MayThrow(call, name)
                    && LoopToken.Of(argument, turn, model) is { } token
                    && CallSyntax.MethodOf(call, model) is { } method
                    && Throws(call, method, argument, model))
                {
                    yield return new CancelledCall(call, name, token, method);
                }
            }
        }
    }

    /// <summary>The cancellation comes as a <c>TaskCanceledException</c>: of a timer's task, of an HTTP request.</summary>
    public bool ThrowsTaskCanceled
        => Method.ContainingType is { Name: "Task" or "HttpClient" or "HttpClientJsonExtensions" or "TaskFactory" };

    /// <summary>What is called throws, as far as its bodies in sight tell: none of several ignores the token.</summary>
    public bool IsSure(CodeModel model)
        => GivenArgument.ParameterOf(Token.Expression, Call, Method) is not { Ordinal: var place }
            || TokenEffect.Of(Method, place, model) == TokenEffectKind.Throws;

    /// <summary>The arguments that may be tokens by their names; of <c>token.ThrowIfCancellationRequested()</c> the token itself.</summary>
    private static IEnumerable<ExpressionSyntax> TokensOf(InvocationExpressionSyntax call)
        => call.Expression is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "ThrowIfCancellationRequested",
            Expression: var token
        }
            ? LoopToken.MayBe(token) ? new[] { token } : Array.Empty<ExpressionSyntax>()
            : call.ArgumentList.Arguments.Select(static argument => argument.Expression).Where(LoopToken.MayBe);

    /// <summary>What hands a token on without looking at it; what ends work, which goes on for what is left to end.</summary>
    private static bool MayThrow(InvocationExpressionSyntax call, string name)
        => name is not ("Register" or "UnsafeRegister" or "CreateLinkedTokenSource" or "nameof")
            && !EndsWork(name) && !EndsWorkInside(call)
            && !(call.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } });

    /// <summary>
    /// <c>policy.ExecuteAsync(ct => entry.CompleteAsync(), token)</c>: what is not settled is a failure, cancelled or not.
    /// </summary>
    private static bool EndsWorkInside(InvocationExpressionSyntax call)
    {
        foreach (ArgumentSyntax argument in call.ArgumentList.Arguments)
        {
            if (argument.Expression is AnonymousFunctionExpressionSyntax work
                && work.Descendants().Any(static node => node is InvocationExpressionSyntax inner
                    && CallSyntax.CalledName(inner) is { } name
                    && (EndsWork(name) || (WorkNames.KindsOf(name) & (WorkKinds.Undo | WorkKinds.Settlement)) != 0)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>By its name the function stops, closes or takes back something.</summary>
    public static bool EndsWork(string name)
        => Array.Exists(
            new[] { "Stop", "Close", "Dispose", "Shutdown", "ShutDown", "Disconnect", "Cleanup", "CleanUp", "Rollback", "Abort", "Release",
                "Unsubscribe", "Drain", "TearDown", "Teardown", "Terminate", "Kill", "Compensate", "Uninstall", "OnStop" },
            word => name.StartsWith(word, StringComparison.Ordinal));

    private static bool Throws(InvocationExpressionSyntax call, IMethodSymbol method, ExpressionSyntax token, CodeModel model)
    {
        if (method.ContainingType.Is(model.Types.CancellationToken))
        {
            return true;
        }

        if (CalledSource.OfOnly(method, model) is { } source
            && GivenArgument.ParameterOf(token, call, method) is { Name: var parameter })
        {
            return IsAwaitable(method, model.Types)
                ? IsObserved(call) && PassesOn(source.Body, parameter)
                : ThrowsItself(source, parameter, model.Types, model.CancellationToken);
        }

        return IsAwaitable(method, model.Types)
            ? IsObserved(call) && !(CalledSource.MayBeOverridden(method) && IsIgnored(call, method, token, model))
            : method.IsOfFramework();
    }

    /// <summary>There are bodies in sight that the call may run, and none of them hands the token on.</summary>
    private static bool IsIgnored(InvocationExpressionSyntax call, IMethodSymbol method, ExpressionSyntax token, CodeModel model)
    {
        if (method.DeclaringSyntaxReferences.IsEmpty
            || GivenArgument.ParameterOf(token, call, method) is not { Name: var parameter }
            || method.OriginalDefinition.Parameters.FirstOrDefault(one => one.Name == parameter) is not { Ordinal: var ordinal })
        {
            return false;
        }

        bool any = false;
        IEnumerable<IMethodSymbol> bodies = method.IsAbstract
            ? OnlyImplementation.AllOf(method, model)
            : OnlyImplementation.OverridesOf(method, model).Append(method);
        foreach (IMethodSymbol body in bodies)
        {
            if (CalledSource.Of(body, model) is not { } source || PassesOn(source.Body, body.Parameters[ordinal].Name))
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    private static bool IsAwaitable(IMethodSymbol method, KnownTypes types)
        => method.ReturnType.Is(types.Task) || method.ReturnType.Is(types.TaskOfT) || method.ReturnType.Is(types.ValueTask)
            || method.ReturnType.Is(types.ValueTaskOfT) || method.ReturnType.Is(types.AsyncEnumerableOfT)
            || method.ReturnType.Name.Contains("Awaitable") || method.ReturnType.Name.Contains("Call");

    /// <summary>The call stands in what is awaited, waited for or enumerated.</summary>
    private static bool IsObserved(InvocationExpressionSyntax call)
    {
        SyntaxNode child = call;
        for (SyntaxNode? current = call.Parent; current is not null and not AnonymousFunctionExpressionSyntax;
            child = current, current = current.Parent)
        {
            switch (current)
            {
                case AwaitExpressionSyntax:
                case CommonForEachStatementSyntax each when child == each.Expression:
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter" or "Result" or "Wait" }:
                    return true;
                case LocalDeclarationStatementSyntax or UsingStatementSyntax:
                    return FunctionSyntax.IsAwait(current);
                case StatementSyntax:
                    return false;
            }
        }

        return false;
    }

    /// <summary>The body hands the token on, or throws when it is cancelled; it does not only ask it.</summary>
    private static bool PassesOn(SyntaxNode body, string parameter)
        => body.DescendantsAndSelf(static node => !IsKept(node)).Any(node => node is IdentifierNameSyntax name
            && name.Identifier.ValueText == parameter
            && name.Parent is not MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "IsCancellationRequested" or "CanBeCanceled"
            });

    /// <summary>A synchronous function asks the token to throw, or waits with it.</summary>
    private static bool ThrowsItself(CalledSource source, string parameter, KnownTypes types, CancellationToken cancellationToken)
        => source.Body.DescendantsAndSelf(static node => !FunctionSyntax.IsFunction(node) && !IsKept(node))
            .OfType<InvocationExpressionSyntax>()
            .Any(inner => TokensOf(inner).Any(token => token is IdentifierNameSyntax name && name.Identifier.ValueText == parameter)
                && CallSyntax.MethodOf(inner, CodeModel.Of(source.Model, cancellationToken)) is { } method
                && (method.ContainingType.Is(types.CancellationToken)
                    || (IsAwaitable(method, types) ? IsObserved(inner) : method.IsOfFramework() && MayThrow(inner, method.Name))));

    /// <summary>The block of a try statement inside that keeps cancellations for itself.</summary>
    private static bool IsKept(SyntaxNode node)
        => node is BlockSyntax { Parent: TryStatementSyntax @try } && @try.Block == node && CancellationCatch.Keeps(@try);
}
