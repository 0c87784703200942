using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Semantics;

/// <summary>Expressions whose value is disposed of at the end of a <c>using</c>, or kept in a variable.</summary>
internal static class ResourceSyntax
{
    /// <summary>
    /// The call, creation or property that a resource is made by, without parentheses, casts and <c>?.</c>; null for other expressions.
    /// </summary>
    public static ExpressionSyntax? Called(ExpressionSyntax resource) => resource switch
    {
        ParenthesizedExpressionSyntax parenthesized => Called(parenthesized.Expression),
        CastExpressionSyntax cast => Called(cast.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } forgiven => Called(forgiven.Operand),
        ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax call } => call,
        InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or MemberAccessExpressionSyntax or IdentifierNameSyntax
            => resource,
        _ => null,
    };

    /// <summary>The expression that is written where a value is wanted: the call with its parentheses, casts and <c>?.</c>.</summary>
    private static SyntaxNode ValueOf(ExpressionSyntax expression)
    {
        SyntaxNode value = expression;
        while (value.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax or ConditionalAccessExpressionSyntax
            || value.Parent.IsKind(SyntaxKind.SuppressNullableWarningExpression))
        {
            value = value.Parent!;
        }

        return value;
    }

    /// <summary>Where a <c>using</c> keeps what the expression makes; null where it is no resource of one.</summary>
    public static TextSpan? ExtentOf(ExpressionSyntax expression) => ValueOf(expression).Parent switch
    {
        UsingStatementSyntax { AwaitKeyword.RawKind: 0 } @using => @using.Statement.Span,
        EqualsValueClauseSyntax { Parent.Parent.Parent: UsingStatementSyntax { AwaitKeyword.RawKind: 0 } @using } => @using.Statement.Span,
        EqualsValueClauseSyntax { Parent.Parent.Parent: LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: 0 } local }
            when local.UsingKeyword.IsKind(SyntaxKind.UsingKeyword)
            => TextSpan.FromBounds(local.Span.End, (local.Parent is GlobalStatementSyntax global ? global.Parent : local.Parent)!.Span.End),
        _ => null,
    };

    /// <summary>The variable that is set to what the expression makes.</summary>
    public static string? VariableOf(ExpressionSyntax expression) => ValueOf(expression).Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
        AssignmentExpressionSyntax assignment => ThreadAffineLocks.NameOf(assignment.Left),
        _ => null,
    };
}
