namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>What tests on the way to a place tell about null there.</summary>
internal enum NullKnowledge
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It was not null when it was tested; it may have changed since.</summary>
    TestedBefore,

    /// <summary>It is not null.</summary>
    NotNull,
}

/// <summary>
/// Tests for null that a variable has passed, by structure: the conditions of the statements and expressions around a place, and the
/// statements before it that
/// leave where it is null. The compiler knows as much where nullable annotations are on; this is for code without them.
/// </summary>
internal sealed class NullTests
{
    private readonly ExpressionSyntax _variable;
    private readonly SyntaxNode _place;
    private readonly bool _isOwn;

    private NullTests(ExpressionSyntax variable, SyntaxNode place, bool isOwn)
    {
        _variable = variable;
        _place = place;
        _isOwn = isOwn;
    }

    /// <param name="variable">A local, a parameter, a field or a property, at the place.</param>
    /// <param name="place">The expression that contains it.</param>
    /// <param name="model">The model of the tree.</param>
    public static NullKnowledge Of(ExpressionSyntax variable, SyntaxNode place, CodeModel model)
    {
        variable = CallSyntax.WalkDownParentheses(variable);
        ISymbol? symbol = model.SymbolOf(variable);
        var tests = new NullTests(variable, place, symbol is ILocalSymbol or IParameterSymbol { RefKind: RefKind.None }
            && !(CapturedParameters.IsAt(variable, symbol) && !CapturedParameters.IsNeverWritten(symbol)));
        return tests.Find();
    }

    private NullKnowledge Find()
    {
        SyntaxNode child = _place;
        for (SyntaxNode? current = _place.Parent; current is not null && !FunctionSyntax.IsFunction(current)
            && current is not MemberDeclarationSyntax; child = current, current = current.Parent)
        {
            switch (current)
            {
                case IfStatementSyntax @if when (child == @if.Statement && Shows(@if.Condition, true))
                    || (child == @if.Else && Shows(@if.Condition, false)):
                    return Since(@if.Condition, current);
                case WhileStatementSyntax @while when child == @while.Statement && Shows(@while.Condition, true):
                    return Since(@while.Condition, @while.Statement);
                case ForStatementSyntax { Condition: { } condition } @for when child == @for.Statement && Shows(condition, true):
                    return Since(condition, @for.Statement);
                case ConditionalExpressionSyntax ternary when (child == ternary.WhenTrue && Shows(ternary.Condition, true))
                    || (child == ternary.WhenFalse && Shows(ternary.Condition, false)):
                    return Since(ternary.Condition, current);
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both when child == both.Right
                    && Shows(both.Left, true):
                    return Since(both.Left, current);
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either when child == either.Right
                    && Shows(either.Left, false):
                    return Since(either.Left, current);
                case BlockSyntax block when Before(block.Statements, child) is { } test:
                    return Since(test, current);
                case SwitchSectionSyntax section when Before(section.Statements, child) is { } test:
                    return Since(test, current);
            }
        }

        return NullKnowledge.None;
    }

