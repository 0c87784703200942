using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>What the source of a method, where there is any, tells about it and its asynchronous counterpart.</summary>
internal static class CounterpartBody
{
    private static readonly ConditionalWeakTable<SyntaxNode, Facts> Bodies = new();

    /// <summary>
    /// False for a method of the compilation that creates nothing and calls nothing but what looks into a table: it cannot wait for
    /// anything.
    /// </summary>
    public static bool MayBlock(IMethodSymbol method)
    {
        foreach (SyntaxReference reference in method.DeclaringSyntaxReferences)
        {
            if (FunctionSyntax.Body(reference.GetSyntax()) is { } body)
            {
                return body.DescendantsAndSelf().Any(node
                    => (node is InvocationExpressionSyntax call && !IsLookup(call))
                        || node is BaseObjectCreationExpressionSyntax or LockStatementSyntax or CommonForEachStatementSyntax
                            or WhileStatementSyntax or DoStatementSyntax or UsingStatementSyntax);
            }
        }

        return true;
    }

    /// <summary>By name: dictionaries have it, and what else does is a cache.</summary>
    private static bool IsLookup(InvocationExpressionSyntax call)
        => CallSyntax.CalledName(call) is "TryGetValue" or "ContainsKey" or "GetValueOrDefault" or "nameof";

    /// <summary>The body, in this compilation or one that it references as source, calls something of that name.</summary>
    public static bool Calls(IMethodSymbol method, string name, CancellationToken cancellationToken)
        => BodyOf(method, cancellationToken) is { } body
            && Bodies.GetValue(body, static body => new Facts(body)).CalledNames.Contains(name);

    /// <summary>
    /// An asynchronous method that does the synchronous work all the same: it calls the synchronous method, or hands out completed
    /// tasks only.
    /// </summary>
    public static bool IsWrapperOf(IMethodSymbol method, string synchronousName, CancellationToken cancellationToken)
    {
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return BodyOf(definition, cancellationToken) is { } body
            && Bodies.GetValue(body, static body => new Facts(body)) is var facts
            && (facts.CalledNames.Contains(synchronousName) || facts.IsCompletedOnly);
    }

    /// <summary>The body does nothing but hand its work to the thread pool.</summary>
    public static bool IsOffloading(IMethodSymbol method, CancellationToken cancellationToken)
        => BodyOf((method.ReducedFrom ?? method).OriginalDefinition, cancellationToken) is { } body
            && body.DescendantsAndSelf().Any(node
                => node is InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax
                    {
                        Expression: var type,
                        Name.Identifier.ValueText: "Run" or "StartNew"
                    }
                }
                && type.ToString().Contains("Task"));

    private static SyntaxNode? BodyOf(IMethodSymbol method, CancellationToken cancellationToken)
    {
        foreach (SyntaxReference reference in method.DeclaringSyntaxReferences)
        {
            if (FunctionSyntax.Body(reference.GetSyntax(cancellationToken)) is { } body)
            {
                return body;
            }
        }

        return null;
    }

    private static bool IsCompleted(ExpressionSyntax returned) => CallSyntax.WalkDownParentheses(returned) switch
    {
        InvocationExpressionSyntax invocation => CallSyntax.CalledName(invocation) is "FromResult" or "FromException" or "FromCanceled",
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == "CompletedTask",
        LiteralExpressionSyntax or DefaultExpressionSyntax or ThrowExpressionSyntax => true,
        ObjectCreationExpressionSyntax
        {
            Type: GenericNameSyntax { Identifier.ValueText: "ValueTask" },
            ArgumentList.Arguments: { Count: 1 } arguments
        }
            => arguments[0].Expression is LiteralExpressionSyntax or IdentifierNameSyntax,
        ConditionalExpressionSyntax conditional => IsCompleted(conditional.WhenTrue) && IsCompleted(conditional.WhenFalse),
        _ => false,
    };

    /// <summary>What the syntax of a body says, found out once: many calls ask about one counterpart.</summary>
    private sealed class Facts
    {
        public Facts(SyntaxNode body)
        {
            foreach (InvocationExpressionSyntax invocation in body.DescendantsAndSelf().OfType<InvocationExpressionSyntax>())
            {
                if (CallSyntax.CalledName(invocation) is { } name)
                {
                    CalledNames.Add(name);
                }
            }

            SyntaxNode function = body.Parent is ArrowExpressionClauseSyntax ? body.Parent.Parent! : body.Parent!;
            IsCompletedOnly = FunctionSyntax.IsAsync(function)
                ? !FunctionSyntax.OwnNodes(body).Any(FunctionSyntax.IsAwait)
                : FunctionSyntax.ReturnedBy(body).All(IsCompleted);
        }

        public HashSet<string> CalledNames { get; } = new(StringComparer.Ordinal);

        /// <summary>It awaits nothing, and returns tasks only that are complete.</summary>
        public bool IsCompletedOnly { get; }
    }
}
