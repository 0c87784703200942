namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>The token that a test framework cancels when the run is stopped: xUnit 3 and MSTest hand it to each test.</summary>
internal static class TestToken
{
    /// <summary>The token of the test that the function is, or runs in while the test waits for it.</summary>
    public static TokenAtHand? At(SyntaxNode function, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (!types.HasTestFramework
            || FunctionSyntax.OutermostEnclosing(function) is not MethodDeclarationSyntax test
            || FrameworkOf(test) is not { } isXunit
            || (isXunit ? OfXunit(test, model, types) : OfMSTest(test, model, types, cancellationToken)) is not { } expression)
        {
            return null;
        }

        for (SyntaxNode current = function; current != test; current = FunctionSyntax.Enclosing(current)!)
        {
            if (FunctionSyntax.IsStatic(current)
                || InnerFunction.Of(current, "", model, types, cancellationToken) == InnerFunction.Kind.Other)
            {
                return null;
            }
        }

        return new TokenAtHand(expression, "TestContext", TokenOrigin.Test, false);
    }

    /// <summary>Whether the attribute of the test is one of xUnit; null where there is none.</summary>
    private static bool? FrameworkOf(MethodDeclarationSyntax method)
    {
        foreach (AttributeListSyntax list in method.AttributeLists)
        {
            foreach (AttributeSyntax attribute in list.Attributes)
            {
                switch (TypeNames.Of(attribute.Name))
                {
                    case "Fact" or "Theory" or "FactAttribute" or "TheoryAttribute":
                        return true;
                    case "TestMethod" or "DataTestMethod" or "TestMethodAttribute" or "DataTestMethodAttribute":
                        return false;
                }
            }
        }

        return null;
    }

    private static string? OfXunit(MethodDeclarationSyntax test, SemanticModel model, KnownTypes types)
        => types.XunitTestContext is { } context
            && context.GetMembers("Current").OfType<IPropertySymbol>().FirstOrDefault() is { IsStatic: true } current
            && HasToken(current.Type, types)
                ? (Names(context, test, model) ? "" : "Xunit.") + "TestContext.Current.CancellationToken"
                : null;

    /// <summary>The bare name leads to the type.</summary>
    private static bool Names(INamedTypeSymbol context, MethodDeclarationSyntax test, SemanticModel model)
        => FunctionSyntax.Body(test) is { } body
            && model.LookupSymbols(body is BlockSyntax block ? block.OpenBraceToken.Span.End : body.SpanStart, name: context.Name)
                is { Length: 1 } found
            && SymbolEqualityComparer.Default.Equals(found[0], context);

    private static string? OfMSTest(
        MethodDeclarationSyntax test, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
        => types.MSTestContext is { } context
            && !test.Modifiers.Any(SyntaxKind.StaticKeyword)
            && HasToken(context, types)
            && model.GetDeclaredSymbol(test, cancellationToken)?.ContainingType is { } type
            && type.SelfAndBases().SelectMany(static one => one.GetMembers()).OfType<IPropertySymbol>()
                .FirstOrDefault(property => property.Type.Is(context) && property.GetMethod is not null) is { } property
            && model.IsAccessible(test.SpanStart, property)
                ? property.Name + ".CancellationToken"
                : null;

    private static bool HasToken(ITypeSymbol context, KnownTypes types)
        => context.SelfAndBases().Concat(context.AllInterfaces).SelectMany(static one => one.GetMembers("CancellationToken"))
            .Any(member => member is IPropertySymbol property && property.Type.Is(types.CancellationToken));
}