    /// <summary>The last statement before the place that is passed only where the variable is not null.</summary>
    private SyntaxNode? Before(SyntaxList<StatementSyntax> statements, SyntaxNode child)
    {
        for (int index = statements.IndexOf((StatementSyntax)child) - 1; index >= 0; index--)
        {
            switch (statements[index])
            {
                case IfStatementSyntax { Else: null } @if when ControllingCondition.Leaves(@if.Statement) && Shows(@if.Condition, false):
                    return @if;
                case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax assignment } when IsSame(assignment.Left)
                    && IsNeverNull(assignment):
                    return assignment;
                case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }
                    when CallSyntax.CalledName(call) == "ThrowIfNull"
                    && call.ArgumentList.Arguments is { Count: > 0 } arguments && IsSame(arguments[0].Expression):
                    return call;
            }
        }

        return null;
    }

    private static bool IsNeverNull(AssignmentExpressionSyntax assignment) => CallSyntax.WalkDownParentheses(assignment.Right) switch
    {
        BaseObjectCreationExpressionSyntax
            => assignment.Kind() is SyntaxKind.SimpleAssignmentExpression or SyntaxKind.CoalesceAssignmentExpression,
        ThrowExpressionSyntax => assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Right: var otherwise }
            => CallSyntax.WalkDownParentheses(otherwise) is ThrowExpressionSyntax or BaseObjectCreationExpressionSyntax,
        _ => false,
    };

    /// <summary>
    /// What may have happened to the variable between a test and the place. A loop inside of the region comes round again.
    /// </summary>
    private NullKnowledge Since(SyntaxNode test, SyntaxNode region)
    {
        bool mayHaveChanged = !_isOwn && _variable is not (IdentifierNameSyntax or MemberAccessExpressionSyntax);
        foreach (SyntaxNode node in region.Descendants())
        {
            bool isBetween = node.SpanStart >= test.Span.End && node.Span.End <= _place.SpanStart;
            if (!isBetween && !IsInLoopWithPlace(node, region, test))
            {
                continue;
            }

            if (Writes(node))
            {
                return NullKnowledge.None;
            }

            mayHaveChanged |= !_isOwn
                && node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or AwaitExpressionSyntax
                    or AssignmentExpressionSyntax;
        }

        return mayHaveChanged ? NullKnowledge.TestedBefore : NullKnowledge.NotNull;
    }

    private bool IsInLoopWithPlace(SyntaxNode node, SyntaxNode region, SyntaxNode test)
        => !test.Span.Contains(node.Span)
            && _place.Ancestors().TakeWhile(ancestor => ancestor != region)
                .Any(ancestor => ControlFlowSyntax.LoopBody(ancestor) is not null && !ancestor.Span.Contains(test.Span)
                    && ancestor.Span.Contains(node.Span));

    private bool Writes(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax assignment => IsSame(assignment.Left)
            || (assignment.Left is TupleExpressionSyntax tuple && tuple.Arguments.Any(argument => IsSame(argument.Expression))),
        ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword or (int)SyntaxKind.RefKeyword } argument
            => IsSame(argument.Expression),
        _ => false,
    };

    /// <summary>Where the condition has the outcome, the variable is not null.</summary>
    private bool Shows(ExpressionSyntax condition, bool outcome) => CallSyntax.WalkDownParentheses(condition) switch
    {
        var test when NullTest.Of(test) is { Tested: var tested, IsNull: var isNull } && IsSame(tested) => isNull != outcome,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negated => Shows(negated.Operand, !outcome),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both
            => outcome ? Shows(both.Left, true) || Shows(both.Right, true) : Shows(both.Left, false) && Shows(both.Right, false),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either
            => outcome ? Shows(either.Left, true) && Shows(either.Right, true) : Shows(either.Left, false) || Shows(either.Right, false),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } comparison
            => comparison.IsKind(SyntaxKind.EqualsExpression) == outcome && IsEqualToSomething(comparison),
        BinaryExpressionSyntax
        {
            RawKind: (int)SyntaxKind.LessThanExpression or (int)SyntaxKind.GreaterThanExpression
            or (int)SyntaxKind.LessThanOrEqualExpression or (int)SyntaxKind.GreaterThanOrEqualExpression
        } compared
            => outcome && (IsMemberOfSame(compared.Left) || IsMemberOfSame(compared.Right)),
        IsPatternExpressionSyntax pattern when IsSame(pattern.Expression) => Excludes(pattern.Pattern, outcome),
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression: var constant } } pattern
            when IsMemberOfSame(pattern.Expression)
            => outcome && !constant.IsKind(SyntaxKind.NullLiteralExpression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression } @is => outcome && IsSame(@is.Left),
        _ => false,
    };

    /// <summary><c>x?.IsOpen == true</c>: where x is null, the left side is.</summary>
    private bool IsEqualToSomething(BinaryExpressionSyntax comparison)
        => IsMemberOfSame(comparison.Left) && comparison.Right is LiteralExpressionSyntax literal
            && !literal.IsKind(SyntaxKind.NullLiteralExpression);

    private bool IsMemberOfSame(ExpressionSyntax expression)
        => CallSyntax.WalkDownParentheses(expression) is ConditionalAccessExpressionSyntax access && IsSame(access.Expression);

    /// <summary>Where the match has the outcome, the value is not null; tests for null alone are <see cref="NullTest"/>s.</summary>
    private static bool Excludes(PatternSyntax pattern, bool outcome) => pattern switch
    {
        ConstantPatternSyntax => outcome,
        UnaryPatternSyntax { RawKind: (int)SyntaxKind.NotPattern } negated => Excludes(negated.Pattern, !outcome),
        RecursivePatternSyntax or DeclarationPatternSyntax or TypePatternSyntax => outcome,
        ParenthesizedPatternSyntax parenthesized => Excludes(parenthesized.Pattern, outcome),
        _ => false,
    };

    private bool IsSame(ExpressionSyntax other) => SyntaxFactory.AreEquivalent(WithoutThis(_variable), WithoutThis(other));

    private static ExpressionSyntax WithoutThis(ExpressionSyntax expression)
        => OwnMember.WithoutThis(CallSyntax.WalkDownParentheses(expression));
}
