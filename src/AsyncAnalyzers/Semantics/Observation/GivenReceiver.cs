namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Calls of a callback on what it is given: <c>override void Read(IChannel channel, object message) { channel.WriteAsync(message); }</c>,
/// <c>page.Route("**", route => { route.ContinueAsync(); })</c>. A framework calls back, cannot wait, and hands over what it looks after
/// itself: a channel that fails is closed and tells its handler.
/// </summary>
internal static class GivenReceiver
{
    public static bool IsOf(InvocationExpressionSyntax maker, SyntaxNode function, CodeModel model)
    {
        if (FunctionSyntax.IsAsync(function) || maker.Expression is IdentifierNameSyntax
            || CallSyntax.LeftmostOf(maker) is not IdentifierNameSyntax { Identifier.ValueText: var receiver })
        {
            return false;
        }

        switch (function)
        {
            case MethodDeclarationSyntax
            {
                ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }, ParameterList.Parameters: var parameters,
            } callback:
                return parameters.Any(parameter => parameter.Identifier.ValueText == receiver)
                    && (callback.Modifiers.Any(SyntaxKind.OverrideKeyword)
                        || (parameters.Count == 2 && parameters[1].Identifier.ValueText == receiver
                            && IsOfLibrary((model.GetDeclaredSymbol(parameters[1]) as IParameterSymbol)?.Type)));
            case SimpleLambdaExpressionSyntax { Parameter.Identifier.ValueText: var parameter } lambda:
                return parameter == receiver && IsTakenByLibrary(lambda, model);
            case ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: var parameters } lambda:
                return parameters.Any(parameter => parameter.Identifier.ValueText == receiver) && IsTakenByLibrary(lambda, model);
            default:
                return false;
        }
    }

    /// <summary>The arguments of an event that a library raises.</summary>
    private static bool IsOfLibrary(ITypeSymbol? type)
        => type is not null && type.Name.EndsWith("EventArgs", StringComparison.Ordinal) && IsOfOthers(type);

    /// <summary>The lambda is subscribed to an event of a library, or a method of one keeps it: none that runs it for each of many.</summary>
    private static bool IsTakenByLibrary(LambdaExpressionSyntax lambda, CodeModel model) => lambda.Parent switch
    {
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression, Left: var raised }
            => model.SymbolOf(raised) is IEventSymbol @event && IsOfOthers(@event.ContainingType),
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax registration }
            => CallSyntax.MethodOf(registration, model) is { } method && IsOfOthers(method.ContainingType)
                && !IsOfMany(method.ReceiverType) && !method.Parameters.Any(static parameter => IsOfMany(parameter.Type))
                && CallSyntax.CalledName(registration)?.Contains("Each") == false,
        _ => false,
    };

    /// <summary>Not of this source, and not of .NET, which looks after nothing that it is given.</summary>
    private static bool IsOfOthers(ITypeSymbol type)
    {
        INamespaceSymbol? root = type.ContainingNamespace;
        while (root is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            root = root.ContainingNamespace;
        }

        return type.DeclaringSyntaxReferences.IsEmpty && root is { IsGlobalNamespace: false, Name: not "System" };
    }

    private static bool IsOfMany(ITypeSymbol? type)
        => type is not null && type.SpecialType != SpecialType.System_String
            && (type.TypeKind == TypeKind.Array
                || type.AllInterfaces.Concat(new[] { type }).Any(static one
                    => one.SpecialType == SpecialType.System_Collections_IEnumerable
                        || one.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T));
}
