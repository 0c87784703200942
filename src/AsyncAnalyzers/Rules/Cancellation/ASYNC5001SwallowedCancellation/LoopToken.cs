namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>A token that may be cancelled, and lives longer than one turn of a loop.</summary>
/// <param name="Expression">As it is passed: <c>token</c>, <c>_source.Token</c>, <c>context.RequestAborted</c>.</param>
/// <param name="Source">The token source whose token it is; null where it is not read from one.</param>
/// <param name="IsGiven">Handed in by a parameter: what cancels it ends the work, and does not just wake it up.</param>
/// <param name="IsFixed">It is not replaced by another one while the object lives.</param>
internal sealed record LoopToken(ExpressionSyntax Expression, ExpressionSyntax? Source, bool IsGiven, bool IsFixed)
{
    /// <summary>What is asked whether the token is cancelled: the token, or the source, which can be asked when it is disposed.</summary>
    public string Asked => (Source ?? Expression).WithoutTrivia().ToString();

    /// <summary>By the name alone, whether an argument may be a token: what is not called so is not bound.</summary>
    public static bool MayBe(ExpressionSyntax argument) => argument switch
    {
        IdentifierNameSyntax name => IsTokenName(name.Identifier.ValueText) || IsDeclaredToken(name),
        MemberAccessExpressionSyntax access => IsTokenName(access.Name.Identifier.ValueText),
        _ => false,
    };

    /// <summary>Null for a token of the turn, one that is never cancelled, and where neither is known.</summary>
    /// <param name="token">The argument of a call.</param>
    /// <param name="turn">The loop; where there is none, the function.</param>
    /// <param name="model">The model of the tree.</param>
    public static LoopToken? Of(ExpressionSyntax token, SyntaxNode turn, CodeModel model)
    {
        if (!MayBe(token) || !model.TypeOf(token).Is(model.Types.CancellationToken))
        {
            return null;
        }

        switch (model.SymbolOf(token))
        {
            case IParameterSymbol { RefKind: RefKind.None or RefKind.In } parameter:
                return MayBeCancelled(parameter, token, model) ? new LoopToken(token, null, true, true) : null;
            case ILocalSymbol local when Outlives(local, turn, model.CancellationToken)
                && LocalAssignments.OnlyValueOf(local, model) is { } value && !TokenArguments.IsNone(value):
                return SourceOf(value, model) is { } source
                    ? OfSource(token, source, turn, model) is { } found ? found with { Source = null } : null
                    : new LoopToken(token, null, RootOf(value, model) is IParameterSymbol, true);
            case IFieldSymbol field when RootOf(token, model) is var root && OutlivesRoot(root, turn, model.CancellationToken):
                return IsReplacedIn(field, turn, model) || UncancelledTokens.Contain(field, model)
                    ? null : new LoopToken(token, null, root is IParameterSymbol, field.IsReadOnly);
            case IPropertySymbol when LinkedTo(token, turn, model) is { } linked:
                return linked;
            case IPropertySymbol property when RootOf(token, model) is var root
                && OutlivesRoot(root, turn, model.CancellationToken) && property.Name != "None":
                return SourceOf(token, model) is { } owner
                    ? OfSource(token, owner, turn, model)
                    : UncancelledTokens.Contain(property, model) ? null
                    : new LoopToken(token, null, root is IParameterSymbol, property.SetMethod is null || root is IParameterSymbol);
            default:
                return null;
        }
    }

    /// <summary>The code names the token, or its source.</summary>
    public bool IsNamedBy(SyntaxNode node) => node switch
    {
        IdentifierNameSyntax name => IsEqual(name, Expression) || (Source is not null && IsEqual(name, Source)),
        MemberAccessExpressionSyntax access => IsEqual(access, Expression) || (Source is not null && IsEqual(access, Source)),
        _ => false,
    };

    private static bool IsEqual(ExpressionSyntax one, ExpressionSyntax other)
        => SyntaxFactory.AreEquivalent(OwnMember.WithoutThis(one), OwnMember.WithoutThis(other));

    /// <summary>The source is made once, before the loop; and there is something that may cancel it.</summary>
    private static LoopToken? OfSource(ExpressionSyntax token, ExpressionSyntax source, SyntaxNode turn, CodeModel model)
    {
        switch (model.SymbolOf(source))
        {
            case IParameterSymbol parameter:
                return LocalAssignments.IsWritten(parameter.Name, FunctionSyntax.OutermostEnclosing(turn), model)
                    ? null
                    : new LoopToken(token, source, true, true);
            case ILocalSymbol local when Outlives(local, turn, model.CancellationToken)
                && LocalAssignments.OnlyValueOf(local, model) is not null and var value:
                return MayBeCancelled(local, value!, model) ? new LoopToken(token, source, false, true) : null;
            case IFieldSymbol field when OutlivesRoot(RootOf(source, model), turn, model.CancellationToken):
                return IsReplacedIn(field, turn, model) ? null : new LoopToken(token, source, false, field.IsReadOnly);
            case IPropertySymbol property when RootOf(source, model) is var root
                && OutlivesRoot(root, turn, model.CancellationToken):
                return new LoopToken(token, source, root is IParameterSymbol, property.SetMethod is null);
            default:
                return null;
        }
    }

