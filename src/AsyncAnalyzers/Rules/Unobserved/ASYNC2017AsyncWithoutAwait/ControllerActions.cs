namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Methods that ASP.NET calls for a request, as far as syntax tells.</summary>
internal static class ControllerActions
{
    /// <summary>A method with an attribute of routing, or a public one of a controller, a page or a hub.</summary>
    public static bool MayBe(MethodDeclarationSyntax method)
        => method.AttributeLists.Any(static list => list.Attributes.Any(static attribute => IsRouting(TypeNames.Of(attribute.Name))))
            || (method.Modifiers.Any(SyntaxKind.PublicKeyword)
                && method.Parent is ClassDeclarationSyntax { BaseList: { } bases }
                && bases.Types.Any(static type => TypeNames.Of(type.Type) is { } name
                    && (name.EndsWith("Controller", StringComparison.Ordinal) || name.EndsWith("ControllerBase", StringComparison.Ordinal)
                        || name is "PageModel" or "Hub")));

    private static bool IsRouting(string? name)
        => name is "HttpGet" or "HttpPost" or "HttpPut" or "HttpDelete" or "HttpPatch" or "HttpHead" or "HttpOptions" or "AcceptVerbs"
            or "Route" or "Function" or "FunctionName";
}
