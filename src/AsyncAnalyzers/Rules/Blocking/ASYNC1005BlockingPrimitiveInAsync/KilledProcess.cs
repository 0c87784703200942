namespace AsyncAnalyzers.Rules.Blocking;

/// <summary><c>process.Kill(); process.WaitForExit();</c>: what is waited for is only that the process is cleared away.</summary>
internal static class KilledProcess
{
    /// <summary>
    /// A statement before the wait, in its block or in one around it, kills the process of the same variable: in any case, or unless it has
    /// ended.
    /// </summary>
    /// <param name="wait">The name of the method that waits.</param>
    /// <param name="model">The model of the tree.</param>
    public static bool IsWaitedForAt(SimpleNameSyntax wait, CodeModel model)
    {
        if (ProcessOf(wait) is not { } process || model.SymbolOf(process) is not { } variable)
        {
            return false;
        }

        for (SyntaxNode current = wait; current.Parent is { } parent && !FunctionSyntax.IsFunction(current); current = parent)
        {
            if (parent is BlockSyntax block && current is StatementSyntax
                && block.Statements.TakeWhile(statement => statement != current).Any(statement => Kills(statement, variable, model)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Kills(StatementSyntax statement, ISymbol variable, CodeModel model) => statement switch
    {
        ExpressionStatementSyntax => FunctionSyntax.OwnNodes(statement).OfType<InvocationExpressionSyntax>()
            .Any(call => CallSyntax.CalledName(call) == "Kill" && ProcessOf(CallSyntax.CalledNameSyntax(call)!) is { } killed
                && SymbolEqualityComparer.Default.Equals(model.SymbolOf(killed), variable)),
        TryStatementSyntax @try => Kills(@try.Block, variable, model),
        IfStatementSyntax { Condition: var condition, Statement: var then } => AsksWhetherEnded(condition) && Kills(then, variable, model),
        BlockSyntax block => block.Statements.Any(inner => Kills(inner, variable, model)),
        _ => false,
    };

    private static bool AsksWhetherEnded(ExpressionSyntax condition)
        => condition.DescendantsAndSelf().Any(static node => node is SimpleNameSyntax { Identifier.ValueText: "HasExited" });

    private static ExpressionSyntax? ProcessOf(SimpleNameSyntax method)
        => CallSyntax.Receiver(method) is { } receiver ? CallSyntax.WithoutSuppression(receiver) : null;
}