    /// <summary>
    /// Of a source that each turn links to one token that outlives it: when that is cancelled, so is the source from the start.
    /// </summary>
    private static LoopToken? LinkedTo(ExpressionSyntax token, SyntaxNode turn, CodeModel model)
    {
        if (SourceOf(token, model) is not IdentifierNameSyntax source
            || model.SymbolOf(source) is not ILocalSymbol local
            || Outlives(local, turn, model.CancellationToken)
            || LocalAssignments.OnlyValueOf(local, model) is not InvocationExpressionSyntax created
            || CallSyntax.CalledName(created) != "CreateLinkedTokenSource")
        {
            return null;
        }

        LoopToken[] outer = created.ArgumentList.Arguments
            .Select(argument => Of(argument.Expression, turn, model)).OfType<LoopToken>().ToArray();
        return outer.Length == 1 ? outer[0] : null;
    }

    private static ExpressionSyntax? SourceOf(ExpressionSyntax token, CodeModel model)
        => token is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token", Expression: var source }
            && model.TypeOf(source).IsOrDerivesFrom(model.Types.CancellationTokenSource)
                ? source
                : null;

    /// <summary>Not assigned anew; and not always left out, or <c>None</c>, by those that call a private function.</summary>
    private static bool MayBeCancelled(IParameterSymbol parameter, ExpressionSyntax token, CodeModel model)
    {
        if (FunctionSyntax.Enclosing(token) is not { } inner
            || LocalAssignments.IsWritten(parameter.Name, FunctionSyntax.OutermostEnclosing(inner), model))
        {
            return false;
        }

        return !UncancelledTokens.Contain(parameter, model);
    }

    /// <summary>A source without a time-out that is asked for its token alone is never cancelled.</summary>
    private static bool MayBeCancelled(ILocalSymbol source, ExpressionSyntax value, CodeModel model)
        => value is not BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 } }
            || model.SyntaxOf(source) is not VariableDeclaratorSyntax declarator
            || VariableMentions.ScopeOf(declarator) is null
            || VariableMentions.Of(declarator, model).Any(static mention
                => mention.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token" or "Dispose" });

    private static bool Outlives(ILocalSymbol local, SyntaxNode turn, CancellationToken cancellationToken)
        => local.FirstSyntax(cancellationToken) is { } declaration
            && (!turn.Span.Contains(declaration.Span)
                || (turn is ForStatementSyntax { Declaration: { } head } && head.Span.Contains(declaration.Span)));

    private static bool OutlivesRoot(ISymbol? root, SyntaxNode turn, CancellationToken cancellationToken) => root switch
    {
        ILocalSymbol local => Outlives(local, turn, cancellationToken),
        null => false,
        _ => true,
    };

    /// <summary>What a chain of members begins with; null where it calls something.</summary>
    private static ISymbol? RootOf(ExpressionSyntax expression, CodeModel model)
    {
        while (expression is MemberAccessExpressionSyntax { Expression: var owner })
        {
            if (owner is ThisExpressionSyntax or BaseExpressionSyntax)
            {
                break;
            }

            expression = owner;
        }

        return expression is IdentifierNameSyntax or MemberAccessExpressionSyntax
            ? model.SymbolOf(expression)
            : null;
    }

    private static bool IsReplacedIn(IFieldSymbol field, SyntaxNode turn, CodeModel model)
        => !field.IsReadOnly && LocalAssignments.IsWritten(field.Name, FunctionSyntax.OutermostEnclosing(turn), model);

    private static bool IsTokenName(string name)
        => name is "ct" or "Ct" or "CT" or "_ct" or "RequestAborted" || name.IndexOf("token", StringComparison.OrdinalIgnoreCase) >= 0
            || name.IndexOf("cancel", StringComparison.OrdinalIgnoreCase) >= 0
            || name.IndexOf("stopp", StringComparison.OrdinalIgnoreCase) >= 0
            || name.IndexOf("shutdown", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>A parameter of a function around that is written as a token, whatever its name.</summary>
    private static bool IsDeclaredToken(IdentifierNameSyntax name)
    {
        for (SyntaxNode? function = FunctionSyntax.Enclosing(name); function is not null; function = FunctionSyntax.Enclosing(function))
        {
            if (function is SimpleLambdaExpressionSyntax { Parameter.Identifier.ValueText: var only } && only == name.Identifier.ValueText)
            {
                return true;
            }

            ParameterListSyntax? parameters = function switch
            {
                BaseMethodDeclarationSyntax method => method.ParameterList,
                LocalFunctionStatementSyntax local => local.ParameterList,
                ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList,
                AnonymousMethodExpressionSyntax anonymous => anonymous.ParameterList,
                _ => null,
            };
            foreach (ParameterSyntax parameter in parameters?.Parameters ?? default)
            {
                if (parameter.Identifier.ValueText == name.Identifier.ValueText)
                {
                    return parameter.Type is null || TypeNames.Of(parameter.Type) == "CancellationToken";
                }
            }
        }

        return false;
    }
}
