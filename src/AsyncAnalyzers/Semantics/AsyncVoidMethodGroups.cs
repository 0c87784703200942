namespace AsyncAnalyzers.Semantics;

/// <summary>Where an <c>async void</c> method is named to be handed to somebody, and never called.</summary>
internal static class AsyncVoidMethodGroups
{
    /// <summary>
    /// The names of a private method or local function in the arguments of calls; empty where it is used in any other way. ASYNC2003 speaks
    /// of it there, and ASYNC2002 leaves it alone.
    /// </summary>
    public static IReadOnlyList<ExpressionSyntax> Of(SyntaxNode function)
    {
        (string name, SyntaxNode? scope) = function switch
        {
            LocalFunctionStatementSyntax local => (local.Identifier.ValueText, local.Parent is GlobalStatementSyntax ? local.Parent.Parent : local.Parent),
            MethodDeclarationSyntax { ExplicitInterfaceSpecifier: null, Parent: TypeDeclarationSyntax type } method when IsPrivate(method) && !type.Modifiers.Any(SyntaxKind.PartialKeyword)
                && !type.Members.Any(member => member != method && member is MethodDeclarationSyntax other && other.Identifier.ValueText == method.Identifier.ValueText)
                => (method.Identifier.ValueText, type),
            _ => ("", null),
        };
        var passed = new List<ExpressionSyntax>();
        if (scope is null)
        {
            return passed;
        }

        foreach (IdentifierNameSyntax mention in scope.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (mention.Identifier.ValueText != name || CallSyntax.IsInNameOf(mention))
            {
                continue;
            }

            ExpressionSyntax value = mention.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access : mention;
            if (value.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax { Parent: not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression or (int)SyntaxKind.SubtractAssignmentExpression } } })
            {
                return Array.Empty<ExpressionSyntax>();
            }

            passed.Add(value);
        }

        return passed;
    }

    private static bool IsPrivate(MethodDeclarationSyntax method)
        => !method.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.OverrideKeyword or SyntaxKind.PartialKeyword);
}
