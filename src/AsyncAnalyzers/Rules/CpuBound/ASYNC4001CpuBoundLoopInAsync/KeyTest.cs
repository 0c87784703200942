namespace AsyncAnalyzers.Rules.CpuBound;

/// <summary>
/// The test by which a loop looks for the partners of something:
/// <c>foreach (var line in lines) { if (line.OrderId != order.Id) continue; … }</c>. What stands behind it runs about once in a pass, and
/// not for each element.
/// </summary>
/// <param name="Condition">The whole condition.</param>
/// <param name="Guarded">What runs for partners only.</param>
internal sealed record KeyTest(ExpressionSyntax Condition, IEnumerable<StatementSyntax> Guarded)
{
    /// <summary>The test that the body of a loop begins with; null where it begins with something else, or does more than that.</summary>
    public static KeyTest? Of(CommonForEachStatementSyntax loop, CodeModel model)
    {
        if (loop is not ForEachStatementSyntax { Identifier.ValueText: var element }
            || (loop.Statement is BlockSyntax { Statements: { Count: > 0 } statements } ? statements[0] : loop.Statement)
                is not IfStatementSyntax { Else: null } @if)
        {
            return null;
        }

        bool skips = (@if.Statement is BlockSyntax { Statements: { Count: 1 } only } ? only[0] : @if.Statement) is ContinueStatementSyntax;
        IEnumerable<StatementSyntax> rest = (loop.Statement as BlockSyntax)?.Statements.Skip(1) ?? Enumerable.Empty<StatementSyntax>();
        if (!skips && rest.Any())
        {
            return null;
        }

        SyntaxKind joint = skips ? SyntaxKind.LogicalOrExpression : SyntaxKind.LogicalAndExpression;
        return CallSyntax.Operands(@if.Condition, joint).Any(part => ComparesKeys(part, isEqual: !skips))
            ? new KeyTest(@if.Condition, skips ? rest : new[] { @if.Statement })
            : null;

        bool ComparesKeys(ExpressionSyntax part, bool isEqual) => part switch
        {
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } binary
                => binary.IsKind(SyntaxKind.EqualsExpression) == isEqual && AreKeys(binary.Left, binary.Right),
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var operand }
                => !isEqual && ComparesKeys(CallSyntax.WalkDownParentheses(operand), true),
            InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Equals", Expression: var left },
                ArgumentList.Arguments: { Count: > 0 } arguments,
            }
                => isEqual && AreKeys(left, arguments[0].Expression),
            _ => false,
        };

        // One side is of the element and the other is not; flags and kinds have many partners.
        bool AreKeys(ExpressionSyntax one, ExpressionSyntax other)
            => Mentions(one) != Mentions(other)
                && !model.GetConstantValue(one).HasValue && !model.GetConstantValue(other).HasValue
                && model.TypeOf(one)
                    is { TypeKind: not TypeKind.Enum, SpecialType: not SpecialType.System_Boolean };

        bool Mentions(ExpressionSyntax expression)
            => expression.DescendantsAndSelf().Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == element);
    }
}
