namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Why several callers are in a function at once without any code that starts them: one object serves them all, or its state is static.
/// </summary>
/// <param name="Place">What says so.</param>
/// <param name="Text">How a message says it.</param>
/// <param name="IsCertain">A framework calls it for requests that overlap; else it is made to be used so, but no such use is seen.</param>
internal sealed record SharedObject(Location Place, Phrase Text, bool IsCertain)
{
    private static readonly string[] HandlerEntries = { "Send", "SendAsync" };
    private static readonly string[] MiddlewareEntries = { "Invoke", "InvokeAsync" };

    /// <summary>Null where nothing says that others use the state too.</summary>
    /// <param name="function">The function that uses it.</param>
    /// <param name="state">The state.</param>
    /// <param name="model">The model of the function's file.</param>
    public static SharedObject? Of(SyntaxNode function, StatePath state, CodeModel model)
    {
        if (EndpointAround(function, model) is { } endpoint)
        {
            return !state.IsOfVariable || !state.IsDeclaredIn(endpoint.Lambda)
                ? new(endpoint.Place, $"'{endpoint.Name}' ({SourceLine.Of(endpoint.Place)}) runs it for each request", true)
                : null;
        }

        if (state.IsOfVariable || state.Root.ContainingType is not { } type || RunsInTurns(type, model)
            || function.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration)
        {
            return null;
        }

        Location place = declaration.Identifier.GetLocation();
        if (state.Root.IsStatic)
        {
            bool isOfRequests = IsMadeForEachRequest(type, model.Types) || IsOnWayOfRequests(function, type, model);
            Location field = state.Root.Locations[0];
            return isOfRequests ? new(field, $"all requests share it ({SourceLine.Of(field)})", true)
                : MayHaveCallersElsewhere(function, type, model)
                    ? new(field, $"all callers share it ({SourceLine.Of(field)})", false)
                : null;
        }

        if (EntriesThatServeAll(type, model.Types) is not null)
        {
            return IsOnWayOfRequests(function, type, model)
                ? new(place, $"one '{type.Name}' ({SourceLine.Of(place)}) serves all requests", true)
                : null;
        }

        if (IsEnd(function))
        {
            return null;
        }

        bool isOfHost = IsOfHost(type, model.Types);
        if (Registrations.OfSingleton(type, model.Compilation, model.CancellationToken) is { } made)
        {
            foreach (IMethodSymbol caller in VisibleCallers.Of(function, model))
            {
                if (RequestCode.CallOf(caller, model) is { } call)
                {
                    return new(call, $"requests share one '{type.Name}' ({SourceLine.Of(call)})", true);
                }
            }

            return isOfHost || OneRunner.CallsAlone(function, model) ? null
                : new(made, $"one '{type.Name}' ({SourceLine.Of(made)}) serves all callers", false);
        }

        return !isOfHost && LockAround(state, declaration) is { } taken
            ? new(taken, $"the lock of '{state.Holder.Name}' ({SourceLine.Of(taken)}) is not held", false)
            : null;
    }

    /// <summary>
    /// The state of a method or local function that is given to <c>MapGet</c> and its like by its name, or that such a one calls.
    /// </summary>
    public static SharedObject? OfNamedEndpoint(SyntaxNode function, StatePath state, CodeModel model)
    {
        for (SyntaxNode? current = function; current is not null; current = FunctionSyntax.Enclosing(current))
        {
            if (current is LocalFunctionStatementSyntax && FunctionSyntax.SymbolOf(current, model) is { } local
                && EndpointHandlers.MappingOf(local, model) is { } call)
            {
                return state.IsOfVariable && state.IsDeclaredIn(current) ? null : OfMapping(call);
            }
        }

        return state.IsOfVariable ? null
            : VisibleCallers.Of(function, model).Select(caller => EndpointHandlers.MappingOf(caller, model))
                .FirstOrDefault(static call => call is not null) is { } mapping ? OfMapping(mapping) : null;
    }

