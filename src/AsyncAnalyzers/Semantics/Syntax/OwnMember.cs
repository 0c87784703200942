namespace AsyncAnalyzers.Semantics;

/// <summary>How code names a member of its own object or type, or a variable.</summary>
internal static class OwnMember
{
    /// <summary>The identifier of a bare name and of <c>this.X</c>; null for everything else.</summary>
    public static string? NameOf(ExpressionSyntax? expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own => own.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>The identifier of a bare name, of <c>this.X</c> and of <c>Type.X</c>; null for everything else.</summary>
    public static string? NameWithTypeOf(ExpressionSyntax expression)
        => expression is MemberAccessExpressionSyntax
        {
            RawKind: (int)SyntaxKind.SimpleMemberAccessExpression,
            Expression: SimpleNameSyntax,
            Name: IdentifierNameSyntax name,
        }
            ? name.Identifier.ValueText
            : NameOf(expression);

    /// <summary><c>X</c> of <c>this.X</c>, and all else as it is.</summary>
    public static ExpressionSyntax WithoutThis(ExpressionSyntax expression)
        => expression is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own.Name : expression;

    /// <summary>The text of it, so that <c>this.X</c> is the same as <c>X</c>.</summary>
    public static string TextOf(ExpressionSyntax expression) => WithoutThis(expression).ToString();
}
