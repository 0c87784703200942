namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Awaitables of a type of the code's own that were asked before, by a member of theirs, whether anything is left to wait for: <c>if
/// (result.HasValue) return result.GetAwaiter().GetResult();</c>. A write between the two is not looked for: this under-approximates what
/// blocks.
/// </summary>
internal static class AskedAwaitables
{
    /// <summary>The condition that the wait stands under says that the awaitable is complete, or holds no task at all.</summary>
    /// <param name="awaitable">What is waited for.</param>
    /// <param name="wait">The whole wait.</param>
    /// <param name="model">The model of both.</param>
    public static bool Contain(ExpressionSyntax awaitable, ExpressionSyntax wait, CodeModel model)
        => CallSyntax.WalkDownParentheses(awaitable) is var asked
            && asked is IdentifierNameSyntax or MemberAccessExpressionSyntax
            && model.TypeOf(asked) is { } type && !type.IsTaskOrValueTask(model.Types)
            && ControllingCondition.Of(wait).Any(condition
                => condition.Pattern is null && IsAnswered(condition.Tested, condition.Holds, asked, model));

    private static bool IsAnswered(ExpressionSyntax condition, bool holds, ExpressionSyntax asked, CodeModel model)
        => CallSyntax.WalkDownParentheses(condition) switch
        {
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not
                => IsAnswered(not.Operand, !holds, asked, model),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } both
                => both.IsKind(SyntaxKind.LogicalAndExpression) == holds
                    ? IsAnswered(both.Left, holds, asked, model) || IsAnswered(both.Right, holds, asked, model)
                    : IsAnswered(both.Left, holds, asked, model) && IsAnswered(both.Right, holds, asked, model),
            InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax access }
                => IsAnswer(access, holds, asked, model),
            MemberAccessExpressionSyntax access => IsAnswer(access, holds, asked, model),
            _ => false,
        };

    /// <summary>The member answers by its name or, where its body is in sight, by what it says.</summary>
    private static bool IsAnswer(MemberAccessExpressionSyntax access, bool holds, ExpressionSyntax asked, CodeModel model)
        => SyntaxFactory.AreEquivalent(CallSyntax.WalkDownParentheses(access.Expression), asked)
            && ((holds && IsEnd(access.Name.Identifier.ValueText))
                || (model.SymbolOf(access) is { IsVirtual: false, IsAbstract: false, IsOverride: false } member
                    && AnswerOf(member, model.CancellationToken) is { } answer && SaysComplete(answer, holds)));

    /// <summary>The one expression that the property or method returns; in another file or project, so that it is not bound.</summary>
    private static ExpressionSyntax? AnswerOf(ISymbol member, CancellationToken cancellationToken)
    {
        if (member.DeclaringSyntaxReferences.Length != 1)
        {
            return null;
        }

        return FunctionSyntax.ValueBody(member.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken)) switch
        {
            ExpressionSyntax value => value,
            BlockSyntax { Statements: { Count: 1 } only } when only[0] is ReturnStatementSyntax { Expression: { } value } => value,
            _ => null,
        };
    }

    /// <summary><c>_task is null || _task is Task { IsCompleted: true }</c></summary>
    private static bool SaysComplete(ExpressionSyntax answer, bool holds)
    {
        switch (CallSyntax.WalkDownParentheses(answer))
        {
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                return SaysComplete(not.Operand, !holds);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } both:
                return both.IsKind(SyntaxKind.LogicalAndExpression) == holds
                    ? SaysComplete(both.Left, holds) || SaysComplete(both.Right, holds)
                    : SaysComplete(both.Left, holds) && SaysComplete(both.Right, holds);
            case var test when NullTest.Of(test) is { Tested: var tested, IsNull: var isNull }:
                return isNull == holds && OwnMember.NameOf(tested) is not null;
            case IsPatternExpressionSyntax matched:
                return SaysComplete(matched.Pattern, holds, OwnMember.NameOf(matched.Expression) is not null);
            case MemberAccessExpressionSyntax access:
                return holds && IsEnd(access.Name.Identifier.ValueText);
            default:
                return false;
        }
    }

    /// <summary>Null says that the awaitable holds no task, where it is what a member of its own is compared with.</summary>
    private static bool SaysComplete(PatternSyntax pattern, bool holds, bool isOfMember) => pattern switch
    {
        ParenthesizedPatternSyntax inner => SaysComplete(inner.Pattern, holds, isOfMember),
        UnaryPatternSyntax not => SaysComplete(not.Pattern, !holds, isOfMember),
        BinaryPatternSyntax both => both.IsKind(SyntaxKind.AndPattern) == holds
            ? SaysComplete(both.Left, holds, isOfMember) || SaysComplete(both.Right, holds, isOfMember)
            : SaysComplete(both.Left, holds, isOfMember) && SaysComplete(both.Right, holds, isOfMember),
        ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } => holds && isOfMember,
        RecursivePatternSyntax { PropertyPatternClause.Subpatterns: var properties } => holds && properties.Any(static property
            => property is
            {
                NameColon.Name.Identifier.ValueText: var name,
                Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.TrueLiteralExpression }
            }
                && IsEnd(name)),
        _ => false,
    };

    private static bool IsEnd(string member)
        => member is "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled" or "IsCancelled";
}
