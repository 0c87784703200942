namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>The token of an object that a function is handed: a <c>ServerCallContext</c>, the <c>HttpContext</c> of a controller.</summary>
internal static class ContextToken
{
    private static readonly ModelCache<TokenAtHand?> Found = new();

    /// <summary>With these end the names of types that carry a token, of those that are not of the solution.</summary>
    private static readonly string[] Suffixes = { "Context", "Args", "Options", "CancellationToken" };

    /// <summary>
    /// The token of the one parameter of the function that has exactly one, or of the request that a controller serves; that of a function
    /// around it, too, where the inner one runs while that waits for it.
    /// </summary>
    public static TokenAtHand? At(SyntaxNode function, CodeModel model)
    {
        for (SyntaxNode? current = function; current is not null; current = FunctionSyntax.Enclosing(current))
        {
            if (MayBeIn(current)
                && Found.GetOrAdd(model, current, one => Find(one, model)) is { } found)
            {
                return found;
            }

            if (!FunctionSyntax.IsFunction(current) || FunctionSyntax.IsStatic(current)
                || InnerFunction.Of(current, "", model) == InnerFunction.Kind.Other)
            {
                return null;
            }
        }

        return null;
    }

    private static bool MayBeIn(SyntaxNode function)
        => TokenParameters.Of(function).Any(MayCarry)
            || (function is MethodDeclarationSyntax { Parent: TypeDeclarationSyntax type } && ContextOf(type) is not null);

    private static bool MayCarry(ParameterSyntax parameter) => parameter.Type switch
    {
        null => parameter.Identifier.ValueText is "ctx" || parameter.Identifier.ValueText.EndsWith("ontext", StringComparison.Ordinal),
        IdentifierNameSyntax or GenericNameSyntax or QualifiedNameSyntax or AliasQualifiedNameSyntax
            => TypeNames.Of(parameter.Type) is not (null or "CancellationToken" or "CancellationTokenSource"),
        _ => false,
    };

    private static TokenAtHand? Find(SyntaxNode function, CodeModel model)
    {
        TokenAtHand? found = null;
        foreach (ParameterSyntax written in TokenParameters.Of(function))
        {
            if (MayCarry(written)
                && model.GetDeclaredSymbol(written) is IParameterSymbol
                {
                    RefKind: RefKind.None or RefKind.In, IsDiscard: false, Type: INamedTypeSymbol type
                } parameter
                && (Array.Exists(Suffixes, suffix => type.Name.EndsWith(suffix, StringComparison.Ordinal))
                    || type.OriginalDefinition.Locations.Any(static location => location.IsInSource))
                && TokenCarriers.OnlyPropertyOf(type, model.Types) is { } property
                && !MayBeNull(written, function))
            {
                if (found is not null)
                {
                    return null;
                }

                found = new TokenAtHand(
                    parameter.Name + "." + property, parameter.Name,
                    property == "RequestAborted" ? TokenOrigin.Request : TokenOrigin.Context, false);
            }
        }

        return found ?? OfRequest(function, model);
    }

    /// <summary>
    /// The function reckons with null and never sets the parameter: it is left out, read by <c>?.</c>, or compared where nothing leaves.
    /// </summary>
    private static bool MayBeNull(ParameterSyntax parameter, SyntaxNode function)
    {
        bool mayBe = parameter.Default is not null;
        foreach (SyntaxNode node in (FunctionSyntax.Body(function) ?? function).DescendantsAndSelf())
        {
            if (node is not IdentifierNameSyntax name || name.Identifier.ValueText != parameter.Identifier.ValueText)
            {
                continue;
            }

            switch (CallSyntax.WithCasts(name).Parent)
            {
                case AssignmentExpressionSyntax assignment when assignment.Left == name:
                    return false;
                case ConditionalAccessExpressionSyntax access when CallSyntax.WithoutCasts(access.Expression) == name:
                    mayBe = true;
                    break;
                case var test when test is IsPatternExpressionSyntax || NullTest.Of(test) is not null:
                    mayBe |= !(node.FirstAncestorOrSelf<StatementSyntax>() is IfStatementSyntax { Statement: var guarded } @if
                        && @if.Condition.Span.Contains(node.Span) && Leaves(guarded));
                    break;
            }
        }

        return mayBe;
    }

    private static bool Leaves(StatementSyntax statement)
        => (statement is BlockSyntax block ? block.Statements.LastOrDefault() : statement) is ThrowStatementSyntax or ReturnStatementSyntax;

    private static TokenAtHand? OfRequest(SyntaxNode function, CodeModel model)
        => function is MethodDeclarationSyntax { Parent: TypeDeclarationSyntax type } method
            && ContextOf(type) is { } name
            && !method.Modifiers.Any(SyntaxKind.StaticKeyword)
            && model.GetDeclaredSymbol(method)?.ContainingType is { } containing
            && containing.SelfAndBases().SelectMany(one => one.GetMembers(name)).OfType<IPropertySymbol>().FirstOrDefault()
                is { Type: var context }
            && TokenCarriers.OnlyPropertyOf(context, model.Types) is { } property
                ? new TokenAtHand(name + "." + property, name, TokenOrigin.Request, false)
                : null;

    /// <summary>The property with the context of a request, of a type that is a controller, page or hub by the name of its base.</summary>
    private static string? ContextOf(TypeDeclarationSyntax type)
    {
        if (type.BaseList is { } bases)
        {
            foreach (BaseTypeSyntax one in bases.Types)
            {
                string? name = TypeNames.Of(one.Type);
                if (name is "PageModel" or "ControllerBase" || name?.EndsWith("Controller", StringComparison.Ordinal) == true)
                {
                    return "HttpContext";
                }

                if (name is "Hub")
                {
                    return "Context";
                }
            }
        }

        return null;
    }
}
