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

    /// <summary>What maps an endpoint, found in the one walk over each tree.</summary>
    public static IReadOnlyList<Trigger> Triggers { get; } = Trigger.OnNames(Names);

    private static readonly TreeNames Groups = new(static (tree, cancellationToken)
        => GroupsIn(tree, cancellationToken).Select(static group => group.Identifier.ValueText));

    /// <summary>Some endpoint is given a method by its name, as far as the syntax tells. False is certain.</summary>
    public static bool MayHaveNamed(CodeModel model)
        => model.Types.EndpointRouteBuilder is not null && Groups.Of(model.Compilation, model.CancellationToken).Count > 0;

    /// <summary>The call that maps an endpoint to the method or local function by its name; null where none is seen.</summary>
    public static InvocationExpressionSyntax? MappingOf(IMethodSymbol method, CodeModel model)
    {
        if (model.Types.EndpointRouteBuilder is null)
        {
            return null;
        }

        foreach (SyntaxTree tree in Groups.TreesThatName(method.Name, model.Compilation, model.CancellationToken))
        {
            foreach (SimpleNameSyntax group in GroupsIn(tree, model.CancellationToken))
            {
                if (group.Identifier.ValueText == method.Name
                    && Mapped(group, model) is var (mapped, call)
                    && SymbolEqualityComparer.Default.Equals(mapped.OriginalDefinition, method.OriginalDefinition))
                {
                    return call;
                }
            }
        }

        return null;
    }

    /// <summary>The methods and local functions that endpoints are given by their names.</summary>
    public static IEnumerable<IMethodSymbol> Named(CodeModel model)
        => !MayHaveNamed(model) ? Enumerable.Empty<IMethodSymbol>()
            : model.Compilation.SyntaxTrees.SelectMany(tree => GroupsIn(tree, model.CancellationToken))
                .Select(group => Mapped(group, model)?.Method).OfType<IMethodSymbol>();

    private static (IMethodSymbol Method, InvocationExpressionSyntax Call)? Mapped(SimpleNameSyntax group, CodeModel model)
    {
        CodeModel own = model.In(group.SyntaxTree);
        ArgumentSyntax argument = group.FirstAncestorOrSelf<ArgumentSyntax>()!;
        var call = (InvocationExpressionSyntax)argument.Parent!.Parent!;
        SymbolInfo given = own.GetSymbolInfo(group);
        return (given.Symbol ?? (given.CandidateSymbols.Length == 1 ? given.CandidateSymbols[0] : null)) is IMethodSymbol method
            && CallSyntax.MethodOf(call, own) is { } maps && MapsEndpoints(maps, own.Types) ? (method, call) : null;
    }

    /// <summary>The names that are given to what is called <c>Map</c>: of methods, and of what else can be given by its name.</summary>
    private static IEnumerable<SimpleNameSyntax> GroupsIn(SyntaxTree tree, CancellationToken cancellationToken)
        => TriggerIndex.Of(tree, cancellationToken).NodesFor(typeof(EndpointHandlers))
            .Select(static name => CallSyntax.InvocationOf((SimpleNameSyntax)name)).OfType<InvocationExpressionSyntax>()
            .SelectMany(static call => call.ArgumentList.Arguments)
            .Select(static argument => argument.Expression switch
            {
                IdentifierNameSyntax name => name,
                MemberAccessExpressionSyntax access => access.Name,
                _ => null,
            }).OfType<SimpleNameSyntax>();

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
