namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// Code that somebody waits for each time it runs: in types that ASP.NET, gRPC or a user interface framework calls, in the asynchronous
/// lambdas that endpoints are mapped to, and in event handlers, pages and view models. What only such code calls is not known by it: this
/// under-approximates.
/// </summary>
internal static class ServingCode
{
    private static readonly string[] ServerNamespaces = { "Microsoft.AspNetCore.", "System.Web.", "Grpc.Core." };

    /// <summary>The function is such code. A synchronous handler of a request has its thread for itself until it returns: false.</summary>
    public static bool Is(SyntaxNode function, CodeModel model)
        => EventLoopContext.OfFunction(function, model).Relation != EventLoopRelation.RequestHandler
            && ((UserInterfaceTypes.AreSeenBy(model.Compilation) && IsOfUserInterface(function, model))
                || EndpointHandlers.Is(function, model)
                || IsCalledByServer(FunctionSyntax.SymbolOf(function, model)));

    /// <summary>
    /// An event handler by its shape, what comes back to nobody, and code of a page, a control or what tells one of its changes.
    /// </summary>
    private static bool IsOfUserInterface(SyntaxNode function, CodeModel model)
        => function.SyntaxTree.FilePath.EndsWith("aml.cs", StringComparison.OrdinalIgnoreCase)
            || (FunctionSyntax.SymbolOf(function, model) is { } method
                && (method is { ReturnsVoid: true }
                    || (method.Parameters.Length == 2 && method.Parameters[1].Type.Name.EndsWith("EventArgs", StringComparison.Ordinal))
                    || UserInterfaceTypes.IsOrDerivesFrom(method.ContainingType)
                    || method.ContainingType.AllInterfaces.Any(static one => one.Name is "INotifyPropertyChanged" or "ICommand")));

    /// <summary>
    /// The type of the function derives from one of a server framework, or implements its interface; or the function takes one of its
    /// objects.
    /// </summary>
    private static bool IsCalledByServer(IMethodSymbol? function)
        => function is not null
            && (function.ContainingType.SelfAndBases().Any(IsOfServer)
                || function.ContainingType.AllInterfaces.Any(IsOfServer)
                || function.Parameters.Any(static parameter => IsOfServer(parameter.Type)));

    private static bool IsOfServer(ITypeSymbol type)
        => type.ContainingNamespace is { IsGlobalNamespace: false } space && space.IsWithin(ServerNamespaces);
}
