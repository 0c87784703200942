namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Code that most likely runs before others come, told by its names and by the fluent form: where no callers are seen, nothing is said.
/// </summary>
internal static class SetUpCode
{
    private static readonly string[] Beginnings = { "Register", "Init", "Configure", "Load", "Start", "Setup", "SetUp", "Use", "With" };
    private static readonly string[] Endings = { "Registry", "Builder", "Options", "Configuration", "Configurer", "Injector" };

    /// <summary>The function registers or configures something.</summary>
    public static bool Is(SyntaxNode function)
        => FunctionSyntax.OutermostEnclosing(function) is MethodDeclarationSyntax method
            && (Array.Exists(Beginnings, beginning => method.Identifier.ValueText.StartsWith(beginning, StringComparison.Ordinal))
                || (method.Parent is TypeDeclarationSyntax { Identifier.ValueText: var type }
                    && Array.Exists(Endings, ending => type.EndsWith(ending, StringComparison.Ordinal)))
                || (FunctionSyntax.Body(method) is { } body
                    && FunctionSyntax.ReturnedBy(body).Any(static value => value is ThisExpressionSyntax)));
}
