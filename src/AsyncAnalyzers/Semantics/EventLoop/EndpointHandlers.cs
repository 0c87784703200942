namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Functions that ASP.NET Core runs for a request: <c>app.MapGet("/", () => …)</c> takes any delegate, and awaits what it
/// returns where that is a task.
/// </summary>
internal static class EndpointHandlers
{
    /// <summary>The methods that map an endpoint.</summary>
    public static readonly string[] Names =
    {
        "Map", "MapGet", "MapPost", "MapPut", "MapDelete", "MapPatch", "MapMethods", "MapFallback",
    };

    /// <summary>The cheap half of <see cref="Is"/>, by syntax alone. False is certain.</summary>
    public static bool MayBe(SyntaxNode function)
        => function is AnonymousFunctionExpressionSyntax lambda && ArgumentOf(lambda) is { } argument
            && CallSyntax.CalledName((InvocationExpressionSyntax)argument.Parent!.Parent!) is { } called
            && called.StartsWith("Map", StringComparison.Ordinal);

    /// <summary>The lambda is an argument of a method that maps an endpoint.</summary>
    public static bool Is(SyntaxNode function, CodeModel model)
        => model.Types.EndpointRouteBuilder is not null && MayBe(function)
            && ArgumentOf((AnonymousFunctionExpressionSyntax)function) is { } argument
            && model.GetTypeInfo(argument.Expression).ConvertedType is { SpecialType: SpecialType.System_Delegate }
            && CallSyntax.MethodOf((InvocationExpressionSyntax)argument.Parent!.Parent!, model) is { } method
            && MapsEndpoints(method, model.Types);

    /// <summary>
    /// What is passed for the parameter is a handler: <c>MapGet</c> and its like, and what makes a request delegate of any delegate.
    /// </summary>
    public static bool IsTakenBy(IParameterSymbol parameter, KnownTypes types)
        => parameter.Type.SpecialType == SpecialType.System_Delegate && parameter.ContainingSymbol is IMethodSymbol method
            && (MapsEndpoints(method, types) || method.IsDeclaredIn(types.RequestDelegateFactory));

    /// <summary>An extension method of ASP.NET Core on what collects endpoints.</summary>
    private static bool MapsEndpoints(IMethodSymbol method, KnownTypes types)
    {
        method = method.ReducedFrom ?? method;
        return method.IsExtensionMethod
            && method.Parameters[0].Type is { } receiver
            && (receiver.Is(types.EndpointRouteBuilder)
                || receiver.AllInterfaces.Any(implemented => implemented.Is(types.EndpointRouteBuilder)))
            && IsOfTheFramework(method.ContainingNamespace);
    }

    private static bool IsOfTheFramework(INamespaceSymbol? space)
    {
        for (; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space is { Name: "AspNetCore", ContainingNamespace: { Name: "Microsoft", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The argument of a call that consists of the lambda, in parentheses or not.</summary>
    private static ArgumentSyntax? ArgumentOf(AnonymousFunctionExpressionSyntax lambda)
    {
        SyntaxNode expression = lambda;
        while (expression.Parent is ParenthesizedExpressionSyntax)
        {
            expression = expression.Parent;
        }

        return expression.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax } argument ? argument : null;
    }
}
