using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>A condition that holds wherever a node runs, as far as syntax tells.</summary>
/// <param name="Tested">The condition, or the value that a switch looks at.</param>
/// <param name="Pattern">What the value is compared with; null where <paramref name="Tested"/> is the condition itself.</param>
/// <param name="Holds">The outcome with which the node runs.</param>
/// <param name="OtherSide">What runs instead with the other outcome; empty where nothing does.</param>
/// <param name="IsEarlyExit">The other side is a branch that leaves before the node, or the node is in that branch.</param>
internal readonly record struct ControllingCondition(
    ExpressionSyntax Tested, SyntaxNode? Pattern, bool Holds, IReadOnlyList<SyntaxNode> OtherSide, bool IsEarlyExit)
{
    /// <summary>A switch over more values asks no flag: its sections are not compared with each other.</summary>
    private const int MostSides = 8;

    private static readonly IReadOnlyList<SyntaxNode> Nothing = Array.Empty<SyntaxNode>();
    private static readonly ConditionalWeakTable<SyntaxNode, IfStatementSyntax[]> Exits = new();

    /// <summary>
    /// The conditions around a node and before it, from the inside out, up to the member. The code of an async function depends on
    /// those inside of it alone.
    /// </summary>
    public static IEnumerable<ControllingCondition> Of(SyntaxNode node)
    {
        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent;
            current is not null and not BaseTypeDeclarationSyntax;
            child = current, current = current.Parent)
        {
            if (FunctionSyntax.IsFunction(current) && FunctionSyntax.IsAsync(current))
            {
                yield break;
            }

            foreach (ControllingCondition condition in At(current, child))
            {
                yield return condition;
            }
        }
    }

    /// <summary>
    /// The conditions by which a part of a node runs: a branch of an <c>if</c> or a switch, an operand of <c>&amp;&amp;</c>, a statement
    /// after an early exit.
    /// </summary>
    public static IEnumerable<ControllingCondition> At(SyntaxNode parent, SyntaxNode child)
    {
        switch (parent)
        {
            case IfStatementSyntax @if when child == @if.Statement:
                IReadOnlyList<SyntaxNode> otherSide = @if.Else is { } @else
                    ? new[] { @else.Statement }
                    : Leaves(@if.Statement)
                    ? After(@if)
                    : Nothing;
                return One(@if.Condition, true, otherSide, @if.Else is null);
            case IfStatementSyntax @if when child == @if.Else:
                return One(@if.Condition, false, new[] { @if.Statement });
            case ConditionalExpressionSyntax conditional when child == conditional.WhenTrue:
                return One(conditional.Condition, true, new[] { conditional.WhenFalse });
            case ConditionalExpressionSyntax conditional when child == conditional.WhenFalse:
                return One(conditional.Condition, false, new[] { conditional.WhenTrue });
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } conjunction when child == conjunction.Right:
                return One(conjunction.Left, true, Nothing);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } disjunction when child == disjunction.Right:
                return One(disjunction.Left, false, Nothing);
            case WhileStatementSyntax loop when child == loop.Statement:
                return One(loop.Condition, true, Nothing);
            case ForStatementSyntax { Condition: { } condition } loop when child == loop.Statement:
                return One(condition, true, Nothing);
            case CatchClauseSyntax @catch when child == @catch.Block:
                return OfCatch(@catch);
            case SwitchSectionSyntax section when child is StatementSyntax:
                return OfSection(section).Concat(EarlyExits(section, child));
            case SwitchExpressionArmSyntax arm when child == arm.Expression:
                return OfArm(arm);
            case BlockSyntax block:
                return EarlyExits(block, child);
            case CompilationUnitSyntax unit:
                return EarlyExits(unit, child);
            default:
                return Enumerable.Empty<ControllingCondition>();
        }
    }

    private static IEnumerable<ControllingCondition> One(
        ExpressionSyntax condition, bool holds, IReadOnlyList<SyntaxNode> otherSide, bool isEarlyExit = false)
        => new[] { new ControllingCondition(condition, null, holds, otherSide, isEarlyExit) };

    /// <summary>Statements before the node that leave with one outcome of their condition.</summary>
    private static IEnumerable<ControllingCondition> EarlyExits(SyntaxNode list, SyntaxNode child)
    {
        foreach (IfStatementSyntax @if in Exits.GetValue(list, ExitsIn))
        {
            if (@if.SpanStart >= child.SpanStart)
            {
                yield break;
            }

            bool leavesWhenTrue = Leaves(@if.Statement);
            StatementSyntax exit = leavesWhenTrue ? @if.Statement : @if.Else!.Statement;
            yield return new ControllingCondition(@if.Condition, null, !leavesWhenTrue, new[] { exit }, true);
        }
    }

    private static IfStatementSyntax[] ExitsIn(SyntaxNode list)
    {
        IEnumerable<StatementSyntax> statements = list switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            _ => ((CompilationUnitSyntax)list).Members.OfType<GlobalStatementSyntax>().Select(static global => global.Statement),
        };
        return statements.OfType<IfStatementSyntax>()
            .Where(static @if => Leaves(@if.Statement) || (@if.Else is { } @else && Leaves(@else.Statement)))
            .ToArray();
    }

    private static IEnumerable<ControllingCondition> OfCatch(CatchClauseSyntax @catch)
    {
        if (@catch.Parent is not TryStatementSyntax @try)
        {
            yield break;
        }

        if (@catch.Filter is { } filter)
        {
            yield return new ControllingCondition(filter.FilterExpression, null, true, Others(@try.Catches, @catch), false);
        }

        // A clause of the same type before it has refused the exception.
        foreach (CatchClauseSyntax before in @try.Catches)
        {
            if (before == @catch)
            {
                yield break;
            }

            if (before.Filter is { } refused && IsSameType(before.Declaration?.Type, @catch.Declaration?.Type))
            {
                yield return new ControllingCondition(refused.FilterExpression, null, false, new[] { before }, false);
            }
        }

        static bool IsSameType(TypeSyntax? first, TypeSyntax? second)
            => first is null || second is null ? first == second : SyntaxFactory.AreEquivalent(first, second);
    }

    private static IEnumerable<ControllingCondition> OfSection(SwitchSectionSyntax section)
    {
        if (section.Parent is not SwitchStatementSyntax @switch || section.Labels.Count != 1)
        {
            yield break;
        }

        IReadOnlyList<SyntaxNode> others = @switch.Sections.Count > MostSides ? Nothing : Others(@switch.Sections, section);
        switch (section.Labels[0])
        {
            case CaseSwitchLabelSyntax label:
                yield return new ControllingCondition(@switch.Expression, label.Value, true, others, false);
                break;
            case CasePatternSwitchLabelSyntax label:
                yield return new ControllingCondition(@switch.Expression, label.Pattern, true, others, false);
                if (label.WhenClause is { } when)
                {
                    yield return new ControllingCondition(when.Condition, null, true, others, false);
                }

                break;
            case DefaultSwitchLabelSyntax:
                foreach (SwitchLabelSyntax other in @switch.Sections.SelectMany(one => one.Labels))
                {
                    if (ExcludedBy(other) is { } excluded)
                    {
                        yield return new ControllingCondition(@switch.Expression, excluded, false, others, false);
                    }
                }

                break;
        }

        static SyntaxNode? ExcludedBy(SwitchLabelSyntax label) => label switch
        {
            CaseSwitchLabelSyntax constant => constant.Value,
            CasePatternSwitchLabelSyntax { WhenClause: null } pattern => pattern.Pattern,
            _ => null,
        };
    }

    private static IEnumerable<ControllingCondition> OfArm(SwitchExpressionArmSyntax arm)
    {
        if (arm.Parent is not SwitchExpressionSyntax @switch)
        {
            yield break;
        }

        IReadOnlyList<SyntaxNode> others = @switch.Arms.Count > MostSides ? Nothing
            : @switch.Arms.Where(other => other != arm).Select(static other => other.Expression).ToArray();
        yield return new ControllingCondition(@switch.GoverningExpression, arm.Pattern, true, others, false);
        if (arm.WhenClause is { } when)
        {
            yield return new ControllingCondition(when.Condition, null, true, others, false);
        }

        foreach (SwitchExpressionArmSyntax before in @switch.Arms.TakeWhile(other => other != arm))
        {
            if (before.WhenClause is null)
            {
                yield return new ControllingCondition(@switch.GoverningExpression, before.Pattern, false, others, false);
            }
        }
    }

    private static IReadOnlyList<SyntaxNode> Others<T>(SyntaxList<T> all, T one)
        where T : SyntaxNode
        => all.Where(other => other != one).ToArray<SyntaxNode>();

    /// <summary>The statements of the same list after an <c>if</c>.</summary>
    public static IReadOnlyList<SyntaxNode> After(IfStatementSyntax @if) => @if.Parent switch
    {
        BlockSyntax block => block.Statements.Skip(block.Statements.IndexOf(@if) + 1).ToArray<SyntaxNode>(),
        SwitchSectionSyntax section => section.Statements.Skip(section.Statements.IndexOf(@if) + 1).ToArray<SyntaxNode>(),
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global
            => unit.Members.Skip(unit.Members.IndexOf(global) + 1).ToArray<SyntaxNode>(),
        _ => Nothing,
    };

    /// <summary>What is written after the statement does not run after it.</summary>
    public static bool Leaves(StatementSyntax statement) => statement switch
    {
        ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax or GotoStatementSyntax => true,
        YieldStatementSyntax yield => yield.IsKind(SyntaxKind.YieldBreakStatement),
        BlockSyntax block => block.Statements.Count > 0 && Leaves(block.Statements[block.Statements.Count - 1]),
        IfStatementSyntax @if => @if.Else is { } @else && Leaves(@if.Statement) && Leaves(@else.Statement),
        TryStatementSyntax @try => Leaves(@try.Block) && @try.Catches.All(@catch => Leaves(@catch.Block)),
        UsingStatementSyntax @using => Leaves(@using.Statement),
        LockStatementSyntax @lock => Leaves(@lock.Statement),
        _ => false,
    };
}
