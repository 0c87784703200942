namespace AsyncAnalyzers.Semantics;

/// <summary>Code that runs once in the life of an object, told by its names and by the flag that it keeps.</summary>
internal static class LifePhases
{
    private static readonly HashSet<string> LastWords = new(StringComparer.Ordinal)
    {
        "Shutdown", "Terminate", "Unload", "Destroy", "Teardown", "Uninitialize", "Deinitialize", "Exit",
    };

    /// <summary>The function ends the use of the object: by then most others are gone.</summary>
    public static bool IsShutdown(SyntaxNode function)
        => FunctionSyntax.OutermostEnclosing(function) is MethodDeclarationSyntax { Identifier.ValueText: var name }
            && NameWords.Of(name) is { Count: > 0 } words
            && (LastWords.Contains(words[0])
                || (words.Count > 1 && words[0] is "On" or "Do" && LastWords.Contains(words[1]))
                || (words.Count > 1 && words[0] == "Shut" && words[1] == "Down"));

    /// <summary><c>_worker.Join(); _items.Clear();</c>: the function has waited for work that it does not start itself.</summary>
    public static bool IsBehindEndOfWork(SyntaxNode place, SyntaxNode function)
    {
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function))
        {
            if (node.Span.End <= place.SpanStart && (node switch
            {
                InvocationExpressionSyntax { ArgumentList.Arguments.Count: <= 1 } call => CallSyntax.CalledName(call)
                    is "Join" or "WaitAll" or "WaitForExit" or "WaitForExitAsync",
                AwaitExpressionSyntax await => CallSyntax.WithoutCasts(await.Expression)
                    is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax
                    {
                        Expression: MemberAccessExpressionSyntax
                        {
                            Name.Identifier.ValueText: "ConfigureAwait" or "WaitAsync",
                            Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax,
                        }
                    },
                _ => false,
            }))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>if (_loaded) return; … _loaded = true;</c>: the function does its work once.</summary>
    public static bool RunsOnce(SyntaxNode function)
    {
        SyntaxNode member = FunctionSyntax.OutermostEnclosing(function);
        if (FunctionSyntax.Body(member) is not { } body)
        {
            return false;
        }

        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            if (node is AssignmentExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax { Identifier.ValueText: var flag },
                    Right.RawKind: (int)SyntaxKind.TrueLiteralExpression,
                }
                && FunctionSyntax.OwnNodes(body).Any(test => test is IfStatementSyntax { Condition: var condition }
                    && condition.DescendantsAndSelf().Any(part => part is IdentifierNameSyntax name && name.Identifier.ValueText == flag)))
            {
                return true;
            }
        }

        return false;
    }
}
