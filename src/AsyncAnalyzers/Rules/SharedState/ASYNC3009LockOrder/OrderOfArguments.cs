namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// The locks of two objects of one type, taken in the order in which they are given: <c>lock (from.Gate) lock (to.Gate)</c>. Two calls
/// with the objects swapped wait for each other.
/// </summary>
/// <param name="Pair">The two locks.</param>
/// <param name="First">The object whose lock is taken first, as it is written.</param>
/// <param name="Second">The other one.</param>
/// <param name="Calls">Two calls that give the objects in both orders; null where none are in sight.</param>
internal sealed record OrderOfArguments(LockPair Pair, string First, string Second, (SyntaxNode One, SyntaxNode Other)? Calls)
{
    public static IEnumerable<OrderOfArguments> Of(SyntaxNode function, CodeModel model)
    {
        if (function is not MethodDeclarationSyntax { ParameterList.Parameters.Count: > 0 } method)
        {
            yield break;
        }

        foreach (LockPair pair in LockPairs.Of(model.Compilation).In(function, model))
        {
            AccessPath outer = pair.Outer.Lock.Path, inner = pair.Inner.Held.Lock.Path;
            if (pair.Outer.Mode != LockMode.Exclusive || pair.Inner.Held.Mode != LockMode.Exclusive
                || RootOf(outer, pair.Outer.Lock.Text) is not { } first || RootOf(inner, pair.Inner.Held.Lock.Text) is not { } second
                || first == second || !IsAlike(outer, inner) || MayOrder(method))
            {
                continue;
            }

            (SyntaxNode, SyntaxNode)? calls = SwappedCalls(method, first, second, model);
            if (calls is not null || !method.Modifiers.Any(SyntaxKind.PrivateKeyword) && method.Modifiers.Count > 0)
            {
                yield return new OrderOfArguments(pair, first, second, calls);
            }
        }
    }

    /// <summary><c>this</c>, or a parameter, where the lock is the object or one of its fields.</summary>
    private static string? RootOf(AccessPath path, string text)
        => path is { IsRoot: false, Holder.IsRoot: false } ? null
            : path.StartsWithThis || path.Variable is IParameterSymbol { RefKind: RefKind.None } ? text.Split('.')[0]
            : null;

    /// <summary>The same field of two objects, or two parameters of one type.</summary>
    private static bool IsAlike(AccessPath one, AccessPath other)
        => one.IsRoot == other.IsRoot
            && (one.IsRoot
                ? one.Symbol is IParameterSymbol mine && other.Symbol is IParameterSymbol theirs
                    && SymbolEqualityComparer.Default.Equals(mine.Type, theirs.Type)
                : SymbolEqualityComparer.Default.Equals(one.Symbol, other.Symbol));

    /// <summary>The method compares the two by more than whether they are the same.</summary>
    private static bool MayOrder(MethodDeclarationSyntax method)
        => FunctionSyntax.Body(method) is not { } body || FunctionSyntax.OwnNodes(body).Any(static node => node switch
        {
            BinaryExpressionSyntax binary => binary.Kind() is SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression
                or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression,
            SimpleNameSyntax name => name.Identifier.ValueText is "CompareTo" or "Compare" or "GetHashCode" or "CompareOrdinal" or "Sort"
                or "OrderBy" or "Order" or "Min" or "Max",
            _ => false,
        });

    /// <summary>Calls in the file that give the two objects in both orders.</summary>
    private static (SyntaxNode One, SyntaxNode Other)? SwappedCalls(
        MethodDeclarationSyntax method, string first, string second, CodeModel model)
    {
        var seen = new Dictionary<(string, string), SyntaxNode>();
        foreach (SyntaxNode node in method.SyntaxTree.GetRoot(model.CancellationToken).Descendants())
        {
            if (node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) == method.Identifier.ValueText
                && CallSyntax.MethodOf(call, model) is { ReducedFrom: null } called
                && called.OriginalDefinition.DeclaringSyntaxReferences.Any(place
                    => place.Span == method.Span && place.SyntaxTree == method.SyntaxTree)
                && Given(call, called, first) is { } one && Given(call, called, second) is { } two && one != two)
            {
                if (seen.TryGetValue((two, one), out SyntaxNode other) && FunctionSyntax.OutermostEnclosing(call) is var scope
                    && scope.Span.Contains(other.Span))
                {
                    return (other, call);
                }

                seen[(one, two)] = call;
            }
        }

        return null;
    }

    private static string? Given(InvocationExpressionSyntax call, IMethodSymbol called, string root)
        => root == "this"
            ? (CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) as IdentifierNameSyntax)?.Identifier.ValueText
            : called.Parameters.FirstOrDefault(parameter => parameter.Name == root) is { } given
                && GivenArgument.For(given, call) is IdentifierNameSyntax argument ? argument.Identifier.ValueText : null;
}
