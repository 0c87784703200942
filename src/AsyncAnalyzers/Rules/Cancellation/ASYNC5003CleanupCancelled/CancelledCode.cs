namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Code that runs only where a token is cancelled, because what stands before it asks the token or cancels its source.</summary>
internal static class CancelledCode
{
    private static readonly IReadOnlyList<StatementSyntax> Nothing = Array.Empty<StatementSyntax>();

    /// <summary>
    /// The block of <c>if (token.IsCancellationRequested)</c>; what follows <c>while (!token.IsCancellationRequested)</c>, where the loop
    /// has no other end, and what follows <c>source.Cancel()</c>, each in its own list of statements.
    /// </summary>
    /// <param name="name">The member that is asked or called.</param>
    public static IReadOnlyList<StatementSyntax> Of(SimpleNameSyntax name)
    {
        if (name.Parent is MemberBindingExpressionSyntax
            {
                Parent: InvocationExpressionSyntax { Parent: ConditionalAccessExpressionSyntax access },
            })
        {
            return name.Identifier.ValueText == "Cancel" && access.Parent is ExpressionStatementSyntax called ? After(called) : Nothing;
        }

        if (name.Parent is not MemberAccessExpressionSyntax member || member.Name != name)
        {
            return Nothing;
        }

        if (name.Identifier.ValueText == "IsCancellationRequested")
        {
            return member.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negation
                ? negation.Parent switch
                {
                    WhileStatementSyntax @while when !IsLeftOtherwise(@while.Statement) => After(@while),
                    DoStatementSyntax @do when !IsLeftOtherwise(@do.Statement) => After(@do),
                    _ => Nothing,
                }
                : OfBranch(member);
        }

        SyntaxNode? statement = member.Parent is InvocationExpressionSyntax { Parent: var outer } ? outer : null;
        while (statement is AwaitExpressionSyntax or InvocationExpressionSyntax
            or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" })
        {
            statement = statement.Parent;
        }

        return statement is ExpressionStatementSyntax cancel ? After(cancel) : Nothing;
    }

    private static IReadOnlyList<StatementSyntax> OfBranch(ExpressionSyntax question)
    {
        ExpressionSyntax condition = question;
        while (condition.Parent is ParenthesizedExpressionSyntax
            or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression })
        {
            condition = (ExpressionSyntax)condition.Parent;
        }

        return condition.Parent is IfStatementSyntax @if && @if.Condition == condition ? new[] { @if.Statement } : Nothing;
    }

    private static bool IsLeftOtherwise(StatementSyntax body)
        => FunctionSyntax.OwnNodes(body).Any(node => node is GotoStatementSyntax
            || (node is BreakStatementSyntax && !node.Ancestors().TakeWhile(around => around != body.Parent)
                .Any(static around => around is SwitchStatementSyntax || ControlFlowSyntax.LoopBody(around) is not null)));

    private static IReadOnlyList<StatementSyntax> After(StatementSyntax statement)
    {
        SyntaxList<StatementSyntax> all = statement.Parent switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            _ => default,
        };
        return all.Count > 0 ? all.Skip(all.IndexOf(statement) + 1).ToArray()
            : statement.Parent is GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global
                ? unit.Members.Skip(unit.Members.IndexOf(global) + 1).OfType<GlobalStatementSyntax>()
                    .Select(static other => other.Statement).ToArray()
                : Nothing;
    }
}
