namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Methods whose signature is up to the one who wrote them, and that other assemblies may call.</summary>
internal static class PublicMethods
{
    private static readonly HashSet<string> CleanupWords = new(StringComparer.Ordinal)
    {
        "Dispose", "Stop", "Close", "Shutdown", "Rollback", "Abort", "Cancel", "Cleanup", "Main", "Undo", "Revert", "Release",
        "Complete", "Finish", "End", "Exit", "Quit", "Kill", "Terminate",
    };

    /// <summary>By syntax alone. False is certain.</summary>
    public static bool MayBe(SyntaxNode node)
    {
        var method = (MethodDeclarationSyntax)node;
        if (method.ExplicitInterfaceSpecifier is not null || !IsPublic(method))
        {
            return false;
        }

        if (MisplacedToken.MayBeIn(method.ParameterList))
        {
            return true;
        }

        return TypeNames.Of(method.ReturnType) is "Task" or "ValueTask"
            && FunctionSyntax.Body(method) is { } body
            && !method.ParameterList.Parameters.Any(static parameter => TypeNames.Of(parameter.Type) == "CancellationToken")
            && !IsCleanup(NameWords.Of(method.Identifier.ValueText))
            && body.DescendantsAndSelf().Any(static inner => inner is InvocationExpressionSyntax);
    }

    /// <summary>By its first word, or its last one: <c>AppExitAsync</c>, <c>SubmitAndCloseAsync</c>.</summary>
    private static bool IsCleanup(List<string> words)
    {
        int last = words.Count - 1;
        last -= last > 0 && words[last] == "Async" ? 1 : 0;
        return last >= 0 && (CleanupWords.Contains(words[0]) || words[last] is "Exit" or "Quit" or "Close" or "Shutdown" or "Stop");
    }

    /// <summary>It overrides nothing and implements nothing, and everything around it is public too.</summary>
    public static bool HasOwnSignature(IMethodSymbol method)
    {
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return method is { IsOverride: false, ExplicitInterfaceImplementations.IsEmpty: true }
            && !method.ContainingType.AllInterfaces
                .SelectMany(implemented => implemented.GetMembers(method.Name))
                .Any(member => SymbolEqualityComparer.Default.Equals(
                    method.ContainingType.FindImplementationForInterfaceMember(member), method));
    }

    private static bool IsPublic(MethodDeclarationSyntax method)
    {
        bool isPublic = method.Parent is InterfaceDeclarationSyntax;
        foreach (SyntaxToken modifier in method.Modifiers)
        {
            switch (modifier.Kind())
            {
                case SyntaxKind.PublicKeyword or SyntaxKind.ProtectedKeyword:
                    isPublic = true;
                    break;
                case SyntaxKind.PrivateKeyword or SyntaxKind.OverrideKeyword or SyntaxKind.ExternKeyword:
                    return false;
            }
        }

        return isPublic;
    }
}
