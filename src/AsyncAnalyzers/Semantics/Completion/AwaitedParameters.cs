namespace AsyncAnalyzers.Semantics;

/// <summary>Tasks that an async function is given and awaits before it ends: after it, they are complete.</summary>
internal static class AwaitedParameters
{
    private static readonly ModelCache<ImmutableHashSet<string>> Known = new();

    /// <summary>The names of the parameters that the function, which is of this compilation, awaits on each way to its end.</summary>
    public static ImmutableHashSet<string> Of(IMethodSymbol called, CodeModel model)
        => called.IsAsync && called.Parameters.Any(parameter => parameter.Type.IsTask(model.Types))
            && CalledSource.OfOnly(called, model) is { } source
                ? Known.GetOrAdd(model, source.Function, _ => Find(source.Body))
                : ImmutableHashSet<string>.Empty;

    private static ImmutableHashSet<string> Find(SyntaxNode body)
    {
        ImmutableHashSet<string> found = ImmutableHashSet.Create<string>(StringComparer.Ordinal);
        if (body is AwaitExpressionSyntax only && NameOf(only) is { } awaited)
        {
            return found.Add(awaited);
        }

        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            // Whatever stands behind a return is left out some time.
            if (node is AwaitExpressionSyntax await && NameOf(await) is { } name && IsOnEachWay(await, body))
            {
                found = found.Add(name);
            }

            if (node is ReturnStatementSyntax { Expression: not AwaitExpressionSyntax })
            {
                break;
            }
        }

        return found;
    }

    private static string? NameOf(AwaitExpressionSyntax await)
        => CallSyntax.WithoutConfiguration(await.Expression) is IdentifierNameSyntax name ? name.Identifier.ValueText : null;

    private static bool IsOnEachWay(SyntaxNode await, SyntaxNode body)
    {
        SyntaxNode child = await;
        for (SyntaxNode? around = await.Parent; around is not null && child != body; child = around, around = around.Parent)
        {
            switch (around)
            {
                case IfStatementSyntax @if when child != @if.Condition
                    && !IsLeftByThrow(child == @if.Statement ? @if.Else?.Statement : @if.Statement):
                case CatchClauseSyntax or SwitchSectionSyntax or SwitchExpressionArmSyntax:
                case ConditionalExpressionSyntax conditional when child != conditional.Condition:
                case BinaryExpressionSyntax binary when child == binary.Right:
                case ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax:
                case TryStatementSyntax { Catches.Count: > 0 } @try when child == @try.Block:
                    return false;
            }
        }

        return true;
    }

    private static bool IsLeftByThrow(StatementSyntax? other)
        => (other is BlockSyntax { Statements: { Count: > 0 } statements } ? statements.Last() : other) is ThrowStatementSyntax;
}
