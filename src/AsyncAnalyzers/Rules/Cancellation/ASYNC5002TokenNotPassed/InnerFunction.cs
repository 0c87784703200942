namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Whether a lambda or local function may use the token of the function around it.</summary>
internal static class InnerFunction
{
    public enum Kind
    {
        /// <summary>It is handed the same token, or runs while the outer function awaits it.</summary>
        PartOfCaller,

        /// <summary>It probably runs while the outer function waits for it.</summary>
        RunsInside,

        /// <summary>It has a token of its own, or may run after the outer function has returned.</summary>
        Other,
    }

    private static readonly ModelCache<bool> AlwaysAwaited = new();

    private static readonly HashSet<string> Operators = new(StringComparer.Ordinal)
    {
        "Select", "SelectMany", "Where", "SelectAwait", "WhereAwait", "ForEachAsync", "ForEachAwaitAsync",
    };

    private static readonly string[] Wrappers = { "Execute", "Retry", "With", "Try", "Measure", "Time", "InTransaction" };

    public static Kind Of(SyntaxNode function, string token, CodeModel model)
    {
        if (function is LocalFunctionStatementSyntax local)
        {
            return AlwaysAwaited.GetOrAdd(model, local, _ => IsAlwaysAwaited(local, model)) ? Kind.PartOfCaller : Kind.Other;
        }

        if (function is not AnonymousFunctionExpressionSyntax lambda
            || lambda.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
            || HasTokenOfItsOwn(lambda, model)
            || CallSyntax.CalledName(call) is not { } name)
        {
            return Kind.Other;
        }

        if (name is "Register" or "UnsafeRegister" or "ContinueWith")
        {
            return Kind.Other;
        }

        if (call.ArgumentList.Arguments.Any(argument
            => argument.Expression is IdentifierNameSyntax given && given.Identifier.ValueText == token))
        {
            return name is not ("Run" or "StartNew") && WaitsWithToken(call, model)
                ? Kind.Other
                : Kind.PartOfCaller;
        }

        if (name == "Run")
        {
            return IsAwaited(call) ? Kind.PartOfCaller : Kind.Other;
        }

        if (Operators.Contains(name))
        {
            return call.Ancestors().TakeWhile(static node => !FunctionSyntax.IsFunction(node))
                .Any(static node => node is AwaitExpressionSyntax)
                ? Kind.RunsInside
                : Kind.Other;
        }

        return Array.Exists(Wrappers, prefix => name.StartsWith(prefix, StringComparison.Ordinal)) && IsAwaited(call)
            ? Kind.RunsInside
            : Kind.Other;
    }

    /// <summary>
    /// What is given the lambda and the token ends the work itself, by its source: it registers a callback, or gives the wait for the
    /// lambda the token.
    /// </summary>
    private static bool WaitsWithToken(InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.MethodOf(call, model) is { } method
            && TokenArguments.ParameterOf(method, model.Types) is { Name: var own }
            && CalledSource.OfOnly(method, model) is { Body: var body }
            && body.Descendants().Any(node => node switch
            {
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax register } => register is
                {
                    Name.Identifier.ValueText: "Register" or "UnsafeRegister", Expression: IdentifierNameSyntax registered
                } && registered.Identifier.ValueText == own,
                ArgumentSyntax { Expression: IdentifierNameSyntax given, Parent.Parent: InvocationExpressionSyntax wait }
                    => given.Identifier.ValueText == own
                        && CallSyntax.CalledName(wait) is "WaitAsync" or "WithCancellation" or "CreateLinkedTokenSource",
                _ => false,
            });

    /// <summary>A parameter is a token, or carries one.</summary>
    private static bool HasTokenOfItsOwn(AnonymousFunctionExpressionSyntax lambda, CodeModel model)
        => FunctionSyntax.SymbolOf(lambda, model) is not { } symbol
            || symbol.Parameters.Any(parameter
                => parameter.Type.Is(model.Types.CancellationToken)
                    || TokenCarriers.OnlyPropertyOf(parameter.Type, model.Types) is not null);

    /// <summary>Each mention of the local function is a call that is awaited or returned.</summary>
    private static bool IsAlwaysAwaited(LocalFunctionStatementSyntax local, CodeModel model)
    {
        SyntaxNode scope = local.Parent is GlobalStatementSyntax global ? global.Parent! : local.Parent!;
        bool isCalled = false;
        foreach (SimpleNameSyntax mention in NameMentions.In(scope, model)[local.Identifier.ValueText])
        {
            if (mention.Parent is not InvocationExpressionSyntax call || call.Expression != mention || !IsAwaited(call))
            {
                return false;
            }

            isCalled = true;
        }

        return isCalled;
    }

    private static bool IsAwaited(InvocationExpressionSyntax call)
        => TaskUse.OfWhole(call) is var use
            && (use.IsWaitedFor || use.Place is CommonForEachStatementSyntax
                || (use.Place is InvocationExpressionSyntax { Parent: CommonForEachStatementSyntax } shaped
                    && CallSyntax.CalledName(shaped) is "WithCancellation" or "ConfigureAwait"));
}
