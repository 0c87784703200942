namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>Puts <c>async</c> and a return type on a function.</summary>
internal static class AsyncModifier
{
    /// <summary>
    /// The function with <c>async</c>, behind its other modifiers but before <c>partial</c>; its leading trivia stay in front.
    /// </summary>
    public static SyntaxNode AddTo(SyntaxNode function)
    {
        SyntaxTriviaList leading = function.GetLeadingTrivia();
        switch (function)
        {
            case MethodDeclarationSyntax method:
                return method.AttributeLists.Count > 0 || method.Modifiers.Count > 0
                    ? method.WithModifiers(With(method.Modifiers, method.ReturnType.GetLeadingTrivia())).WithReturnType(
                        LeadMoved(method.ReturnType, method.Modifiers))
                    : method.WithReturnType(method.ReturnType.WithoutLeadingTrivia()).WithModifiers(TokenList(Async(leading)));
            case LocalFunctionStatementSyntax local:
                return local.AttributeLists.Count > 0 || local.Modifiers.Count > 0
                    ? local.WithModifiers(With(local.Modifiers, local.ReturnType.GetLeadingTrivia())).WithReturnType(
                        LeadMoved(local.ReturnType, local.Modifiers))
                    : local.WithReturnType(local.ReturnType.WithoutLeadingTrivia()).WithModifiers(TokenList(Async(leading)));
            case ParenthesizedLambdaExpressionSyntax { AttributeLists.Count: > 0 } lambda:
                return lambda.WithModifiers(lambda.Modifiers.Add(Async(default)));
            case AnonymousFunctionExpressionSyntax lambda:
                return lambda.Modifiers.Count > 0
                    ? lambda.WithModifiers(lambda.Modifiers.Add(Async(default)))
                    : ((AnonymousFunctionExpressionSyntax)lambda.WithoutLeadingTrivia()).WithModifiers(TokenList(Async(leading)));
            default:
                return function;
        }
    }

    /// <summary>The function without <c>async</c>; what stood before it stays in front.</summary>
    public static SyntaxNode RemoveFrom(SyntaxNode function)
    {
        SyntaxToken async = ModifiersOf(function).First(modifier => modifier.IsKind(SyntaxKind.AsyncKeyword));
        SyntaxToken next = async.GetNextToken();
        // White space behind the modifier goes with it; comments stay.
        SyntaxTriviaList comments = TriviaList(async.TrailingTrivia.SkipWhile(trivia
            => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
        SyntaxNode moved = function.ReplaceToken(
            next, next.WithLeadingTrivia(async.LeadingTrivia.AddRange(comments).AddRange(next.LeadingTrivia)));
        SyntaxTokenList modifiers = ModifiersOf(moved);
        modifiers = modifiers.RemoveAt(modifiers.IndexOf(SyntaxKind.AsyncKeyword));
        return moved switch
        {
            MethodDeclarationSyntax method => method.WithModifiers(modifiers),
            LocalFunctionStatementSyntax local => local.WithModifiers(modifiers),
            _ => ((AnonymousFunctionExpressionSyntax)moved).WithModifiers(modifiers),
        };

        static SyntaxTokenList ModifiersOf(SyntaxNode function) => function switch
        {
            MethodDeclarationSyntax method => method.Modifiers,
            LocalFunctionStatementSyntax local => local.Modifiers,
            _ => ((AnonymousFunctionExpressionSyntax)function).Modifiers,
        };
    }

    public static SyntaxNode WithReturnType(SyntaxNode function, TypeSyntax type) => function switch
    {
        MethodDeclarationSyntax method => method.WithReturnType(type),
        LocalFunctionStatementSyntax local => local.WithReturnType(type),
        ParenthesizedLambdaExpressionSyntax lambda => lambda.WithReturnType(type),
        _ => function,
    };

    /// <summary>A partial method that returns something says who may see it.</summary>
    public static SyntaxNode WithAccessibility(SyntaxNode function)
        => function is MethodDeclarationSyntax method && method.Modifiers.Count > 0
            && !method.Modifiers.Any(modifier
                => modifier.Kind() is SyntaxKind.PrivateKeyword or SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword
                    or SyntaxKind.ProtectedKeyword)
            ? method.WithModifiers(method.Modifiers
                .Replace(method.Modifiers[0], method.Modifiers[0].WithLeadingTrivia())
                .Insert(0, Token(method.Modifiers[0].LeadingTrivia, SyntaxKind.PrivateKeyword, TriviaList(Space))))
            : function;

    private static SyntaxTokenList With(SyntaxTokenList modifiers, SyntaxTriviaList leadingOfType)
    {
        int partial = modifiers.IndexOf(SyntaxKind.PartialKeyword);
        if (partial > 0)
        {
            return modifiers.Insert(partial, Async(default));
        }

        if (partial == 0)
        {
            return modifiers.Replace(modifiers[0], modifiers[0].WithLeadingTrivia()).Insert(0, Async(modifiers[0].LeadingTrivia));
        }

        return modifiers.Add(Async(modifiers.Count == 0 ? leadingOfType : default));
    }

    /// <summary>Without modifiers, what stood before the type (behind an attribute list) moves before <c>async</c>.</summary>
    private static TypeSyntax LeadMoved(TypeSyntax type, SyntaxTokenList modifiers)
        => modifiers.Count == 0 ? type.WithoutLeadingTrivia() : type;

    private static SyntaxToken Async(SyntaxTriviaList leading) => Token(leading, SyntaxKind.AsyncKeyword, TriviaList(Space));
}
