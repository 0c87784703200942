namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Code that ASP.NET Core runs for each request, however many there are at a time: controllers, hubs, pages, middleware, endpoints.
/// </summary>
internal static class RequestCode
{
    private static readonly string[] BaseNames = { "Controller", "ControllerBase", "Hub", "PageModel" };

    private static readonly TreeNames Called = new(static (tree, cancellationToken)
        => CallsIn(tree, cancellationToken).Select(static call => CallSyntax.CalledName(call)).OfType<string>().Distinct());

    /// <summary>A place of such code that calls the method, itself or through an interface; null where none is seen.</summary>
    /// <param name="method">A method of an object that all requests share.</param>
    /// <param name="model">Of any tree of the compilation.</param>
    public static Location? CallOf(IMethodSymbol method, CodeModel model)
    {
        if (model.Types.HttpContext is null && model.Types.ControllerBase is null && model.Types.Hub is null)
        {
            return null;
        }

        foreach (SyntaxTree tree in Called.TreesThatName(method.Name, model.Compilation, model.CancellationToken))
        {
            foreach (InvocationExpressionSyntax call in CallsIn(tree, model.CancellationToken))
            {
                if (CallSyntax.CalledName(call) == method.Name && TreeModels.Of(tree, model) is var own
                    && CallSyntax.MethodOf(call, model.With(own)) is { } called && Leads(called, method)
                    && IsConfirmed(AroundOf(call)!, model.With(own)))
                {
                    return CallSyntax.CalledNameSyntax(call)!.GetLocation();
                }
            }
        }

        return EndpointHandlers.Named(model).SelectMany(static handler => handler.DeclaringSyntaxReferences)
            .SelectMany(part => part.GetSyntax(model.CancellationToken).Descendants()).OfType<InvocationExpressionSyntax>()
            .FirstOrDefault(call => CallSyntax.CalledName(call) == method.Name
                && CallSyntax.MethodOf(call, model.In(call.SyntaxTree)) is { } called && Leads(called, method)) is { } inNamed
                    ? CallSyntax.CalledNameSyntax(inNamed)!.GetLocation()
                    : null;
    }

    private static bool Leads(IMethodSymbol called, IMethodSymbol method)
        => SymbolEqualityComparer.Default.Equals(called.OriginalDefinition, method.OriginalDefinition)
            || (called.ContainingType.TypeKind == TypeKind.Interface
                && SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(called), method));

    /// <summary>Constructors run for each request too, but what they call they call to prepare.</summary>
    private static IEnumerable<InvocationExpressionSyntax> CallsIn(SyntaxTree tree, CancellationToken cancellationToken)
        => tree.GetRoot(cancellationToken).Descendants().OfType<InvocationExpressionSyntax>()
            .Where(static call => AroundOf(call) is not null);

    private static bool IsConfirmed(SyntaxNode around, CodeModel model)
        => around is AnonymousFunctionExpressionSyntax ? EndpointHandlers.Is(around, model)
            : around.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
                && model.GetDeclaredSymbol(declaration) is { } type
                && (around is MethodDeclarationSyntax
                    ? SharedObject.EntriesThatServeAll(type, model.Types) is not null
                    : SharedObject.IsMadeForEachRequest(type, model.Types));

    /// <summary>
    /// The lambda, method or type by which the call is one for a request, as far as the syntax tells; null where it is none.
    /// </summary>
    private static SyntaxNode? AroundOf(InvocationExpressionSyntax call)
    {
        for (SyntaxNode? node = call.Parent; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case AnonymousFunctionExpressionSyntax lambda when EndpointHandlers.MayBe(lambda):
                    return lambda;
                case ConstructorDeclarationSyntax:
                    return null;
                case MethodDeclarationSyntax
                {
                    Identifier.ValueText: "Invoke" or "InvokeAsync",
                    ParameterList.Parameters: { Count: > 0 } parameters
                }
                    when TypeNames.Of(parameters[0].Type) == "HttpContext":
                    return node;
                case TypeDeclarationSyntax type:
                    return type.BaseList?.Types.Any(static one => TypeNames.Of(one.Type) is { } name
                        && Array.Exists(BaseNames, known => name.EndsWith(known, StringComparison.Ordinal))) == true
                        ? type
                        : null;
            }
        }

        return null;
    }
}
