namespace AsyncAnalyzers.Semantics;

/// <summary>What is done with a source where it is mentioned.</summary>
internal enum TokenSourceUse
{
    /// <summary>It is asked or compared, which changes nothing.</summary>
    None,

    /// <summary>Its token is read.</summary>
    Token,

    /// <summary>It is cancelled.</summary>
    Cancel,

    /// <summary>It gets a time-out.</summary>
    CancelAfter,

    /// <summary>It is disposed, or its Dispose is handed on.</summary>
    Disposed,

    /// <summary>The variable gets another source.</summary>
    Set,

    /// <summary>It goes somewhere else, where it may be disposed.</summary>
    Escapes,
}

/// <summary>Reads a mention of a variable that holds a source, by syntax alone.</summary>
internal static class TokenSourceUses
{
    /// <param name="mention">The name of the variable: <c>cts</c> in <c>cts.Token</c> and in <c>this.cts.Token</c>.</param>
    public static TokenSourceUse Of(SimpleNameSyntax mention)
    {
        ExpressionSyntax source = ExpressionOf(mention);
        switch (source.Parent)
        {
            case MemberAccessExpressionSyntax access when access.Expression == source:
                return OfMember(access.Name);
            case ConditionalAccessExpressionSyntax conditional when conditional.Expression == source:
                return FirstOf(conditional.WhenNotNull) is MemberBindingExpressionSyntax binding
                    ? OfMember(binding.Name)
                    : TokenSourceUse.Escapes;
            case AssignmentExpressionSyntax assignment when assignment.Left == source:
                return TokenSourceUse.Set;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression }:
            case IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or UnaryPatternSyntax { Pattern: ConstantPatternSyntax } }:
                return TokenSourceUse.None;
            case ArgumentSyntax when CallSyntax.IsInNameOf(source):
                return TokenSourceUse.None;
            default:
                return TokenSourceUse.Escapes;
        }
    }

    /// <summary><c>cts.Token</c> for the mention; null where it is another use.</summary>
    public static ExpressionSyntax? TokenOf(SimpleNameSyntax mention)
        => ExpressionOf(mention).Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token" } access ? access : null;

    private static ExpressionSyntax ExpressionOf(SimpleNameSyntax mention)
    {
        ExpressionSyntax source = Writes.ExpressionOf(mention);
        while (source.Parent is ParenthesizedExpressionSyntax
            or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            source = (ExpressionSyntax)source.Parent;
        }

        return source;
    }

    private static ExpressionSyntax FirstOf(ExpressionSyntax whenNotNull)
    {
        while (whenNotNull is ConditionalAccessExpressionSyntax conditional)
        {
            whenNotNull = conditional.Expression;
        }

        return CallSyntax.LeftmostOf(whenNotNull);
    }

    private static TokenSourceUse OfMember(SimpleNameSyntax member) => member.Identifier.ValueText switch
    {
        "Token" => TokenSourceUse.Token,
        "Cancel" or "CancelAsync" => TokenSourceUse.Cancel,
        "CancelAfter" => TokenSourceUse.CancelAfter,
        "Dispose" => TokenSourceUse.Disposed,
        "IsCancellationRequested" or "TryReset" or "Equals" or "GetHashCode" or "ToString" => TokenSourceUse.None,
        _ => TokenSourceUse.Escapes,
    };
}
