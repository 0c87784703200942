namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// Code that somebody waits for each time it runs: in types that ASP.NET, gRPC or a user interface framework calls, in the asynchronous
/// lambdas that endpoints are mapped to, and anywhere in a program with a user interface. What only such code calls is not known by it:
/// this under-approximates.
/// </summary>
internal static class ServingCode
{
    private static readonly string[] ServerNamespaces = { "Microsoft.AspNetCore.", "System.Web.", "Grpc.Core." };

    /// <summary>The function is such code. A synchronous handler of a request has its thread for itself until it returns: false.</summary>
    public static bool Is(SyntaxNode function, CodeModel model)
        => EventLoopContext.OfFunction(function, model).Relation != EventLoopRelation.RequestHandler
            && (UserInterfaceTypes.AreSeenBy(model.Compilation)
                || EndpointHandlers.Is(function, model)
                || IsCalledByServer(FunctionSyntax.SymbolOf(function, model)));

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
