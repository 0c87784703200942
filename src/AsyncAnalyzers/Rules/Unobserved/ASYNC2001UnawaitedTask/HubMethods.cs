namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Methods of a SignalR hub that return nothing: what they send is told to clients, and a test waits there.</summary>
internal static class HubMethods
{
    public static bool IsAnswerOf(DroppedTask dropped, CodeModel model)
        => dropped.Function is MethodDeclarationSyntax
        {
            ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
        } method
            && !TestAssertions.AreIn(method)
            && model.GetDeclaredSymbol(method)?.ContainingType.SelfAndBases().Any(IsHub) == true;

    private static bool IsHub(ITypeSymbol type)
        => type.Name is "Hub" or "HubBase"
            && type.ContainingNamespace.ToDisplayString() is "Microsoft.AspNetCore.SignalR" or "Microsoft.AspNet.SignalR"
                or "Microsoft.AspNet.SignalR.Hubs";
}
