namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Callers that look whether they were given a task: <c>if (queue.Enqueue(x) == null)</c>. The null is agreed upon.</summary>
internal static class ExpectedNull
{
    /// <summary>Some call of the function tests its answer for null, at once or in the variable that holds it.</summary>
    public static bool IsOf(SyntaxNode function, CodeModel model)
    {
        if (function is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax)
            || FunctionSyntax.SymbolOf(function, model) is not { } method)
        {
            return false;
        }

        foreach (SyntaxTree tree in model.Compilation.SyntaxTrees)
        {
            foreach (SimpleNameSyntax mention in NameMentions.In(tree.GetRoot(model.CancellationToken), model)[method.Name])
            {
                if (CallSyntax.InvocationOf(mention) is { } call && IsTested(call)
                    && model.In(tree).GetSymbolInfo(call).Symbol is IMethodSymbol called
                    && IsSame(called.OriginalDefinition, method))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The method, or one that it overrides or implements.</summary>
    private static bool IsSame(IMethodSymbol called, IMethodSymbol method)
        => SymbolEqualityComparer.Default.Equals(called, method.OriginalDefinition)
            || (method.OverriddenMethod is { } overridden && IsSame(called, overridden))
            || (called.ContainingType.TypeKind == TypeKind.Interface
                && SymbolEqualityComparer.Default.Equals(
                    method.ContainingType.FindImplementationForInterfaceMember(called)?.OriginalDefinition, method.OriginalDefinition));

    private static bool IsTested(InvocationExpressionSyntax call)
        => IsTestedHere(call)
            || (VariableSetTo(call) is { } variable && FunctionSyntax.Enclosing(call) is { } around
                && around.Descendants().Any(node => node is IdentifierNameSyntax mention && mention.Identifier.ValueText == variable
                    && IsTestedHere(mention)));

    private static string? VariableSetTo(ExpressionSyntax call) => call.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } => local.Identifier.ValueText,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax variable } => variable.Identifier.ValueText,
        _ => null,
    };

    private static bool IsTestedHere(ExpressionSyntax value) => value.Parent switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } comparison
            => comparison.Left.IsKind(SyntaxKind.NullLiteralExpression) || comparison.Right.IsKind(SyntaxKind.NullLiteralExpression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce => coalesce.Left == value,
        IsPatternExpressionSyntax => true,
        ConditionalAccessExpressionSyntax access => access.Expression == value,
        _ => false,
    };
}
