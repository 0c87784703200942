namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Types whose members a server calls for several requests at the same time.</summary>
internal static class SharedTypes
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "ControllerBase", "Controller", "PageModel", "ViewComponent", "Hub", "DelegatingHandler", "IMiddleware", "ApiController",
        "IHttpHandler",
    };

    private static readonly string[] Namespaces = { "Microsoft.AspNetCore.", "System.Web.", "System.Net.Http." };

    /// <summary>A controller, a page, a hub, a handler, middleware.</summary>
    public static bool ServeSeveralRequests(ITypeSymbol type)
        => type.SelfAndBases().Concat(type.AllInterfaces).Any(static one
            => Names.Contains(one.Name) && one.ContainingNamespace is { IsGlobalNamespace: false } space && space.IsWithin(Namespaces));
}
