namespace AsyncAnalyzers.Semantics;

/// <summary>Where somebody looks at a task within the scope of the resource that it uses.</summary>
internal static class ScopeObservation
{
    /// <summary>
    /// The mention of the task's local waits for it, alone or with all others, behind the call and not in a loop of its own: that may run
    /// always, or hand the tasks from turn to turn.
    /// </summary>
    public static bool IsPlain(IdentifierNameSyntax mention, InvocationExpressionSyntax call, ResourceScope scope)
    {
        TaskUse use = TaskUse.Of(mention);
        if (use is { Kind: TaskUseKind.Combined, Place: InvocationExpressionSyntax combined })
        {
            switch (CallSyntax.CalledName(combined))
            {
                case "WhenAll":
                    use = TaskUse.Of(combined);
                    break;
                case "WaitAll":
                    use = use with { Kind = TaskUseKind.Waited };
                    break;
            }
        }

        return use.Kind is TaskUseKind.Awaited or TaskUseKind.Waited
            && mention.SpanStart >= call.Span.End
            && !mention.Ancestors().TakeWhile(ancestor
                => scope.Span.Contains(ancestor.Span)).Any(ancestor => IsLoop(ancestor) && !ancestor.Span.Contains(call.Span));
    }

    /// <summary>The local that the scope disposes.</summary>
    public static ILocalSymbol? ResourceOf(ResourceScope scope, CodeModel model)
        => scope.Resource.Parent switch
        {
            VariableDeclaratorSyntax declarator => model.GetDeclaredSymbol(declarator) as ILocalSymbol,
            IdentifierNameSyntax name => model.SymbolOf(name) as ILocalSymbol,
            _ => null,
        };

    private static bool IsLoop(SyntaxNode node)
        => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;
}
