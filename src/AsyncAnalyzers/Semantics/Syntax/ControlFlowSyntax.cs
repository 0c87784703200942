namespace AsyncAnalyzers.Semantics;

/// <summary>What syntax says about the order in which two places of one function run.</summary>
internal static class ControlFlowSyntax
{
    /// <summary>The statement, alone or in braces, leaves the function: <c>if (…) return;</c></summary>
    public static bool IsReturn(StatementSyntax statement)
        => (statement is BlockSyntax { Statements: { Count: 1 } statements } ? statements[0] : statement) is ReturnStatementSyntax;

    /// <summary>
    /// Code that stands before another may run before it: they are not in two branches of one <c>if</c> or <c>switch</c>, and the
    /// first does not lie in a block that leaves the function or the loop before the second.
    /// </summary>
    public static bool MayReach(SyntaxNode first, SyntaxNode second)
    {
        SyntaxNode child = first;
        for (SyntaxNode? current = first.Parent; current is not null
            && !FunctionSyntax.IsFunction(current); child = current, current = current.Parent)
        {
            if (current.Span.Contains(second.Span))
            {
                return current switch
                {
                    IfStatementSyntax @if => child == @if.Condition || @if.Else is null || !@if.Else.Span.Contains(second.Span),
                    ConditionalExpressionSyntax conditional => child == conditional.Condition,
                    SwitchStatementSyntax @switch => child == @switch.Expression || child.Span.Contains(second.Span),
                    SwitchExpressionSyntax @switch => child == @switch.GoverningExpression || child.Span.Contains(second.Span),
                    _ => true,
                };
            }

            SyntaxList<StatementSyntax> statements = current switch
            {
                BlockSyntax block => block.Statements,
                SwitchSectionSyntax section => section.Statements,
                _ => default,
            };
            if (child is ReturnStatementSyntax or ThrowStatementSyntax || statements.LastOrDefault() switch
            {
                ReturnStatementSyntax or ThrowStatementSyntax => true,
                ContinueStatementSyntax => IsLeft(current, second, bySwitch: false),
                BreakStatementSyntax => current is not SwitchSectionSyntax && IsLeft(current, second, bySwitch: true),
                _ => false,
            })
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The second place lies in the loop that a jump out of the block leaves; what is behind that loop is reached all the same.
    /// </summary>
    private static bool IsLeft(SyntaxNode block, SyntaxNode second, bool bySwitch)
        => block.Ancestors().FirstOrDefault(ancestor
            => LoopBody(ancestor) is not null || FunctionSyntax.IsFunction(ancestor) || (bySwitch && ancestor is SwitchStatementSyntax))
            is not { } left || left.Span.Contains(second.Span);

    /// <summary>The innermost loop whose repeated part holds both places; null where there is none in the body.</summary>
    public static SyntaxNode? LoopAround(SyntaxNode first, SyntaxNode second, SyntaxNode body)
    {
        for (SyntaxNode? current = first; current is not null && current != body.Parent; current = current.Parent)
        {
            if (LoopBody(current) is { } repeated && repeated.Span.Contains(first.Span) && repeated.Span.Contains(second.Span))
            {
                return current;
            }
        }

        return null;
    }

    /// <summary>What a loop statement asks before it goes on; null for other nodes, <c>foreach</c> and <c>for (;;)</c>.</summary>
    public static ExpressionSyntax? LoopCondition(SyntaxNode node) => node switch
    {
        ForStatementSyntax loop => loop.Condition,
        WhileStatementSyntax loop => loop.Condition,
        DoStatementSyntax loop => loop.Condition,
        _ => null,
    };

    /// <summary>What a loop statement repeats; null for other nodes.</summary>
    public static StatementSyntax? LoopBody(SyntaxNode node) => node switch
    {
        ForStatementSyntax loop => loop.Statement,
        CommonForEachStatementSyntax loop => loop.Statement,
        WhileStatementSyntax loop => loop.Statement,
        DoStatementSyntax loop => loop.Statement,
        _ => null,
    };
}
