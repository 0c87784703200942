namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// Objects that a mocking library makes, told by the names of Moq, NSubstitute and FakeItEasy: the libraries need not be referenced. For
/// projects of tests.
/// </summary>
internal static class TestDoubles
{
    /// <summary>
    /// The receiver of the call, or an argument of an extension method that is called as a static one, is such an object: written there, or
    /// kept in a variable that is made so.
    /// </summary>
    public static bool AreAskedBy(InvocationExpressionSyntax call, IMethodSymbol method)
        => (call.Expression is MemberAccessExpressionSyntax { Expression: var receiver } && IsDouble(receiver, call))
            || (method is { IsExtensionMethod: true, ReducedFrom: null }
                && call.ArgumentList.Arguments.FirstOrDefault() is { Expression: var first } && IsDouble(first, call));

    private static bool IsDouble(ExpressionSyntax expression, SyntaxNode place)
    {
        expression = CallSyntax.WalkDownParentheses(expression);
        return expression is IdentifierNameSyntax variable
            ? place.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Descendants().Any(node => node switch
            {
                VariableDeclaratorSyntax { Initializer.Value: { } value } declarator
                    => declarator.Identifier.ValueText == variable.Identifier.ValueText && IsMade(value),
                AssignmentExpressionSyntax { Left: IdentifierNameSyntax target, Right: var value }
                    => target.Identifier.ValueText == variable.Identifier.ValueText && IsMade(value),
                _ => false,
            }) == true
            : IsMade(expression);
    }

    /// <summary><c>mock.Object</c>, <c>Mock.Of&lt;T&gt;()</c>, <c>Substitute.For&lt;T&gt;()</c>, <c>A.Fake&lt;T&gt;()</c>.</summary>
    private static bool IsMade(ExpressionSyntax value) => CallSyntax.WalkDownParentheses(value) switch
    {
        MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "Object", Expression: InvocationExpressionSyntax or
            BaseObjectCreationExpressionSyntax or SimpleNameSyntax or MemberAccessExpressionSyntax
        } => true,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: SimpleNameSyntax type } } made
            => type.Identifier.ValueText is "Mock" or "Substitute" or "A"
                && CallSyntax.CalledName(made) is "Of" or "For" or "ForPartsOf" or "Fake",
        _ => false,
    };
}
