namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>Where a call is given a token that it leaves out: in the place of the parameter, or by its name.</summary>
internal readonly record struct TokenPassing(int Index, string? Name)
{
    /// <summary>
    /// Null where the call with the token would call something else than the method of the parameter, or an overload that takes the token.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="parameter">The parameter for the token, of the method that is called or of its overload.</param>
    /// <param name="model">The model of the tree.</param>
    public static TokenPassing? Of(InvocationExpressionSyntax call, IParameterSymbol parameter, CodeModel model)
    {
        TokenPassing passing = To(call, parameter);
        // The token itself may not be in scope yet.
        string token = $"default({parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)})";
        InvocationExpressionSyntax passed = passing.Apply(call, token);
        return MethodOf(passed, call, model) is { } bound
            && (SymbolEqualityComparer.Default.Equals(bound.OriginalDefinition, parameter.ContainingSymbol.OriginalDefinition)
                || IsOverload(bound, passed, call, model))
                ? passing
                : null;
    }

    /// <summary>
    /// Where the method leaves out options that an overload does not have, the call with the token is one of that: <c>PostAsJsonAsync</c>.
    /// </summary>
    private static bool IsOverload(IMethodSymbol bound, InvocationExpressionSyntax passed, InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.MethodOf(call, model) is { } called
            && bound.Name == called.Name
            && SymbolEqualityComparer.Default.Equals(bound.ContainingType, called.ContainingType)
            && SymbolEqualityComparer.Default.Equals(bound.ReturnType, called.ReturnType)
            && TokenArguments.ParameterOf(bound, model.Types) is { } taken
            && GivenArgument.For(taken, passed) is not null;

    /// <summary>
    /// What a call would bind to in the place of another one; null where it does not. Behind <c>?.</c> the receiver is put in front of it:
    /// what is no expression by itself cannot be bound.
    /// </summary>
    public static IMethodSymbol? MethodOf(InvocationExpressionSyntax call, InvocationExpressionSyntax place, CodeModel model)
    {
        ExpressionSyntax whole = call;
        SyntaxNode outer = place;
        while (CallSyntax.LeftmostOf(whole) is var first && first is MemberBindingExpressionSyntax or ElementBindingExpressionSyntax)
        {
            if (outer.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(access
                => access.WhenNotNull.Span.Contains(outer.Span)) is not { } around)
            {
                return null;
            }

            ExpressionSyntax receiver = around.Expression.WithoutTrivia();
            whole = whole.ReplaceNode<ExpressionSyntax>(first, first is MemberBindingExpressionSyntax member
                ? MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, member.Name)
                : ElementAccessExpression(receiver, ((ElementBindingExpressionSyntax)first).ArgumentList));
            outer = around;
        }

        return model.Semantic.GetSpeculativeSymbolInfo(place.SpanStart, whole,
            SpeculativeBindingOption.BindAsExpression).Symbol as IMethodSymbol;
    }

    /// <summary>By place where the arguments before it are all given by place, else by name; whatever the call then binds to.</summary>
    public static TokenPassing To(InvocationExpressionSyntax call, IParameterSymbol parameter)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        return parameter.Ordinal <= arguments.Count && arguments.All(static argument => argument.NameColon is null)
            ? new TokenPassing(parameter.Ordinal, null)
            : new TokenPassing(arguments.Count, parameter.Name);
    }

    /// <summary>The call with the token.</summary>
    public InvocationExpressionSyntax Apply(InvocationExpressionSyntax call, string token)
    {
        ArgumentListSyntax list = call.ArgumentList;
        ArgumentSyntax argument = Argument(ParseExpression(token));
        if (Name is not null)
        {
            argument = argument.WithNameColon(
                NameColon(IdentifierName(Name)).WithColonToken(Token(default, SyntaxKind.ColonToken, TriviaList(Space))));
        }

        return call.WithArgumentList(list.WithArguments(ListItem.Insert(list.Arguments, Index, argument)));
    }
}
