namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Synchronous lambdas that run while the statement around them does: arguments of <c>List&lt;T&gt;.ForEach</c>, and of LINQ operators
/// whose
/// result is consumed in the same function. Their code is that function's code.
/// </summary>
internal static class SpotLambda
{
    private static readonly ModelCache<SyntaxNode?> Functions = new();

    /// <summary>
    /// The function that runs a synchronous lambda on the spot; null where it runs at another time, in another place, or nothing is known.
    /// </summary>
    public static SyntaxNode? FunctionAround(SyntaxNode lambda, CodeModel model)
        => lambda is LambdaExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax } }
            ? Functions.GetOrAdd(model, lambda, node => Find(node, model))
            : null;

    private static SyntaxNode? Find(SyntaxNode lambda, CodeModel model)
    {
        if (FunctionSyntax.IsAsync(lambda) || FunctionSyntax.Enclosing(lambda) is not { } function
            || !RunsOnTheSpot((InvocationExpressionSyntax)lambda.Parent!.Parent!.Parent!, function, true, model))
        {
            return null;
        }

        return function is AnonymousFunctionExpressionSyntax
            && !FunctionSyntax.IsAsync(function) ? FunctionAround(function, model) ?? function : function;
    }

    private static bool RunsOnTheSpot(InvocationExpressionSyntax call, SyntaxNode function, bool followsLocals, CodeModel model)
    {
        if (CallSyntax.MethodOf(call, model) is not { } method)
        {
            return false;
        }

        if (method.IsDeclaredIn(model.Types.Enumerable))
        {
            return !IsLazy(method) || IsConsumed(call, function, followsLocals, model);
        }

        return method.ContainingType is { Name: "List" or "Array", ContainingNamespace: { } space } && IsIn(space, "System");
    }

    private static bool IsLazy(IMethodSymbol method) => (method.ReducedFrom ?? method).OriginalDefinition.ReturnType is
    {
        Name: "IEnumerable" or "IOrderedEnumerable",
    };

    /// <summary>The sequence is gone through in the same function.</summary>
    private static bool IsConsumed(ExpressionSyntax sequence, SyntaxNode function, bool followsLocals, CodeModel model)
    {
        while (sequence.Parent is ParenthesizedExpressionSyntax parenthesized)
        {
            sequence = parenthesized;
        }

        switch (sequence.Parent)
        {
            case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } access when access.Expression == sequence:
                return RunsOnTheSpot(next, function, followsLocals, model);
            case CommonForEachStatementSyntax loop:
                return loop.Expression == sequence && !FunctionSyntax.IsAwait(loop);
            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax taker }:
                return CallSyntax.MethodOf(taker, model) is { } method
                    && (method.IsDeclaredIn(model.Types.Enumerable)
                        ? RunsOnTheSpot(taker, function, followsLocals, model)
                        : Consumes(method));
            case ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax creation }:
                return model.TypeOf(creation)?.ContainingNamespace is { } space && IsIn(space, "Collections");
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } local }
                when followsLocals:
                return FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).OfType<IdentifierNameSyntax>()
                    .Any(name => name.Identifier.ValueText == local.Identifier.ValueText && name.SpanStart > local.Span.End
                        && IsConsumed(name, function, false, model));
            default:
                return false;
        }
    }

    /// <summary><c>string.Join</c>, <c>list.AddRange</c> and their like.</summary>
    private static bool Consumes(IMethodSymbol method)
        => (method.ContainingType.SpecialType == SpecialType.System_String && method.Name is "Join" or "Concat")
            || (method.Name is "AddRange" or "InsertRange" or "UnionWith" or "ExceptWith" or "IntersectWith"
                && IsIn(method.ContainingNamespace, "Collections"));

    /// <summary>The namespace, or one around it, has the name.</summary>
    private static bool IsIn(INamespaceSymbol space, string name)
    {
        for (INamespaceSymbol? current = space; current is { IsGlobalNamespace: false }; current = current.ContainingNamespace)
        {
            if (current.Name == name)
            {
                return true;
            }
        }

        return false;
    }
}
