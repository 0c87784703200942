namespace AsyncAnalyzers.Semantics;

/// <summary>PLINQ queries: what they begin with is easy to find, what they end with runs them.</summary>
internal static class ParallelQueries
{
    /// <summary>
    /// The call that runs the query which <paramref name="start"/> (<c>AsParallel()</c>) begins: at the end of the same expression, or of
    /// the only variable that it is kept in. Null where it is handed on.
    /// </summary>
    public static InvocationExpressionSyntax? EndOf(InvocationExpressionSyntax start, CodeModel model)
    {
        if (model.Types.ParallelEnumerable is null
            || CallSyntax.MethodOf(start, model) is not { } method
            || !method.IsDeclaredIn(model.Types.ParallelEnumerable))
        {
            return null;
        }

        SyntaxNode outermost = Climb(start, model, out InvocationExpressionSyntax? end);
        if (end is not null)
        {
            return end;
        }

        // var query = xs.AsParallel().Where(…); … query.ToList()
        if (outermost.Parent is EqualsValueClauseSyntax
            {
                Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } variable
            }
            && FunctionSyntax.Enclosing(start) is { } function)
        {
            foreach (IdentifierNameSyntax use in FunctionSyntax.OwnNodes(FunctionSyntax.Body(function)
                ?? function).OfType<IdentifierNameSyntax>())
            {
                if (use.Identifier.ValueText == variable.Identifier.ValueText && use.SpanStart > variable.Span.End
                    && Climb(use, model, out end) is not null && end is not null)
                {
                    return end;
                }
            }
        }

        return null;
    }

    /// <summary>Goes up from a query through what is called on it, to what is no query any more or to the whole of it.</summary>
    private static SyntaxNode Climb(
        ExpressionSyntax query, CodeModel model,
        out InvocationExpressionSyntax? end)
    {
        end = null;
        SyntaxNode current = query;
        while (true)
        {
            switch (current.Parent)
            {
                case ParenthesizedExpressionSyntax:
                    current = current.Parent;
                    break;
                case FromClauseSyntax { Parent: QueryExpressionSyntax whole } from when from.Expression == current:
                    current = whole;
                    break;
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Expression == current
                    && CallSyntax.MethodOf(call, model) is { } method && method.IsDeclaredIn(model.Types.ParallelEnumerable)
                    && method.Name is not ("AsSequential" or "AsEnumerable"):
                    if (!IsQuery(method.ReturnType))
                    {
                        end = call;
                        return call;
                    }

                    current = call;
                    break;
                default:
                    return current;
            }
        }
    }

    private static bool IsQuery(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.Name == "ParallelQuery")
            {
                return true;
            }
        }

        return false;
    }
}
