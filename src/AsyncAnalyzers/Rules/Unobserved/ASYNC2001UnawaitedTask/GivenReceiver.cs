namespace AsyncAnalyzers.Rules.Unobserved;

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

        return function switch
        {
            MethodDeclarationSyntax method => IsVoid(method.ReturnType)
                && ParameterOf(method.ParameterList, receiver) is { } given
                && (method.Modifiers.Any(SyntaxKind.OverrideKeyword) || IsHandler(given, method, method.Identifier.ValueText, model)),
            LocalFunctionStatementSyntax local => IsVoid(local.ReturnType)
                && ParameterOf(local.ParameterList, receiver) is { } given
                && IsHandler(given, local, local.Identifier.ValueText, model),
            SimpleLambdaExpressionSyntax lambda => lambda.Parameter.Identifier.ValueText == receiver && IsTakenByLibrary(lambda, model),
            ParenthesizedLambdaExpressionSyntax lambda
                => ParameterOf(lambda.ParameterList, receiver) is not null && IsTakenByLibrary(lambda, model),
            _ => false,
        };
    }

    private static bool IsVoid(TypeSyntax type) => type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };

    private static ParameterSyntax? ParameterOf(ParameterListSyntax parameters, string name)
        => parameters.Parameters.FirstOrDefault(parameter => parameter.Identifier.ValueText == name);

    /// <summary>The parameter is an object of a library, and the function is handed on by its name and called nowhere.</summary>
    private static bool IsHandler(ParameterSyntax parameter, SyntaxNode function, string name, CodeModel model)
    {
        if (model.GetDeclaredSymbol(parameter) is not IParameterSymbol { Type: { } type } || !IsOfOthers(type, model))
        {
            return false;
        }

        bool isHandedOver = false;
        SyntaxNode scope = function is MethodDeclarationSyntax { Parent: { } declaring } ? declaring
            : FunctionSyntax.OutermostEnclosing(function);
        foreach (IdentifierNameSyntax mention in VariableMentions.In(scope, name, model))
        {
            switch (mention.Parent)
            {
                case ArgumentSyntax or AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression }:
                    isHandedOver = true;
                    break;
                case InvocationExpressionSyntax:
                    return false;
            }
        }

        return isHandedOver;
    }

    /// <summary>
    /// The lambda is subscribed to an event of a library, or a method of one keeps it: none that runs it for each of many.
    /// </summary>
    private static bool IsTakenByLibrary(LambdaExpressionSyntax lambda, CodeModel model) => lambda.Parent switch
    {
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression, Left: var raised }
            => model.SymbolOf(raised) is IEventSymbol @event && IsOfOthers(@event.ContainingType, model),
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax registration }
            => CallSyntax.CalledName(registration)?.Contains("Each") == false
                && CallSyntax.MethodOf(registration, model) is { } method && IsOfOthers(method.ContainingType, model)
                && !IsOfMany(method.ReceiverType) && !method.Parameters.Any(static parameter => IsOfMany(parameter.Type)),
        _ => false,
    };

    /// <summary>Of another assembly, and not of .NET, which looks after nothing that it is given.</summary>
    private static bool IsOfOthers(ITypeSymbol type, CodeModel model)
    {
        INamespaceSymbol? root = type.ContainingNamespace;
        while (root is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            root = root.ContainingNamespace;
        }

        return root is { IsGlobalNamespace: false, Name: not "System" }
            && !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, model.Compilation.Assembly);
    }

    private static bool IsOfMany(ITypeSymbol? type)
        => type is not null && type.SpecialType != SpecialType.System_String
            && (type.TypeKind == TypeKind.Array
                || type.AllInterfaces.Concat(new[] { type }).Any(static one
                    => one.SpecialType == SpecialType.System_Collections_IEnumerable
                        || one.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T));
}
