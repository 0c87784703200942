namespace AsyncAnalyzers.Semantics;

/// <summary>The branches of <c>#if DEBUG</c>: no build that is handed out has them.</summary>
internal static class DebugBranches
{
    /// <summary>The node stands in a branch that is compiled with <c>DEBUG</c> only.</summary>
    public static bool Contain(SyntaxNode node)
        => ConditionalBranches.Around(node).Any(static branch
            => branch.Begin is ConditionalDirectiveTriviaSyntax { Condition: var condition } && NeedsDebug(condition));

    /// <summary>
    /// The node stands in a branch whose condition names <c>DEBUG</c>, or another symbol that begins so, or behind the <c>#else</c> of
    /// <c>#if !DEBUG</c>. Over-approximates: <c>DEBUG || NET</c>.
    /// </summary>
    public static bool MayContain(SyntaxNode node)
        => ConditionalBranches.Around(node).Any(static branch
            => branch.Begin is ConditionalDirectiveTriviaSyntax { Condition: var condition }
                ? NamesDebug(condition)
                : branch.Before is IfDirectiveTriviaSyntax @if && IsRelease(@if.Condition));

    /// <summary><c>DEBUG</c>, <c>DEBUG &amp;&amp; NET</c>.</summary>
    private static bool NeedsDebug(ExpressionSyntax condition)
        => CallSyntax.Operands(condition, SyntaxKind.LogicalAndExpression).Any(static part
            => part is IdentifierNameSyntax { Identifier.ValueText: "DEBUG" });

    private static bool NamesDebug(ExpressionSyntax condition)
        => condition.DescendantsAndSelf().Any(static node => node is IdentifierNameSyntax { Identifier.ValueText: var name }
            && name.StartsWith("DEBUG", StringComparison.Ordinal)
            && node.Parent is not PrefixUnaryExpressionSyntax);

    private static bool IsRelease(ExpressionSyntax condition)
        => condition is IdentifierNameSyntax { Identifier.ValueText: "RELEASE" }
            or PrefixUnaryExpressionSyntax { Operand: IdentifierNameSyntax { Identifier.ValueText: "DEBUG" } };
}
