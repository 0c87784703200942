namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// A getter or method that hands out a member, and makes the thread wait only while a state says that this was never filled: <c>if
/// (Status.ConnectCount == 0) Connect(); return _capabilities;</c>. Whoever connects asynchronously first never waits there.
/// </summary>
internal static class StoredValue
{
    /// <summary>A step of the chain, or the wait at its end, stands in such a member.</summary>
    public static bool IsFilledBy(BlockingChain chain, CodeModel model)
    {
        foreach (ChainStep step in chain.Steps)
        {
            if (HandsOut(step.Function) is { } stored && IsBeforeFirst(step, stored, model.In(step.Function.SyntaxTree)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The one member that the function returns, whatever way it takes; null where there is none.</summary>
    private static ExpressionSyntax? HandsOut(SyntaxNode function)
    {
        if (FunctionSyntax.Body(function) is not BlockSyntax body)
        {
            return null;
        }

        ExpressionSyntax? handed = null;
        foreach (ExpressionSyntax returned in FunctionSyntax.ReturnedBy(body))
        {
            ExpressionSyntax member = CallSyntax.WithoutSuppression(returned);
            if (OwnMember.NameOf(member) is not { } name || (handed is not null && OwnMember.NameOf(handed) != name))
            {
                return null;
            }

            handed = member;
        }

        return handed;
    }

    private static bool IsBeforeFirst(ChainStep step, ExpressionSyntax stored, CodeModel model)
        => model.SymbolOf(stored) is IFieldSymbol or IPropertySymbol
            && ControllingCondition.Of(step.Site).Any(condition
                => condition.Pattern is null && SaysNever(condition.Tested, condition.Holds, OwnMember.NameOf(stored)!, model));

    /// <summary>
    /// With this outcome nothing has been counted, noted or stored yet. Where the member itself is tested, who fills it decides
    /// (<see cref="Initialization"/>).
    /// </summary>
    private static bool SaysNever(ExpressionSyntax condition, bool holds, string stored, CodeModel model)
    {
        switch (CallSyntax.WalkDownParentheses(condition))
        {
            case var test when NullTest.Of(test) is { Tested: var tested, IsNull: var isNull }:
                return isNull == holds && IsKept(tested, isCounter: false, stored, model);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negation:
                return SaysNever(negation.Operand, !holds, stored, model);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } both:
                return both.IsKind(SyntaxKind.LogicalAndExpression) == holds
                    ? SaysNever(both.Left, holds, stored, model) || SaysNever(both.Right, holds, stored, model)
                    : SaysNever(both.Left, holds, stored, model) && SaysNever(both.Right, holds, stored, model);
            case BinaryExpressionSyntax { Right: LiteralExpressionSyntax { Token.Value: int bound } } comparison:
                return IsZeroWhen(comparison.Kind(), bound, holds) && IsKept(comparison.Left, isCounter: true, stored, model);
            case IsPatternExpressionSyntax { Pattern: var pattern, Expression: var counter }:
                bool isNegated = pattern is UnaryPatternSyntax;
                return (pattern is UnaryPatternSyntax not ? not.Pattern : pattern)
                        is ConstantPatternSyntax { Expression: LiteralExpressionSyntax { Token.Value: 0 } }
                    && isNegated != holds && IsKept(counter, isCounter: true, stored, model);
            case var flag:
                // The validity of something that is kept ends again: only a flag of the object itself is set for good.
                return !holds && OwnMember.NameOf(flag) is not null && model.TypeOf(flag)?.SpecialType == SpecialType.System_Boolean
                    && IsKept(flag, isCounter: false, stored, model);
        }
    }

    private static bool IsZeroWhen(SyntaxKind comparison, int bound, bool holds) => (comparison, bound) switch
    {
        (SyntaxKind.EqualsExpression, 0) or (SyntaxKind.LessThanExpression, 1) or (SyntaxKind.LessThanOrEqualExpression, 0) => holds,
        (SyntaxKind.NotEqualsExpression, 0) or (SyntaxKind.GreaterThanExpression, 0) or (SyntaxKind.GreaterThanOrEqualExpression, 1)
            => !holds,
        _ => false,
    };

    /// <summary>
    /// A field or property that keeps what it is set to, of this object or of one that it holds; a counter is never counted down where it
    /// is asked for: a buffer that runs empty is filled again and again.
    /// </summary>
    private static bool IsKept(ExpressionSyntax expression, bool isCounter, string stored, CodeModel model)
        => OwnMember.NameOf(expression) != stored
            && model.SymbolOf(expression) is { DeclaringSyntaxReferences.IsEmpty: false } member
            && (member is IFieldSymbol || (member is IPropertySymbol property && StatePath.IsAutoProperty(property)))
            && !(isCounter && expression.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
                && NameMentions.In(type, model)[member.Name].Any(static mention => IsCountedDown(Writes.ExpressionOf(mention))));

    private static bool IsCountedDown(ExpressionSyntax mention)
        => mention.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreDecrementExpression }
            or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostDecrementExpression }
            || (mention.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SubtractAssignmentExpression } lowered
                && lowered.Left == mention);
}