    private static SharedObject OfMapping(InvocationExpressionSyntax call)
    {
        SimpleNameSyntax name = CallSyntax.CalledNameSyntax(call)!;
        return new(name.GetLocation(), $"'{name.Identifier.ValueText}' ({SourceLine.Of(name)}) runs it for each request", true);
    }

    /// <summary>
    /// The methods by which ASP.NET Core, which makes one object of the type, or HttpClient, which keeps one, has it serve all requests;
    /// null for other types.
    /// </summary>
    public static string[]? EntriesThatServeAll(INamedTypeSymbol type, KnownTypes types)
        => type.IsOrDerivesFrom(types.DelegatingHandler) ? HandlerEntries
            : types.RequestDelegate is not null
                && type.GetMembers().OfType<IMethodSymbol>().Any(method => method.Name is "Invoke" or "InvokeAsync"
                    && method.Parameters.Length > 0 && method.Parameters[0].Type.Is(types.HttpContext))
                && type.InstanceConstructors.Any(constructor
                    => constructor.Parameters.Any(parameter => parameter.Type.Is(types.RequestDelegate))) ? MiddlewareEntries
            : null;

    private static bool IsOnWayOfRequests(SyntaxNode function, INamedTypeSymbol type, CodeModel model)
        => EntriesThatServeAll(type, model.Types) is { } entries
            && VisibleCallers.Of(function, model).Any(caller => entries.Contains(caller.Name));

    /// <summary>A controller, a hub, a Razor page: only what is static in it is shared.</summary>
    public static bool IsMadeForEachRequest(INamedTypeSymbol type, KnownTypes types)
        => type.IsOrDerivesFrom(types.ControllerBase) || type.IsOrDerivesFrom(types.Hub) || type.IsOrDerivesFrom(types.PageModel);

    private static bool IsEnd(SyntaxNode function)
        => (FunctionSyntax.OutermostEnclosing(function) as MethodDeclarationSyntax)?.Identifier.ValueText is "Dispose" or "DisposeAsync"
            or "DisposeAsyncCore" or "DisposeAsyncCoreAsync";

    /// <summary>The host calls its start, run and stop once. What else it has, requests may call.</summary>
    public static bool IsOfHost(INamedTypeSymbol type, KnownTypes types)
        => types.HostedService is { } hosted && type.AllInterfaces.Any(implemented => implemented.Is(hosted));

    private static bool RunsInTurns(INamedTypeSymbol type, CodeModel model)
        => TurnBasedTypes.Contains(type) || UserInterfaceTypes.AreSeenBy(model.Compilation);

    /// <summary>A library's function that others can call, and not code that a program runs through once.</summary>
    private static bool MayHaveCallersElsewhere(SyntaxNode function, INamedTypeSymbol type, CodeModel model)
        => model.Compilation.Options.OutputKind == OutputKind.DynamicallyLinkedLibrary
            && type.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal
            && FunctionSyntax.OutermostEnclosing(function) is MethodDeclarationSyntax method
            && model.GetDeclaredSymbol(method) is { DeclaredAccessibility: not Accessibility.Private };

    /// <summary>A <c>lock</c> of the type under which the state is used.</summary>
    private static Location? LockAround(StatePath state, TypeDeclarationSyntax type)
        => type.Descendants(node => node == type || node is not TypeDeclarationSyntax).OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == state.Holder.Name)
            .Select(LockSets.LockStatementAround).FirstOrDefault(static around => around is not null)?.LockKeyword.GetLocation();

    private static (SyntaxNode Lambda, Location Place, string Name)? EndpointAround(SyntaxNode function, CodeModel model)
    {
        for (SyntaxNode? current = function; current is not null; current = FunctionSyntax.Enclosing(current))
        {
            if (EndpointHandlers.Is(current, model)
                && current.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call
                && CallSyntax.CalledNameSyntax(call) is { } name)
            {
                return (current, name.GetLocation(), name.Identifier.ValueText);
            }
        }

        return null;
    }
}
