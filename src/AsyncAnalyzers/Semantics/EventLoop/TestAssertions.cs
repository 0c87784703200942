namespace AsyncAnalyzers.Semantics;

/// <summary>Delegates that are handed to an assertion, which runs them at once to see what they throw.</summary>
internal static class TestAssertions
{
    private static readonly ModelCache<HashSet<string>> AssertedLocals = new();

    /// <summary>
    /// The lambda is an argument of <c>Assert.Throws</c>, <c>Record.Exception</c>, <c>Should.NotThrow</c> and their like, or is kept in a
    /// local that is: <c>Action act = () => …; act.Should().Throw()</c>.
    /// </summary>
    public static bool IsAsserted(AnonymousFunctionExpressionSyntax lambda, CodeModel model)
    {
        SyntaxNode expression = lambda;
        while (expression.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax
            || expression.Parent is ArgumentSyntax
            {
                Parent.Parent: BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 1 }
            })
        {
            expression = expression.Parent is ArgumentSyntax ? expression.Parent.Parent!.Parent! : expression.Parent;
        }

        if (expression.Parent is ArgumentSyntax argument)
        {
            return IsAssertion(argument);
        }

        return expression.Parent is EqualsValueClauseSyntax
        {
            Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { Parent: { } block } } declarator
        }
            && AssertedLocals.GetOrAdd(model, block, FindAssertedLocals).Contains(declarator.Identifier.ValueText);
    }

    /// <summary>
    /// As <see cref="IsAsserted(AnonymousFunctionExpressionSyntax, CodeModel)"/>, and nothing in the member around it asserts that
    /// something does not throw. An exception that comes with the task would let such an assertion fail.
    /// </summary>
    public static bool IsAssertedToThrow(AnonymousFunctionExpressionSyntax lambda, CodeModel model)
        => IsAsserted(lambda, model) && !FunctionSyntax.OutermostEnclosing(lambda).Descendants().Any(static node
            => node is SimpleNameSyntax { Identifier.ValueText: var name } && (name.Contains("NotThrow") || name == "Nothing"));

    /// <summary>The code asserts something: <c>Assert.Equal(…)</c>, <c>x.Should()…</c>.</summary>
    public static bool AreIn(SyntaxNode code)
        => code.Descendants().Any(static node => node is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Expression: var asserting, Name.Identifier.ValueText: var called }
        }
            && (called.StartsWith("Should", StringComparison.Ordinal)
                || (asserting is SimpleNameSyntax { Identifier.ValueText: var type }
                    && type.EndsWith("Assert", StringComparison.Ordinal))));

    private static HashSet<string> FindAssertedLocals(SyntaxNode block)
        => new(block.Descendants().OfType<IdentifierNameSyntax>().Where(IsAsserted).Select(name
            => name.Identifier.ValueText), StringComparer.Ordinal);

    private static bool IsAsserted(IdentifierNameSyntax local) => local.Parent switch
    {
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access when access.Expression == local
            => access.Name.Identifier.ValueText.StartsWith("Should", StringComparison.Ordinal),
        ArgumentSyntax argument => IsAssertion(argument),
        _ => false,
    };

    private static bool IsAssertion(ArgumentSyntax argument)
    {
        if (argument.Parent?.Parent is not InvocationExpressionSyntax invocation || CallSyntax.CalledName(invocation) is not { } called)
        {
            return false;
        }

        if (called.Contains("Throw") || called is "Invoking" or "CatchException")
        {
            return true;
        }

        // Assert.That(…), Assert.Catch(…), Record.Exception(…), Check.ThatCode(…)
        return invocation.Expression is MemberAccessExpressionSyntax { Expression: SimpleNameSyntax { Identifier.ValueText: var receiver } }
            && (receiver is "Record" or "Check" or "Should" or "Expect" || receiver.EndsWith("Assert", StringComparison.Ordinal));
    }
}
