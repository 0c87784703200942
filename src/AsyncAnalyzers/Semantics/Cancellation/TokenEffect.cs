namespace AsyncAnalyzers.Semantics;

/// <summary>What a call makes of a cancelled token that it is given, as far as bodies in this compilation tell.</summary>
internal enum TokenEffectKind
{
    /// <summary>Nothing that throws: all bodies that it may run ignore the token, only ask it, or keep the exception.</summary>
    None,

    /// <summary>It depends: one of several implementations ignores the token, or an object keeps it for later.</summary>
    Depends,

    /// <summary>It throws; so does, as far as is known, what has no body here.</summary>
    Throws,
}

/// <summary>
/// Follows a token through the bodies that get it. Over-approximates what throws: conditions are not looked at, and code of other
/// assemblies heeds each token.
/// </summary>
internal sealed class TokenEffect
{
    /// <summary>How many calls deep the token is followed.</summary>
    private const int MaximumDepth = 6;

    /// <summary>Behind more methods, something throws.</summary>
    private const int MostMethods = 40;

    /// <summary>Of an interface that more types implement, some throw and some do not.</summary>
    private const int MostImplementations = 8;

    private readonly Dictionary<(ISymbol Method, int Parameter), TokenEffectKind> _known = new();

    /// <param name="method">What is called.</param>
    /// <param name="parameter">The place of the token among its parameters.</param>
    /// <param name="model">The model of the call.</param>
    public static TokenEffectKind Of(IMethodSymbol method, int parameter, CodeModel model)
        => new TokenEffect().Of(method, parameter, MaximumDepth, model);

    private TokenEffectKind Of(IMethodSymbol method, int parameter, int depth, CodeModel model)
    {
        (ISymbol, int) key = (method.OriginalDefinition, parameter);
        if (_known.TryGetValue(key, out TokenEffectKind known))
        {
            return known;
        }

        if (depth == 0 || _known.Count >= MostMethods)
        {
            return TokenEffectKind.Throws;
        }

        // What calls itself throws elsewhere, or nowhere.
        _known[key] = TokenEffectKind.None;
        return _known[key] = Find(method, parameter, depth, model);
    }

    private TokenEffectKind Find(IMethodSymbol method, int parameter, int depth, CodeModel model)
    {
        if (!method.IsAbstract && !CalledSource.MayBeOverridden(method))
        {
            return OfBody(method, parameter, depth, model);
        }

        TokenEffectKind? found = method.IsAbstract ? null : OfBody(method, parameter, depth, model);
        int count = 0;
        foreach (IMethodSymbol implementation in method.IsAbstract ? OnlyImplementation.AllOf(method, model)
            : method.DeclaringSyntaxReferences.IsEmpty ? Enumerable.Empty<IMethodSymbol>()
            : OnlyImplementation.OverridesOf(method, model))
        {
            if (++count > MostImplementations)
            {
                return TokenEffectKind.Throws;
            }

            TokenEffectKind one = OfBody(implementation, parameter, depth, model);
            found = found is null || found == one ? one : TokenEffectKind.Depends;
        }

        return found ?? TokenEffectKind.Throws;
    }

    private TokenEffectKind OfBody(IMethodSymbol method, int parameter, int depth, CodeModel model)
        => CalledSource.Of(method, model) is { } called && CalledSource.ParameterName(method, parameter) is { } name
            ? OfName(name, called.Body, depth, model.With(called.Model))
            : TokenEffectKind.Throws;

    private TokenEffectKind OfName(string name, SyntaxNode body, int depth, CodeModel model)
    {
        var most = TokenEffectKind.None;
        foreach (SyntaxNode node in body.DescendantsAndSelf())
        {
            if (most == TokenEffectKind.Throws)
            {
                break;
            }

            if (node is IdentifierNameSyntax mention && mention.Identifier.ValueText == name
                && !(mention.Parent is MemberAccessExpressionSyntax access && access.Name == mention)
                && mention.Parent is not NameColonSyntax
                && !IsKept(mention, body))
            {
                TokenEffectKind one = OfMention(mention, body, depth, model);
                most = one > most ? one : most;
            }
        }

        return most;
    }

    private TokenEffectKind OfMention(IdentifierNameSyntax mention, SyntaxNode body, int depth, CodeModel model)
    {
        // linked.Token
        ExpressionSyntax token = mention.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token" } access
            ? access
            : mention;
        switch (token.Parent)
        {
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member }:
                return member == "ThrowIfCancellationRequested" ? TokenEffectKind.Throws
                    : member is "WaitHandle" ? TokenEffectKind.Depends
                    : TokenEffectKind.None;
            case ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax }:
                return TokenEffectKind.Depends;
            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }:
                return CallSyntax.CalledName(call) == "CreateLinkedTokenSource"
                    ? CallSyntax.WithCasts(call).Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax linked }
                        ? OfName(linked.Identifier.ValueText, body, depth, model)
                        : TokenEffectKind.Depends
                    : CallSyntax.MethodOf(call, model) is { } method
                        && GivenArgument.ParameterOf(token, call, method) is { Ordinal: var parameter }
                        ? Of(method, parameter, depth - 1, model)
                        : TokenEffectKind.Throws;
            // A pattern, a comparison, a value of nothing.
            case BinaryExpressionSyntax or IsPatternExpressionSyntax:
                return TokenEffectKind.None;
            default:
                return TokenEffectKind.Throws;
        }
    }

    /// <summary>A <c>try</c> of the body takes the cancellation, and throws nothing: also where it asks first who has cancelled.</summary>
    private static bool IsKept(SyntaxNode node, SyntaxNode body)
    {
        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent; current is not null && child != body; child = current, current = current.Parent)
        {
            if (current is TryStatementSyntax @try && child == @try.Block
                && @try.Catches.FirstOrDefault(static clause => clause.Filter is null && TakesCancellation(clause)) is { } clause
                && (!ExceptionGuard.Throws(clause) || ThrowsInLastBranchAlone(clause)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TakesCancellation(CatchClauseSyntax clause)
        => clause.Declaration is null || TypeNames.Of(clause.Declaration.Type) is "Exception" or "OperationCanceledException";

    /// <summary><c>if (token.IsCancellationRequested) { … } else { throw; }</c></summary>
    private static bool ThrowsInLastBranchAlone(CatchClauseSyntax clause)
        => FunctionSyntax.OwnNodes(clause.Block).Where(static node => node is ThrowStatementSyntax).All(static @throw
            => @throw.FirstAncestorOrSelf<ElseClauseSyntax>() is { Parent: IfStatementSyntax @if } && @if.Condition.Descendants()
                .Any(static part => part is IdentifierNameSyntax { Identifier.ValueText: "IsCancellationRequested" }))
            && FunctionSyntax.OwnNodes(clause.Block).Any(static node => node is ThrowStatementSyntax);
}
