namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Code that calls a shared object again and again, one call after the other: the loop of a background service or of a periodic timer, or
/// what is handed over as what to do at each tick.
/// </summary>
internal static class OneRunner
{
    /// <summary>How many calls up callers are looked at.</summary>
    private const int MaximumDepth = 3;

    private static readonly TreeNames Called = new(static (tree, cancellationToken) => tree.GetRoot(cancellationToken).Descendants()
        .OfType<InvocationExpressionSyntax>().Select(static call => CallSyntax.CalledName(call)).OfType<string>().Distinct());

    /// <summary>
    /// All calls of the compilation that lead to the function, of which there are some, come from one such piece of code.
    /// Over-approximates: another assembly may call it too.
    /// </summary>
    public static bool CallsAlone(SyntaxNode function, CodeModel model)
    {
        SyntaxNode? only = null;
        foreach (IMethodSymbol entry in VisibleCallers.Of(function, model))
        {
            foreach (SyntaxTree tree in Called.TreesThatName(entry.Name, model.Compilation, model.CancellationToken))
            {
                CodeModel own = model.In(tree);
                foreach (SimpleNameSyntax mention in NameMentions.In(tree.GetRoot(model.CancellationToken), own)[entry.Name])
                {
                    if (CallSyntax.InvocationOf(mention) is not { } call
                        || !SymbolEqualityComparer.Default.Equals(own.SymbolOf(mention)?.OriginalDefinition, entry.OriginalDefinition))
                    {
                        continue;
                    }

                    if (RunnerOf(call, MaximumDepth, own) is not { } runner || (only ??= runner) != runner)
                    {
                        return false;
                    }
                }
            }
        }

        return only is not null;
    }

    private static SyntaxNode? RunnerOf(SyntaxNode call, int depth, CodeModel model)
    {
        if (FunctionSyntax.Enclosing(call) is not { } function || depth == 0)
        {
            return null;
        }

        if (function is AnonymousFunctionExpressionSyntax)
        {
            return CallSyntax.WithCasts((ExpressionSyntax)function).Parent is ArgumentSyntax
            {
                Parent.Parent: InvocationExpressionSyntax taker
            }
                && CallSyntax.CalledName(taker) is { } name && NameWords.Of(name).Exists(static word => word is "Tick" or "Ticks")
                    ? function
                    : null;
        }

        if (call.Ancestors().TakeWhile(around => around != function).Any(static around => ControlFlowSyntax.LoopBody(around) is not null
            && around.Descendants().Any(static node => node is SimpleNameSyntax { Identifier.ValueText: "WaitForNextTickAsync" }))
            || function is MethodDeclarationSyntax { Identifier.ValueText: "ExecuteAsync" } work
                && work.Modifiers.Any(SyntaxKind.OverrideKeyword))
        {
            return function;
        }

        if (FunctionSyntax.SymbolOf(function, model) is not { } symbol
            || CallersOf.FindAll(symbol, function, model) is not { Count: > 0 } callers)
        {
            return null;
        }

        SyntaxNode? only = null;
        foreach (SyntaxNode caller in callers)
        {
            if (RunnerOf(caller, depth - 1, model.In(caller.SyntaxTree)) is not { } runner || (only ??= runner) != runner)
            {
                return null;
            }
        }

        return only;
    }
}
