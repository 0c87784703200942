using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// A loop that, by its syntax, does nothing but wait: <c>while (c) pause;</c>, <c>do pause; while (c)</c>,
/// <c>while (true) { if (c) break; pause; }</c>, and what reads a queue where its other branch pauses.
/// </summary>
internal sealed class WaitingLoop
{
    private WaitingLoop(
        StatementSyntax loop, List<(ExpressionSyntax, bool)> conditions, IReadOnlyList<StatementSyntax> pauses, StatementSyntax? work)
    {
        Loop = loop;
        Conditions = conditions;
        Pauses = pauses;
        Work = work;
    }

    public StatementSyntax Loop { get; }

    /// <summary>What must hold for the loop to go on waiting: each operand, and the value it has then.</summary>
    public IReadOnlyList<(ExpressionSyntax Operand, bool WhileWaiting)> Conditions { get; }

    /// <summary>The pauses, by their syntax; empty for a loop without a body.</summary>
    public IReadOnlyList<StatementSyntax> Pauses { get; }

    /// <summary>
    /// What is done with an item that was there: the loop is one that serves a queue for ever. Null where the loop ends then.
    /// </summary>
    public StatementSyntax? Work { get; }

    /// <summary>The loop, if its syntax is of one of the shapes.</summary>
    public static WaitingLoop? Of(SyntaxNode node)
    {
        (ExpressionSyntax? condition, StatementSyntax? body) = PartsOf(node);
        if (body is null)
        {
            return null;
        }

        var loop = (StatementSyntax)node;
        IReadOnlyList<StatementSyntax> statements = body is BlockSyntax block ? block.Statements : new[] { body };
        bool isEndless = condition is null || condition.IsKind(SyntaxKind.TrueLiteralExpression);
        if (!isEndless && statements.All(LoopPause.MayBe))
        {
            var conditions = new List<(ExpressionSyntax, bool)>();
            AddOperands(condition!, true, conditions);
            return new WaitingLoop(loop, conditions, statements, null);
        }

        if (statements.Count is 0 or > 3)
        {
            return null;
        }

        if (isEndless
            && statements.Count(statement => ExitIn(statement) is not null) == 1
            && statements.All(statement => ExitIn(statement) is not null || LoopPause.MayBe(statement)))
        {
            var conditions = new List<(ExpressionSyntax, bool)>();
            AddOperands(statements.Select(ExitIn).First(exit => exit is not null)!, false, conditions);
            return new WaitingLoop(loop, conditions, statements.Where(LoopPause.MayBe).ToList(), null);
        }

        return Serving(loop, isEndless ? null : condition, statements);
    }

    /// <summary>The keyword and the condition of a loop, or nothing for other nodes.</summary>
    public static TextSpan HeadOf(StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax @while => TextSpan.FromBounds(@while.WhileKeyword.SpanStart, @while.CloseParenToken.Span.End),
        DoStatementSyntax @do => TextSpan.FromBounds(@do.WhileKeyword.SpanStart, @do.CloseParenToken.Span.End),
        ForStatementSyntax @for => TextSpan.FromBounds(@for.ForKeyword.SpanStart, @for.CloseParenToken.Span.End),
        _ => loop.Span,
    };

    /// <summary>Condition and body of a loop that counts nothing.</summary>
    public static (ExpressionSyntax? Condition, StatementSyntax? Body) PartsOf(SyntaxNode node) => node switch
    {
        WhileStatementSyntax loop => (loop.Condition, loop.Statement),
        DoStatementSyntax loop => (loop.Condition, loop.Statement),
        ForStatementSyntax { Declaration: null, Initializers.Count: 0, Incrementors.Count: 0 } loop => (loop.Condition, loop.Statement),
        _ => (null, null),
    };

    /// <summary>
    /// <c>if (q.TryTake(out x)) { work } else { pause }</c>, <c>if (!q.TryTake(out x)) { pause; continue; } work</c> and
    /// <c>while (q.TryTake(out x)) { work } pause;</c>
    /// </summary>
    private static WaitingLoop? Serving(StatementSyntax loop, ExpressionSyntax? condition, IReadOnlyList<StatementSyntax> statements)
    {
        (ExpressionSyntax? operand, bool whileWaiting, StatementSyntax? pause, StatementSyntax? work) = statements[0] switch
        {
            IfStatementSyntax { Else: { } @else } @if when statements.Count == 1 && IsPause(@else.Statement)
                => (@if.Condition, false, @else.Statement, @if.Statement),
            IfStatementSyntax { Else: { } @else } @if when statements.Count == 1 && IsPause(@if.Statement)
                => (@if.Condition, true, @if.Statement, @else.Statement),
            WhileStatementSyntax inner when statements.Count == 2 && LoopPause.MayBe(statements[1])
                => (inner.Condition, false, statements[1], inner.Statement),
            _ => default,
        };
        if (operand is null)
        {
            return null;
        }

        var conditions = new List<(ExpressionSyntax, bool)>();
        if (condition is not null)
        {
            AddOperands(condition, true, conditions);
        }

        AddOperands(operand, whileWaiting, conditions);
        return new WaitingLoop(loop, conditions, Unblocked(pause!), work);

        static bool IsPause(StatementSyntax statement) => Unblocked(statement) is { Count: > 0 } all && all.All(LoopPause.MayBe);

        static IReadOnlyList<StatementSyntax> Unblocked(StatementSyntax statement)
            => statement is BlockSyntax block ? block.Statements : new[] { statement };
    }

    /// <summary><c>c</c> of <c>if (c) break;</c></summary>
    private static ExpressionSyntax? ExitIn(StatementSyntax statement)
    {
        if (statement is not IfStatementSyntax { Else: null } @if)
        {
            return null;
        }

        StatementSyntax then = @if.Statement is BlockSyntax { Statements: { Count: 1 } statements } ? statements[0] : @if.Statement;
        return then is BreakStatementSyntax ? @if.Condition : null;
    }

    private static void AddOperands(ExpressionSyntax condition, bool value, List<(ExpressionSyntax, bool)> operands)
    {
        switch (condition)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                AddOperands(parenthesized.Expression, value, operands);
                break;
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negation:
                AddOperands(negation.Operand, !value, operands);
                break;
            // To go on, all of an "and" must hold, none of an "or" that ends the loop.
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } conjunction when value:
                AddOperands(conjunction.Left, true, operands);
                AddOperands(conjunction.Right, true, operands);
                break;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } disjunction when !value:
                AddOperands(disjunction.Left, false, operands);
                AddOperands(disjunction.Right, false, operands);
                break;
            case BinaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.EqualsExpression,
                Right: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression }
            } isFalse:
                AddOperands(isFalse.Left, !value, operands);
                break;
            case BinaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.EqualsExpression,
                Right: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression }
            } isTrue:
                AddOperands(isTrue.Left, value, operands);
                break;
            default:
                operands.Add((condition, value));
                break;
        }
    }
}
