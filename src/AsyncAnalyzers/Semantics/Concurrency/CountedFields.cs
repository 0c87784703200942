namespace AsyncAnalyzers.Semantics;

/// <summary>Fields that count, and what is asked of the count.</summary>
internal static class CountedFields
{
    /// <summary>
    /// Of a private field that is only counted up or set to zero, all reads ask whether it is zero: a lost increment leaves it above.
    /// </summary>
    public static bool TellOnlyIfAny(IFieldSymbol field, CodeModel model)
    {
        if (field.DeclaredAccessibility != Accessibility.Private)
        {
            return false;
        }

        bool isAsked = false;
        foreach (SyntaxReference part in field.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (SimpleNameSyntax mention in NameMentions.In(part.GetSyntax(model.CancellationToken), model)[field.Name])
            {
                if (CallSyntax.IsInNameOf(mention))
                {
                    continue;
                }

                ExpressionSyntax named = CallSyntax.WithCasts(Writes.ExpressionOf(mention));
                switch (named.Parent)
                {
                    case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression, Parent: ExpressionStatementSyntax }:
                    case PostfixUnaryExpressionSyntax
                    {
                        RawKind: (int)SyntaxKind.PostIncrementExpression, Parent: ExpressionStatementSyntax
                    }:
                    case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
                        when assignment.Left == named && IsZero(assignment.Right):
                    case ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword, Parent.Parent: InvocationExpressionSyntax
                    {
                        Parent: ExpressionStatementSyntax
                    } call } when CallSyntax.CalledName(call) == "Increment":
                        break;
                    case BinaryExpressionSyntax binary when binary.Left == named && IsZero(binary.Right)
                        && binary.Kind() is SyntaxKind.GreaterThanExpression or SyntaxKind.EqualsExpression
                            or SyntaxKind.NotEqualsExpression:
                        isAsked = true;
                        break;
                    default:
                        return false;
                }
            }
        }

        return isAsked;
    }

    private static bool IsZero(ExpressionSyntax value) => value is LiteralExpressionSyntax { Token.Value: 0 or 0L or 0u or 0ul };
}
