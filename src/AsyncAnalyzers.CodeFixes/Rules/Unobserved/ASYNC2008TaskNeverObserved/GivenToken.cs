namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>Finds how a call that is given no cancellation token can be given one, with nothing else about it changed.</summary>
internal sealed class GivenToken(RepairRequest request)
{
    /// <summary>How the token is written behind the arguments: with the name of its parameter, or without (null).</summary>
    internal readonly record struct Place(string? Name)
    {
        public InvocationExpressionSyntax AddTo(InvocationExpressionSyntax call, ExpressionSyntax token)
        {
            SeparatedSyntaxList<ArgumentSyntax> given = call.ArgumentList.Arguments;
            ArgumentSyntax added = Name is null
                ? Argument(token)
                : Argument(NameColon(IdentifierName(Name)).WithTrailingTrivia(Space), default, token);
            if (given.Count == 0)
            {
                return call.WithArgumentList(call.ArgumentList.WithArguments(SingletonSeparatedList(added)));
            }

            ArgumentSyntax last = given.Last();
            IEnumerable<SyntaxNodeOrToken> arguments = given.GetWithSeparators().Take(given.GetWithSeparators().Count - 1)
                .Append(last.WithoutTrailingTrivia())
                .Append(Token(default, SyntaxKind.CommaToken, TriviaList(Space)))
                .Append(added.WithTrailingTrivia(last.GetTrailingTrivia()));
            return call.WithArgumentList(call.ArgumentList.WithArguments(SeparatedList<ArgumentSyntax>(NodeOrTokenList(arguments))));
        }
    }

    /// <summary><c>default</c> or <c>CancellationToken.None</c>.</summary>
    public static bool IsNone(ExpressionSyntax token)
        => token is DefaultExpressionSyntax or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression }
            or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "None" };

    /// <summary>
    /// The call binds to an overload, or to the same method with its optional parameter, that takes a token besides what it takes now.
    /// Null where none does, and for <c>Task.Run</c> and the like, which look at the token only before they begin.
    /// </summary>
    public Place? Find(InvocationExpressionSyntax call, CancellationToken cancellationToken)
    {
        if (CallSyntax.MethodOf(call, request.ModelFor(cancellationToken)) is not { } method
            || (method.IsDeclaredIn(request.Types.Task) && method.Name != "Delay")
            || method.ContainingType is { Name: "TaskFactory" })
        {
            return null;
        }

        ISymbol? around = request.Model.GetEnclosingSymbol(call.SpanStart, cancellationToken);
        IEnumerable<string?> names = request.Model.GetMemberGroup(call.Expression, cancellationToken).OfType<IMethodSymbol>()
            .SelectMany(candidate => candidate.Parameters).Where(IsToken).Select(parameter => (string?)parameter.Name).Distinct();
        if (call.ArgumentList.Arguments.All(argument => argument.NameColon is null))
        {
            names = names.Prepend(null);
        }

        ExpressionSyntax token = DefaultExpression(ParseTypeName("global::System.Threading.CancellationToken"));
        foreach (string? name in names)
        {
            var place = new Place(name);
            SymbolInfo info = request.Model.GetSpeculativeSymbolInfo(
                call.SpanStart, place.AddTo(call, token), SpeculativeBindingOption.BindAsExpression);
            if (info.Symbol is IMethodSymbol taking
                && Takes(taking, name, call.ArgumentList.Arguments.Count)
                && IsSameBesides(method, taking)
                // An overload without a token that is called from the one with it would come back to it for ever.
                && !SymbolEqualityComparer.Default.Equals((taking.ReducedFrom ?? taking).OriginalDefinition, around))
            {
                return place;
            }
        }

        return null;
    }

    private bool Takes(IMethodSymbol method, string? name, int index)
        => name is not null ? method.Parameters.Any(parameter => parameter.Name == name && IsToken(parameter))
            : index < method.Parameters.Length && IsToken(method.Parameters[index]);

    private bool IsToken(IParameterSymbol parameter)
        => parameter is { RefKind: RefKind.None, IsParams: false } && parameter.Type.Is(request.Types.CancellationToken);

    private bool IsSameBesides(IMethodSymbol method, IMethodSymbol taking)
    {
        List<IParameterSymbol> old = method.Parameters.Where(parameter => !IsToken(parameter)).ToList();
        List<IParameterSymbol> now = taking.Parameters.Where(parameter => !IsToken(parameter)).ToList();
        return taking.Parameters.Length - now.Count == 1
            && old.Count == now.Count
            && SymbolEqualityComparer.Default.Equals(method.ReturnType, taking.ReturnType)
            && SymbolEqualityComparer.Default.Equals(method.ContainingType, taking.ContainingType)
            && !taking.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "ObsoleteAttribute")
            && old.Zip(now, (left, right) => SymbolEqualityComparer.Default.Equals(left.Type, right.Type) && left.IsParams == right.IsParams
                && left.HasExplicitDefaultValue == right.HasExplicitDefaultValue
                && (!left.HasExplicitDefaultValue || Equals(left.ExplicitDefaultValue, right.ExplicitDefaultValue))).All(same => same);
    }
}
