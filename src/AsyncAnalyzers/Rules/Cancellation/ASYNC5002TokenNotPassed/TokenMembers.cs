namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>The fields and properties of a type that are tokens or sources of tokens.</summary>
internal sealed class TokenMembers
{
    private static readonly ModelCache<TokenMembers> Found = new();

    private readonly Dictionary<string, bool> _isSource = new(StringComparer.Ordinal);
    private readonly bool _disposesSource;

    private TokenMembers(TypeDeclarationSyntax type)
    {
        foreach (MemberDeclarationSyntax member in type.Members)
        {
            if (member is FieldDeclarationSyntax field)
            {
                foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
                {
                    Add(variable.Identifier.ValueText, field.Declaration.Type);
                }
            }
            else if (member is PropertyDeclarationSyntax property)
            {
                Add(property.Identifier.ValueText, property.Type);
            }
        }

        // Parameters of a primary constructor are captured as fields are.
        foreach (ParameterSyntax parameter in ParametersOf(type))
        {
            Add(parameter.Identifier.ValueText, parameter.Type);
        }

        _disposesSource = Any && type.Descendants().Any(node => node is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "Dispose", Expression: IdentifierNameSyntax disposed
        } && _isSource.ContainsKey(disposed.Identifier.ValueText));
    }

    public bool Any => _isSource.Count > 0;

    public static TokenMembers Of(TypeDeclarationSyntax type, SemanticModel model)
        => Found.GetOrAdd(model, type, static type => new TokenMembers((TypeDeclarationSyntax)type));

    /// <summary>The one member that the function of a call reads: nothing else says that it is meant for it.</summary>
    public TokenAtHand? AskedIn(SyntaxNode function, SyntaxNode call)
    {
        string? asked = null;
        bool readsToken = false;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function))
        {
            if (node is not IdentifierNameSyntax { Identifier.ValueText: var name } || !_isSource.TryGetValue(name, out bool isSource))
            {
                continue;
            }

            ExpressionSyntax member = node.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } self
                ? self : (ExpressionSyntax)node;
            string? read = (member.Parent as MemberAccessExpressionSyntax) is { } access && access.Expression == member
                ? access.Name.Identifier.ValueText : null;
            bool isRead = isSource
                ? read is "Token" or "IsCancellationRequested"
                : member.Parent is ArgumentSyntax || read is "IsCancellationRequested" or "ThrowIfCancellationRequested";
            if (!isRead || (asked is not null && asked != name))
            {
                return null;
            }

            asked = name;
            readsToken |= read == "Token";
        }

        if (asked is null || CancelledToken.IsExpectedAt(call, asked, function) || IsShadowed(function, asked))
        {
            return null;
        }

        // The token of a source that is disposed throws, the question whether it is cancelled does not.
        return !_isSource[asked] ? new TokenAtHand(asked, asked, TokenOrigin.Member, true)
            : readsToken || !_disposesSource ? new TokenAtHand(asked + ".Token", asked, TokenOrigin.Member, false)
            : null;
    }

    /// <summary>The type has a base that is a controller or page of ASP.NET Core by its name.</summary>
    public static bool HasHttpContext(TypeDeclarationSyntax type)
        => type.BaseList is { } bases && bases.Types.Any(static one => TypeNames.Of(one.Type) is { } name
            && (name.EndsWith("Controller", StringComparison.Ordinal) || name is "ControllerBase" or "PageModel"));

    /// <summary>The token of the one parameter of the function that is a context, or of the request that a controller serves.</summary>
    public static TokenAtHand? OfContext(
        SyntaxNode call, SyntaxNode function, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (call.Ancestors().TakeWhile(ancestor => ancestor != function)
            .Any(static ancestor => ancestor is CatchClauseSyntax or FinallyClauseSyntax))
        {
            return null;
        }

        TokenAtHand? found = null;
        foreach (ParameterSyntax written in TokenParameters.Of(function))
        {
            if (written.Type is not null && TypeNames.Of(written.Type)?.EndsWith("Context", StringComparison.Ordinal) == true
                && model.GetDeclaredSymbol(written, cancellationToken) is IParameterSymbol { RefKind: RefKind.None } parameter
                && PropertyOf(parameter.Type, types) is { } property)
            {
                if (found is not null)
                {
                    return null;
                }

                found = new TokenAtHand(parameter.Name + "." + property.Name, parameter.Name, TokenOrigin.Context, false);
            }
        }

        if (found is null && function is MethodDeclarationSyntax { Parent: TypeDeclarationSyntax type } method
            && HasHttpContext(type)
            && model.GetDeclaredSymbol(method, cancellationToken)?.ContainingType is { } containing
            && containing.SelfAndBases().SelectMany(static one => one.GetMembers("HttpContext")).OfType<IPropertySymbol>().FirstOrDefault()
                is { Type: var http }
            && PropertyOf(http, types) is { } aborted)
        {
            found = new TokenAtHand("HttpContext." + aborted.Name, aborted.Name, TokenOrigin.Context, false);
        }

        return found;
    }

    /// <summary>The only public property of the type that is a token.</summary>
    public static IPropertySymbol? PropertyOf(ITypeSymbol type, KnownTypes types)
    {
        if (type.SpecialType != SpecialType.None || type.TypeKind is not (TypeKind.Class or TypeKind.Interface or TypeKind.Struct))
        {
            return null;
        }

        IPropertySymbol? found = null;
        IEnumerable<ITypeSymbol> all = type.TypeKind == TypeKind.Interface
            ? type.AllInterfaces.Prepend<ITypeSymbol>(type) : type.SelfAndBases();
        foreach (IPropertySymbol property in all.SelectMany(static one => one.GetMembers()).OfType<IPropertySymbol>())
        {
            if (property is { IsStatic: false, DeclaredAccessibility: Accessibility.Public, IsIndexer: false }
                && property.Type.Is(types.CancellationToken))
            {
                if (found is not null && found.Name != property.Name)
                {
                    return null;
                }

                found ??= property;
            }
        }

        return found;
    }

    private static bool IsShadowed(SyntaxNode function, string name)
    {
        for (SyntaxNode? current = function; current is not null; current = FunctionSyntax.Enclosing(current))
        {
            if (TokenParameters.Of(current).Any(parameter => parameter.Identifier.ValueText == name))
            {
                return true;
            }
        }

        return false;
    }

    private static SeparatedSyntaxList<ParameterSyntax> ParametersOf(TypeDeclarationSyntax type)
        => type.ChildNodes().OfType<ParameterListSyntax>().FirstOrDefault()?.Parameters ?? default;

    private void Add(string name, TypeSyntax? type)
    {
        if (TypeNames.Of(type) is "CancellationToken" or "CancellationTokenSource")
        {
            _isSource[name] = TypeNames.Of(type) == "CancellationTokenSource";
        }
    }
}
