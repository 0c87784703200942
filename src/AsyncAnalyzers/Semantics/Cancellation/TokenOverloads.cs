namespace AsyncAnalyzers.Semantics;

/// <summary>The overload of a method that takes a cancellation token as well.</summary>
internal static class TokenOverloads
{
    /// <summary>
    /// The overload of the same type that takes the same parameters in the same order, one token more wherever it stands, beyond that
    /// nothing that is not optional, and returns the same; where the call is awaited as it stands, a value task of the same for a task, or
    /// the other way around. It is accessible at the call and not obsolete. Null where there is none, where the method takes a token
    /// itself, and for local functions and accessors. An extension method that is called on its receiver has its overload in the same,
    /// reduced form.
    /// </summary>
    public static IMethodSymbol? Of(IMethodSymbol method, SyntaxNode call, CodeModel model)
    {
        KnownTypes types = model.Types;
        if (types.CancellationToken is null
            || method.MethodKind is not (MethodKind.Ordinary or MethodKind.ReducedExtension or MethodKind.Constructor)
            || TokenArguments.ParameterOf(method, types) is not null)
        {
            return null;
        }

        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (definition.ContainingType is null)
        {
            return null;
        }

        foreach (ISymbol member in definition.ContainingType.GetMembers(definition.Name))
        {
            if (member is IMethodSymbol candidate
                && candidate.Parameters.Length > definition.Parameters.Length
                && candidate.Arity == definition.Arity
                && candidate.IsStatic == definition.IsStatic
                && TakesTheSame(candidate, definition, call, types)
                && !CounterpartFit.IsObsolete(candidate)
                && InFormOf(candidate, method) is { } overload
                && model.Semantic.IsAccessible(call.SpanStart, overload))
            {
                return overload;
            }
        }

        return null;
    }

    private static bool TakesTheSame(IMethodSymbol candidate, IMethodSymbol definition, SyntaxNode call, KnownTypes types)
    {
        IMethodSymbol aligned = candidate.Arity == 0
            ? candidate : candidate.Construct(definition.TypeParameters.Cast<ITypeSymbol>().ToArray());
        if (!(SymbolEqualityComparer.Default.Equals(aligned.ReturnType, definition.ReturnType)
                || (AwaitToTheSame(aligned.ReturnType, definition.ReturnType, types) && IsAwaitedAsItStands(call)))
            || TokenArguments.ParameterOf(aligned, types) is not { } token)
        {
            return false;
        }

        int index = 0;
        foreach (IParameterSymbol parameter in aligned.Parameters)
        {
            if (parameter.Ordinal == token.Ordinal)
            {
                continue;
            }

            if (index == definition.Parameters.Length)
            {
                if (!parameter.IsOptional)
                {
                    return false;
                }

                continue;
            }

            IParameterSymbol own = definition.Parameters[index++];
            if (own.RefKind != parameter.RefKind || own.IsParams != parameter.IsParams
                || !SymbolEqualityComparer.Default.Equals(own.Type, parameter.Type))
            {
                return false;
            }
        }

        return index == definition.Parameters.Length;
    }

    /// <summary>A task and a value task, both of nothing or of the same.</summary>
    private static bool AwaitToTheSame(ITypeSymbol one, ITypeSymbol other, KnownTypes types)
        => one is INamedTypeSymbol { TypeArguments: var results } && other is INamedTypeSymbol { TypeArguments: var others }
            && one.IsTaskOrValueTask(types) && other.IsTaskOrValueTask(types)
            && results.Length == others.Length
            && (results.Length == 0 || SymbolEqualityComparer.Default.Equals(results[0], others[0]));

    /// <summary><c>await F()</c> or <c>await F().ConfigureAwait(false)</c>: nothing else is done with what the call returns.</summary>
    private static bool IsAwaitedAsItStands(SyntaxNode call)
    {
        SyntaxNode task = WithParentheses(call);
        if (task.Parent is MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "ConfigureAwait",
                Parent: InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } configured,
            }
            && arguments[0].Expression is LiteralExpressionSyntax)
        {
            task = WithParentheses(configured);
        }

        return task.Parent is AwaitExpressionSyntax;

        static SyntaxNode WithParentheses(SyntaxNode node)
        {
            while (node.Parent is ParenthesizedExpressionSyntax)
            {
                node = node.Parent;
            }

            return node;
        }
    }

    /// <summary>
    /// The candidate as the method is: of the same constructed type, with the same type arguments, reduced where that one is.
    /// </summary>
    private static IMethodSymbol? InFormOf(IMethodSymbol candidate, IMethodSymbol method)
    {
        IMethodSymbol? overload = SymbolEqualityComparer.Default.Equals(method.ContainingType, candidate.ContainingType)
            ? candidate
            : method.ContainingType.GetMembers(candidate.Name).OfType<IMethodSymbol>()
                .FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, candidate));
        if (overload is not null && method.ReducedFrom is not null)
        {
            overload = overload.ReduceExtensionMethod(method.ReceiverType!);
        }

        return overload is { Arity: > 0 } && overload.Arity == method.TypeArguments.Length && method.ReducedFrom is null
            ? overload.Construct(method.TypeArguments.ToArray())
            : overload;
    }
}
